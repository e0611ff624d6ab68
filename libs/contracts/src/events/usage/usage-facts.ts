import { z } from 'zod';
import { instant } from '../../event-type';

/**
 * One entry of the usage ledger: `quantity` is exact decimal text in the meter's unit; `meter` is one of ingest_bytes, source, user.
 * `reference` names the thing that proves it (a batch, a source, a user). Unique by (producer, usageId); corrections are new entries.
 */
export const usageFacts = z.object({
  tenantId: z.uuid(), usageId: z.uuid(), meter: z.enum(['ingest_bytes', 'source', 'user']), subject: z.string(), quantity: z.string().regex(/^-?\d+(\.\d+)?$/),
  eventAt: instant, reference: z.string(), correctionOf: z.uuid().nullable(),
});
export type UsageFacts = z.output<typeof usageFacts>;
