import { z } from 'zod';
import { defineEvent } from '../../event-type';

/** `sourceNumber` is the integer that names the source in the lake; `parser` may force a parser, else the shape decides. */
export const sourceFacts = z.object({
  tenantId: z.uuid(), sourceId: z.uuid(), sourceNumber: z.int().positive(), name: z.string(), kind: z.string(), parser: z.string().nullable(), timeZone: z.string(),
  critical: z.boolean(),
});

export const SourceAddedV1 = defineEvent({
  type: 'yagura.tenant.source_added.v1', topic: 'tenant.lifecycle', owner: 'tenants',
  about: 'A client company has a new source of telemetry.',
  data: sourceFacts,
  key: (data) => data.tenantId,
});
