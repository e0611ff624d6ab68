import { Injectable } from '@nestjs/common';
import { context, propagation, trace } from '@opentelemetry/api';
import { BatchProcessedV1, FindingCreatedV1 } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { asId, forSystem, type TenantContext, type TenantId } from '@yagura/kernel';
import { publish, publishAll, type LoggedBatch } from '@yagura/messaging';
import type { BatchResult } from './decode-job';
import { addDuplicate, addOutcome, knownOutcomes, notedGroup, noteGroup, type InsertGroup } from './outcome.repository';

/** A batch of a group: new, a client's retry of a batch that has an outcome, or this very record read a second time. */
export type Standing = 'new' | 'duplicate' | 'redelivered';

/** Positions of the log belong to no tenant; under this id row security shows no row of anyone. */
const NOBODY = forSystem(asId<'tenant'>('00000000-0000-0000-0000-000000000000'), 'detection');

/** Writes what became of batches, together with the events that tell it, after the lake has acknowledged their rows. */
@Injectable()
export class OutcomeService {
  private readonly tracer = trace.getTracer('@yagura/detection');

  constructor(private readonly db: TenantDb) {}

  notedGroup(partition: number): Promise<InsertGroup | undefined> {
    return this.db.read(NOBODY, (read) => notedGroup(read, partition));
  }

  noteGroup(partition: number, group: InsertGroup): Promise<void> {
    return this.db.read(NOBODY, (read) => noteGroup(read, partition, group));
  }

  /** How each batch stands, in the given order; within a group the first of two equal ids is the new one. */
  async standings(batches: readonly LoggedBatch[]): Promise<Standing[]> {
    const known = new Map<string, { partition: number; position: bigint }>();
    for (const [tenantId, own] of byTenant(batches)) {
      const found = await this.db.read(forSystem(tenantId, 'detection'), (read) => knownOutcomes(read, own.map(({ batchId }) => batchId)));
      for (const outcome of found) known.set(`${tenantId}/${outcome.batchId}`, outcome);
    }
    return batches.map(({ tenantId, batchId, partition, position }) => {
      const key = `${tenantId}/${batchId}`;
      const outcome = known.get(key);
      if (outcome === undefined) {
        known.set(key, { partition, position });
        return 'new';
      }
      return outcome.partition === partition && outcome.position === position ? 'redelivered' : 'duplicate';
    });
  }

  /** One transaction per tenant of the group: outcome rows, findings and `telemetry.batch_processed`. A repeat writes nothing. */
  async settle(batches: readonly LoggedBatch[], standings: readonly Standing[], results: ReadonlyMap<LoggedBatch, BatchResult>, contentVersion: string): Promise<void> {
    const standingOf = new Map(batches.map((batch, index) => [batch, standings[index]]));
    for (const [tenantId, own] of byTenant(batches)) {
      await this.db.run(forSystem(tenantId, 'detection'), async (tx) => {
        for (const batch of own) {
          if (standingOf.get(batch) === 'redelivered') continue;
          await this.inTraceOf(batch, tx, async () => {
            const result = results.get(batch);
            if (result === undefined) await this.settleDuplicate(tx, batch);
            else await this.settleNew(tx, batch, result, contentVersion);
          });
        }
      });
    }
  }

  private async settleNew(tx: TenantTx, batch: LoggedBatch, result: BatchResult, contentVersion: string): Promise<void> {
    if (!(await addOutcome(tx, batch, result, contentVersion))) return;
    const createdAt = tx.now.toISOString();
    await publishAll(tx, FindingCreatedV1, result.matches.map((match) => ({ ...match, createdAt })));
    await publish(tx, BatchProcessedV1, {
      ...place(tx, batch), duplicate: false, stored: result.stored, quarantined: result.quarantined, duplicates: 0, findings: result.matches.length,
      wireBytes: batch.headers.wireBytes, rawBytes: result.storedBytes, firstEventAt: instant(result.firstAt), lastEventAt: instant(result.lastAt),
    });
  }

  private async settleDuplicate(tx: TenantTx, batch: LoggedBatch): Promise<void> {
    if (!(await addDuplicate(tx, batch))) return;
    await publish(tx, BatchProcessedV1, {
      ...place(tx, batch), duplicate: true, stored: 0, quarantined: 0, duplicates: batch.headers.count, findings: 0, wireBytes: batch.headers.wireBytes, rawBytes: 0,
      firstEventAt: null, lastEventAt: null,
    });
  }

  private inTraceOf(batch: LoggedBatch, tx: TenantTx, work: () => Promise<void>): Promise<void> {
    const parent = propagation.extract(context.active(), { traceparent: batch.headers.traceparent });
    return context.with(parent, () => this.tracer.startActiveSpan('detection batch', { attributes: { 'yagura.tenant': tx.tenantId } }, async (span) => {
      try {
        await work();
      } finally {
        span.end();
      }
    }));
  }
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const place = (ctx: TenantContext, batch: LoggedBatch) => ({
  tenantId: ctx.tenantId, sourceId: batch.sourceId, batchId: batch.batchId, partition: batch.partition, position: batch.position.toString(),
  receivedAt: new Date(batch.headers.receivedAt).toISOString(),
});

function byTenant(batches: readonly LoggedBatch[]): Map<TenantId, LoggedBatch[]> {
  const groups = new Map<TenantId, LoggedBatch[]>();
  for (const batch of batches) groups.set(batch.tenantId, [...(groups.get(batch.tenantId) ?? []), batch]);
  return groups;
}
