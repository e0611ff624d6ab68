import { inSendSpan, TELEMETRY_TOPIC, type LaneSystem } from './lane-span';
import type { TelemetryBatch } from './telemetry-log';

/** Does the append in a span and names that span in the record, so that whoever reads the record works under it. */
export function inAppendSpan<T>(system: LaneSystem, partition: number, batch: TelemetryBatch, append: (traced: TelemetryBatch) => Promise<T>): Promise<T> {
  const attributes = {
    'messaging.destination.partition.id': String(partition), 'messaging.message.id': batch.batchId, 'messaging.message.body.size': batch.body.length,
    'yagura.tenant_id': batch.tenantId, 'yagura.source_id': batch.sourceId,
  };
  return inSendSpan({ system, topic: TELEMETRY_TOPIC, operation: 'append', attributes }, (traceparent) =>
    append(traceparent === undefined ? batch : { ...batch, headers: { ...batch.headers, traceparent } }));
}
