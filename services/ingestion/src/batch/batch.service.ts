import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { context, propagation } from '@opentelemetry/api';
import { TenantDb } from '@yagura/db';
import { newId, type BatchId, type TenantContext } from '@yagura/kernel';
import type { TelemetryLogWriter } from '@yagura/messaging';
import type { Holder } from '../credential/credential';
import { TELEMETRY_LOG_WRITER } from '../ports';
import { batchIdOf, batchKey, type CheckedBody, type Evidence } from './batch';
import { countRefused, keepRefused, noteAccepted } from './batch.repository';

/** The code under which items that were refused one by one are counted: their own HTTP status. */
const ITEM_CODE = 400;

/** Takes a body into the telemetry log. When `accept` resolves, the batch, its key and the door's count are on the disk together. */
@Injectable()
export class BatchService {
  constructor(private readonly db: TenantDb, @Inject(TELEMETRY_LOG_WRITER) private readonly log: TelemetryLogWriter) {}

  async accept(ctx: TenantContext, holder: Holder, body: CheckedBody): Promise<BatchId> {
    const key = batchKey(body);
    const trace: Record<string, string> = {};
    propagation.inject(context.active(), trace);
    return this.db.run(ctx, async (tx) => {
      const { count: records, wireBytes, rawBytes } = body;
      const batchId = batchIdOf(tx.tenantId, holder.sourceId, key, await noteAccepted(tx, { sourceId: holder.sourceId, key, records, wireBytes, rawBytes }));
      if (body.refusedItems > 0) await countRefused(tx, holder.sourceId, ITEM_CODE, body.refusedItems);
      await this.log.append(tx, {
        tenantId: tx.tenantId, sourceId: holder.sourceId, batchId, body: body.stored,
        headers: {
          door: body.door, encoding: body.encoding, sourceNumber: holder.sourceNumber, parser: holder.parser, timeZone: holder.timeZone, count: body.count,
          wireBytes: body.wireBytes, rawBytes: body.rawBytes, sha256: body.sha256, batchKey: key, receivedAt: tx.now.getTime(), ...trace,
        },
      });
      return batchId;
    });
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
