import { createHash } from 'node:crypto';
import type { Message } from 'kafkajs';
import { z } from 'zod';
import type { LaneRecord } from '../domain-events';

/** A placed row of the outbox, as the relay reads it. */
export interface PlacedRow extends Record<string, unknown> {
  readonly position: string;
  readonly id: string;
  readonly type: string;
  readonly tenant_id: string;
  readonly topic: string;
  readonly key: string;
  readonly envelope: string;
  /** Trace context of whoever told the event. */
  readonly traceparent: string | null;
}

const headersSchema = z.object({ id: z.uuid(), type: z.string().min(1), tenant: z.uuid(), position: z.string().regex(/^\d{1,19}$/) });

/** Events of one key share a partition, and so keep their order. */
export const domainPartitionOf = (key: string, partitions: number): number => createHash('sha256').update(key).digest().readUInt32BE(0) % partitions;

/** The row as a record: its envelope is the value, what the lane knows of it the headers. */
export const recordOfRow = ({ position, id, type, tenant_id: tenant, key, envelope }: PlacedRow): Message => ({ key, value: envelope, headers: { id, type, tenant, position } });

/** The event of a record, its envelope not yet checked; undefined when no relay of ours can have written it. */
export function laneRecordOf({ key, value, headers }: Pick<Message, 'key' | 'value' | 'headers'>): LaneRecord | undefined {
  const told = headersSchema.safeParse(Object.fromEntries(Object.entries(headers ?? {}).map(([name, each]) => [name, each?.toString()])));
  if (!told.success || value === null) return undefined;
  const { id, type, tenant, position } = told.data;
  return { position: BigInt(position), id, type, tenantId: tenant, key: key?.toString() ?? '', envelope: parsed(value) };
}

/** An envelope that is no JSON is given as it is: the consumer runtime buries it with its reason. */
function parsed(value: Buffer | string): unknown {
  try {
    return JSON.parse(value.toString());
  } catch {
    return value.toString();
  }
}
