import { Injectable } from '@nestjs/common';
import { BatchProcessedV1, FindingCreatedV1 } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import type { TenantContext } from '@yagura/kernel';
import { inProcessSpan, publish, publishAll, publishedTogether, TELEMETRY_TOPIC, type LaneSystem, type LoggedBatch } from '@yagura/messaging';
import type { BatchResult } from './decode-job';
import { addDuplicate, addOutcomes, knownOutcomes, notedGroup, noteGroup, type InsertGroup, type KnownOutcome } from './outcome.repository';

/** A batch of a group: new, a client's retry of a batch that has an outcome, or this very record read a second time. */
export type Standing = 'new' | 'duplicate' | 'redelivered';

/** What the threads made of the new batches of a group, and by which content. */
export interface Decoded {
  readonly results: ReadonlyMap<LoggedBatch, BatchResult>;
  readonly contentVersion: string;
  /** The log that the group came from, and when work on the group began, in Unix milliseconds: what its spans say. */
  readonly taken: { readonly system: LaneSystem; readonly at: number };
}

/** Writes what became of batches, together with the events that tell it, after the lake has acknowledged their rows. */
@Injectable()
export class OutcomeService {
  constructor(private readonly db: TenantDb) {}

  /** Positions of the log belong to no tenant, so `ctx` is nobody's. */
  notedGroup(ctx: TenantContext, partition: number): Promise<InsertGroup | undefined> {
    return this.db.read(ctx, (read) => notedGroup(read, partition));
  }

  noteGroup(ctx: TenantContext, partition: number, group: InsertGroup): Promise<void> {
    return this.db.read(ctx, (read) => noteGroup(read, partition, group));
  }

  /** How each of one tenant's batches stands; within a group the first of two equal ids is the new one. */
  async standings(ctx: TenantContext, batches: readonly LoggedBatch[]): Promise<Map<LoggedBatch, Standing>> {
    const found = await this.db.read(ctx, (read) => knownOutcomes(read, batches.map(({ batchId }) => batchId)));
    const known = new Map(found.map((outcome) => [outcome.batchId, outcome]));
    return new Map(batches.map((batch) => {
      const outcome = known.get(batch.batchId);
      if (outcome === undefined) known.set(batch.batchId, batch);
      return [batch, outcome === undefined ? 'new' : standingBehind(outcome, batch)];
    }));
  }

  /** One transaction for one tenant's part of a group: outcome rows, findings and `telemetry.batch_processed`. A repeat writes nothing. */
  async settle(ctx: TenantContext, standings: ReadonlyMap<LoggedBatch, Standing>, { results, contentVersion, taken }: Decoded): Promise<void> {
    const processed = [...standings.keys()].flatMap((batch) => {
      const result = results.get(batch);
      return result === undefined ? [] : [{ batch, result }];
    });
    await this.db.run(ctx, (tx) => publishedTogether(tx, async () => {
      const added = await addOutcomes(tx, processed, contentVersion);
      for (const [batch, standing] of standings) {
        if (standing === 'redelivered') continue;
        const result = results.get(batch);
        await inTraceOf(batch, taken, async () => {
          if (result === undefined) await this.settleDuplicate(tx, batch);
          else if (added.has(batch.batchId)) await this.settleNew(tx, batch, result);
        });
      }
    }));
  }

  private async settleNew(tx: TenantTx, batch: LoggedBatch, result: BatchResult): Promise<void> {
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
}

/** Each batch is told of in its own trace, from the time on at which work on its group began: the threads and the lake worked on all of them at once. */
function inTraceOf({ tenantId, sourceId, batchId, partition, headers }: LoggedBatch, { system, at }: Decoded['taken'], work: () => Promise<void>): Promise<void> {
  const attributes = {
    'messaging.consumer.group.name': 'detection', 'messaging.destination.partition.id': String(partition), 'messaging.message.id': batchId,
    'yagura.tenant_id': tenantId, 'yagura.source_id': sourceId,
  };
  return inProcessSpan({ system, topic: TELEMETRY_TOPIC, operation: 'process', attributes }, headers.traceparent, work, at);
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const place = (ctx: TenantContext, batch: LoggedBatch) => ({
  tenantId: ctx.tenantId, sourceId: batch.sourceId, batchId: batch.batchId, partition: batch.partition, position: batch.position.toString(),
  receivedAt: new Date(batch.headers.receivedAt).toISOString(),
});

const standingBehind = (outcome: KnownOutcome, { partition, position }: LoggedBatch): Standing =>
  (outcome.partition === partition && outcome.position === position ? 'redelivered' : 'duplicate');
