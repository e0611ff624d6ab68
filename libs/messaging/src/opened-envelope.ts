import { envelopeSchema, type EventEnvelope } from '@yagura/contracts';
import { isUuid } from '@yagura/kernel';
import type { LaneRecord } from './domain-events';

/**
 * The envelope of a record; undefined when it is none, when what the lane says of the record (tenant, id, type and, where the lane has one, key) is
 * not what the envelope says, or when its data name another tenant. Then nobody can say whose it is, and it is believed in nothing.
 */
export function openedEnvelope({ id, type, tenantId, key, envelope }: LaneRecord): EventEnvelope | undefined {
  const parsed = envelopeSchema.safeParse(envelope);
  if (!parsed.success || !isUuid(tenantId)) return undefined;
  const told = parsed.data;
  const agrees = told.tenantid === tenantId && told.id === id && told.type === type && (key === undefined || told.subject === key);
  return agrees && (tenantIn(told.data) ?? tenantId) === tenantId ? told : undefined;
}

/** Data of every event of ours that name a tenant do so in this field. */
const tenantIn = (data: unknown): unknown => (typeof data === 'object' && data !== null && 'tenantId' in data ? data.tenantId : undefined);
