import { z } from 'zod';
import { defineEvent, instant } from '../../event-type';

export const BatchProcessedV1 = defineEvent({
  type: 'yagura.telemetry.batch_processed.v1', topic: 'detection.batch', owner: 'detection',
  about: 'Every record of a batch is stored, quarantined or known as a duplicate; the lake has acknowledged it.',
  data: z.object({
    tenantId: z.uuid(), sourceId: z.uuid(), batchId: z.uuid(), partition: z.int(), position: z.string(), duplicate: z.boolean(), receivedAt: instant,
    stored: z.int().nonnegative(), quarantined: z.int().nonnegative(), duplicates: z.int().nonnegative(), findings: z.int().nonnegative(),
    wireBytes: z.int().nonnegative(), rawBytes: z.int().nonnegative(), firstEventAt: instant.nullable(), lastEventAt: instant.nullable(),
  }),
  key: (data) => data.sourceId,
});
