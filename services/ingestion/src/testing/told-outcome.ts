import type { BatchProcessedV1, EventData } from '@yagura/contracts';
import type { LoggedBatch } from '@yagura/messaging';

/** What detection tells of a record of the log: all of it stored, or, when its batch was met before, all of it a duplicate. */
export function toldOutcome(record: Omit<LoggedBatch, 'body'>, duplicate: boolean): EventData<typeof BatchProcessedV1> {
  const { tenantId, sourceId, batchId, partition, position, headers: { count, wireBytes, rawBytes, receivedAt } } = record;
  return {
    tenantId, sourceId, batchId, partition, position: position.toString(), duplicate, receivedAt: new Date(receivedAt).toISOString(), stored: duplicate ? 0 : count,
    quarantined: 0, duplicates: duplicate ? count : 0, findings: 0, wireBytes, rawBytes: duplicate ? 0 : rawBytes, firstEventAt: null, lastEventAt: null,
  };
}
