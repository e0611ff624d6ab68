import type { CredentialView, SourceView } from '@yagura/contracts';

export const toCredential = ({ credentialId, state, ...rest }: CredentialView): Record<string, unknown> => ({ ...rest, id: credentialId, state: state.toUpperCase() });

export const toSource = ({ sourceId, credentials, ...rest }: SourceView): Record<string, unknown> => ({ ...rest, id: sourceId, credentials: credentials.map(toCredential) });
