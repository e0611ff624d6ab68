import { Inject, Injectable } from '@nestjs/common';
import { IngestionUsageMeteredV1, type BalanceInput, type BatchProcessedV1, type SourceBalance, type EventData } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { deterministicId, type TenantContext } from '@yagura/kernel';
import { publish, type TelemetryLogWriter } from '@yagura/messaging';
import { TELEMETRY_LOG_WRITER } from '../ports';
import { addToLedger, balanceRows, countOnce, settle, type CountedRecord } from './ledger.repository';

/** The book of what became of every batch. Metering stands on it: bytes of what was stored, never an estimate. */
@Injectable()
export class LedgerService {
  constructor(private readonly db: TenantDb, @Inject(TELEMETRY_LOG_WRITER) private readonly log: TelemetryLogWriter) {}

  /** Counts a record that lies in a log apart, unless detection's word of it was here first. */
  async countOnce(tx: TenantTx, record: CountedRecord): Promise<void> {
    await countOnce(tx, record);
  }

  async batchProcessed(tx: TenantTx, batch: EventData<typeof BatchProcessedV1>): Promise<void> {
    const isNew = this.log.joinsTransaction ? await addToLedger(tx, batch) : await this.settleApart(tx, batch);
    if (!isNew || batch.stored === 0 || batch.rawBytes === 0) return;
    const reference = `batch:${batch.batchId}`;
    await publish(tx, IngestionUsageMeteredV1, {
      tenantId: tx.tenantId, usageId: deterministicId('usage', tx.tenantId, reference), meter: 'ingest_bytes', subject: batch.sourceId,
      quantity: String(batch.rawBytes), eventAt: batch.receivedAt, reference, correctionOf: null,
    });
  }

  /**
   * The record may be one that no door has counted: its append or the count behind it failed, and its sender heard no 200. It is in the log all the
   * same, so it belongs into the door's book as well. Without this the two books would differ for ever.
   */
  private async settleApart(tx: TenantTx, batch: EventData<typeof BatchProcessedV1>): Promise<boolean> {
    const { sourceId, batchId, partition, position, wireBytes, rawBytes, stored, quarantined, duplicates } = batch;
    await countOnce(tx, {
      sourceId, batchId, partition, position, receivedAt: new Date(batch.receivedAt), records: stored + quarantined + duplicates, wireBytes, rawBytes,
    });
    return settle(tx, batch);
  }

  /** Per source: the door's count, what the ledger says became of it, and the difference, which is 0 when nothing is in flight. */
  async balance(ctx: TenantContext, input: BalanceInput): Promise<{ readonly items: SourceBalance[] }> {
    const rows = await this.db.read(ctx, (read) => balanceRows(read, new Date(input.since), new Date(input.until), input.tenantId ?? null));
    return {
      items: rows.map((row) => {
        const inFlight = BigInt(row.door) - BigInt(row.stored) - BigInt(row.quarantined) - BigInt(row.duplicates);
        return {
          tenantId: row.tenant_id, sourceId: row.source_id, accepted: row.door, stored: row.stored, quarantined: row.quarantined, duplicates: row.duplicates,
          inFlight: inFlight.toString(),
        };
      }),
    };
  }
}
