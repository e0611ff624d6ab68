import type { CredentialView, SourceView } from '@yagura/contracts';
import type { Credential, Source } from './source';

/** Without the hash: nobody outside has a use for it. */
export const toCredentialView = ({ credentialId, publicId, state, issuedAt, confirmedAt, revokedAt }: Credential): CredentialView => ({
  credentialId, publicId, state, issuedAt: issuedAt.toISOString(), confirmedAt: confirmedAt?.toISOString() ?? null, revokedAt: revokedAt?.toISOString() ?? null,
});

export const toSourceView = ({ credentials, createdAt, ...source }: Source & { credentials: readonly Credential[] }): SourceView =>
  ({ ...source, createdAt: createdAt.toISOString(), credentials: credentials.map(toCredentialView) });
