import { createHash } from 'node:crypto';
import type { KafkaMessage, Message } from 'kafkajs';
import { z } from 'zod';
import { asId } from '@yagura/kernel';
import type { LoggedBatch, TelemetryBatch } from '../telemetry-log';

/** A batch beside its body: one header of the record, as JSON. */
const factsSchema = z.object({
  tenantId: z.uuid(), sourceId: z.uuid(), batchId: z.uuid(),
  headers: z.object({
    door: z.string(), encoding: z.enum(['gzip', 'identity']), sourceNumber: z.number().int(), parser: z.string().nullable(), timeZone: z.string(),
    count: z.number().int(), wireBytes: z.number().int(), rawBytes: z.number().int(), sha256: z.string(), batchKey: z.string(),
    receivedAt: z.number(), traceparent: z.string().optional(),
  }),
});
const FACTS = 'yagura-batch';
const keyOf = (tenantId: string, sourceId: string): string => `${tenantId}/${sourceId}`;

/** Partition of a source: the same for ever as long as the topic keeps its number of partitions, so that a source keeps its order. */
export const telemetryPartitionOf = (tenantId: string, sourceId: string, partitions: number): number =>
  createHash('sha256').update(keyOf(tenantId, sourceId)).digest().readUInt32BE(0) % partitions;

/** The record of a batch: the body's bytes as they came, the rest in one header. */
export function recordOf({ tenantId, sourceId, batchId, headers, body }: TelemetryBatch): Message {
  return { key: keyOf(tenantId, sourceId), value: body, headers: { [FACTS]: JSON.stringify({ tenantId, sourceId, batchId, headers }) } };
}

/** The batch of a record; undefined when no door of ours can have written it, as when its key and its header name different owners. */
export function batchOf(partition: number, { offset, key, value, headers }: Pick<KafkaMessage, 'offset' | 'key' | 'value' | 'headers'>): LoggedBatch | undefined {
  const told = headers?.[FACTS];
  const facts = factsSchema.safeParse(told === undefined ? undefined : parsed(told.toString()));
  if (!facts.success || value === null) return undefined;
  const { tenantId, sourceId, batchId, headers: known } = facts.data;
  if (key?.toString() !== keyOf(tenantId, sourceId)) return undefined;
  return {
    partition, position: BigInt(offset) + 1n, body: value, headers: known,
    tenantId: asId<'tenant'>(tenantId), sourceId: asId<'source'>(sourceId), batchId: asId<'batch'>(batchId),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
