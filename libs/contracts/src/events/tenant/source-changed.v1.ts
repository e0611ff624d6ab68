import { z } from 'zod';
import { defineEvent } from '../../event-type';

/** Secrets never travel: `secretHash` is a keyed hash that only a door with the same pepper can compare. */
export const sourceCredential = z.object({ credentialId: z.uuid(), publicId: z.string(), secretHash: z.string(), state: z.enum(['active', 'revoked']) });

export const SourceChangedV1 = defineEvent({
  type: 'yagura.tenant.source_changed.v1', topic: 'tenant.lifecycle', owner: 'tenants',
  about: 'A source’s credential was issued or revoked, or the source was switched on or off.',
  data: z.object({ tenantId: z.uuid(), sourceId: z.uuid(), enabled: z.boolean(), credential: sourceCredential.nullable() }),
  key: (data) => data.tenantId,
});
