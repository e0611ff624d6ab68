import type { AgreementView } from '@yagura/contracts';
import type { AgreementVersion } from './agreement';

export const toAgreementView = ({ tenantId, madeAt, facts }: AgreementVersion): AgreementView => ({ ...facts, tenantId, madeAt: madeAt.toISOString() });
