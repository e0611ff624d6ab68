import { envelopeSchema, type EventEnvelope } from '@yagura/contracts';
import { isUuid } from '@yagura/kernel';
import type { LaneRecord } from './domain-events';

/**
 * The envelope of a record; undefined when it is none, or when what the lane says of the record (tenant, id, type and, where the lane has one, key) is
 * not what the envelope says. Then nobody can say whose the record is, and whoever could write it says nothing for it.
 */
export function openedEnvelope({ id, type, tenantId, key, envelope }: LaneRecord): EventEnvelope | undefined {
  const parsed = envelopeSchema.safeParse(envelope);
  if (!parsed.success || !isUuid(tenantId)) return undefined;
  const told = parsed.data;
  const agrees = told.tenantid === tenantId && told.id === id && told.type === type && (key === undefined || told.subject === key);
  return agrees ? told : undefined;
}
