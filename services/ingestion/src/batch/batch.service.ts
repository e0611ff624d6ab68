import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { TenantDb, type TenantTx } from '@yagura/db';
import { newId, type BatchId, type TenantContext } from '@yagura/kernel';
import type { TelemetryBatch, TelemetryLogWriter } from '@yagura/messaging';
import type { Holder } from '../credential/credential';
import { LedgerService } from '../ledger/ledger.service';
import { TELEMETRY_LOG_WRITER } from '../ports';
import { batchIdOf, batchKey, type CheckedBody, type Evidence } from './batch';
import { countRefused, keepRefused, noteAccepted, noteKey } from './batch.repository';

/** The code under which items that were refused one by one are counted: their own HTTP status. */
const ITEM_CODE = 400;

/**
 * Takes a body into the telemetry log. When `accept` resolves, the batch, its key and the door's count are durable, and only then does its sender
 * hear 200. Where the log is in our database the three are one transaction. A log apart is a call over the network, which no transaction
 * waits for: the key first, then the record, then the count. What fails on the way was never acknowledged; should its record be in the log
 * nevertheless, detection's word of it counts it, and a repetition is known by its batch id (ADR 18).
 */
@Injectable()
export class BatchService {
  constructor(private readonly db: TenantDb, @Inject(TELEMETRY_LOG_WRITER) private readonly log: TelemetryLogWriter, private readonly ledger: LedgerService) {}

  async accept(ctx: TenantContext, holder: Holder, body: CheckedBody): Promise<BatchId> {
    return this.log.joinsTransaction ? this.acceptWithin(ctx, holder, body) : this.acceptApart(ctx, holder, body);
  }

  private acceptWithin(ctx: TenantContext, holder: Holder, body: CheckedBody): Promise<BatchId> {
    const { sourceId } = holder;
    const key = batchKey(body);
    return this.db.run(ctx, async (tx) => {
      const { count: records, wireBytes, rawBytes } = body;
      const repeat = await noteAccepted(tx, { sourceId, key, records, wireBytes, rawBytes });
      if (body.refusedItems > 0) await countRefused(tx, sourceId, ITEM_CODE, body.refusedItems);
      const batch = batchOf(tx, holder, body, { key, repeat });
      await this.log.append(tx, batch);
      return batch.batchId;
    });
  }

  private async acceptApart(ctx: TenantContext, holder: Holder, body: CheckedBody): Promise<BatchId> {
    const { sourceId } = holder;
    const key = batchKey(body);
    const batch = await this.db.run(ctx, async (tx) => batchOf(tx, holder, body, { key, repeat: await noteKey(tx, sourceId, key) }));
    const { partition, position } = await this.log.append(ctx, batch);
    const { batchId, headers: { receivedAt, wireBytes, rawBytes } } = batch;
    await this.db.run(ctx, async (tx) => {
      if (body.refusedItems > 0) await countRefused(tx, sourceId, ITEM_CODE, body.refusedItems);
      await this.ledger.countOnce(tx, { sourceId, batchId, partition, position: position.toString(), receivedAt: new Date(receivedAt), records: body.count, wireBytes, rawBytes });
    });
    return batchId;
  }

  /** Counts the items of a body that held nothing to accept. */
  async refuseItems(ctx: TenantContext, { sourceId }: Holder, items: number): Promise<void> {
    await this.db.run(ctx, (tx) => countRefused(tx, sourceId, ITEM_CODE, items));
  }

  /** Counts a refusal where the tenant sees it; a body that no repeat can mend is kept as evidence. */
  async refuse(ctx: TenantContext, { sourceId }: Holder, code: number, evidence?: Evidence): Promise<void> {
    await this.db.run(ctx, async (tx) => {
      await countRefused(tx, sourceId, code, 1);
      if (evidence === undefined) return;
      const sha256 = createHash('sha256').update(evidence.body).digest('hex');
      await keepRefused(tx, { id: newId(), sourceId, code, sha256, ...evidence });
    });
  }
}

function batchOf(tx: TenantTx, { sourceId, sourceNumber, parser, timeZone }: Holder, body: CheckedBody, { key, repeat }: { readonly key: string; readonly repeat: number }): TelemetryBatch {
  const { door, encoding, count, wireBytes, rawBytes, sha256 } = body;
  return {
    tenantId: tx.tenantId, sourceId, batchId: batchIdOf(tx.tenantId, sourceId, key, repeat), body: body.stored,
    headers: { door, encoding, sourceNumber, parser, timeZone, count, wireBytes, rawBytes, sha256, batchKey: key, receivedAt: tx.now.getTime() },
  };
}
