import { Injectable } from '@nestjs/common';
import { IngestionUsageMeteredV1, type BalanceInput, type BatchProcessedV1, type SourceBalance, type EventData } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { deterministicId, type TenantContext } from '@yagura/kernel';
import { publish } from '@yagura/messaging';
import { addToLedger, balanceRows } from './ledger.repository';

/** The book of what became of every batch. Metering stands on it: bytes of what was stored, never an estimate. */
@Injectable()
export class LedgerService {
  constructor(private readonly db: TenantDb) {}

  async batchProcessed(tx: TenantTx, batch: EventData<typeof BatchProcessedV1>): Promise<void> {
    const isNew = await addToLedger(tx, batch);
    if (!isNew || batch.stored === 0 || batch.rawBytes === 0) return;
    const reference = `batch:${batch.batchId}`;
    await publish(tx, IngestionUsageMeteredV1, {
      tenantId: tx.tenantId, usageId: deterministicId('usage', tx.tenantId, reference), meter: 'ingest_bytes', subject: batch.sourceId,
      quantity: String(batch.rawBytes), eventAt: batch.receivedAt, reference, correctionOf: null,
    });
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
