import { z } from 'zod';
import { defineEvent } from '../../event-type';

export const CredentialHeldV1 = defineEvent({
  type: 'yagura.source.credential_held.v1', topic: 'ingestion.source', owner: 'ingestion',
  about: 'The doors hold a source’s credential in the given state, so its secret may be shown, or its revocation is in force.',
  data: z.object({ tenantId: z.uuid(), sourceId: z.uuid(), credentialId: z.uuid(), state: z.enum(['active', 'revoked']) }),
  key: (data) => data.sourceId,
});
