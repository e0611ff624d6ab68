import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { forNobody, forSystem, Unavailable, type TenantContext, type TenantId } from '@yagura/kernel';
import type { LakeWriter } from '@yagura/lake';
import type { LoggedBatch, TelemetryLogReader } from '@yagura/messaging';
import { LOG, type Logger, type Worker } from '@yagura/runtime';
import { LAKE_WRITER, PIPELINE_SETTINGS, TELEMETRY_LOG_READER, type PipelineSettings } from '../ports';
import { RuleService } from '../rule/rule.service';
import { DecodePool } from './decode-pool';
import type { BatchResult, DecodeResult } from './decode-job';
import { OutcomeService, type Standing } from './outcome.service';

/** One group is one insert: large enough to be cheap for the lake, small enough to be held in memory twice. */
const GROUP = { batches: 200, bytes: 4 * 1_048_576 } as const;
/** With little to do, inserts of a partition are this far apart: every insert costs the lake a part to merge. */
const CALM_MS = 400;
const BUSY_BYTES = 256 * 1_024;
const RETRY_MS = 1_000;
const TRIM_MS = 10 * 60_000;

/** CPU microseconds by part since the start, for benchmarks and metrics. */
export interface PipelineCpu { inflate: number; parse: number; match: number; encode: number; events: number }

/** One tenant's share of a group. */
interface TenantPart {
  readonly ctx: TenantContext;
  readonly standings: ReadonlyMap<LoggedBatch, Standing>;
  /** Ids of the rules that the tenant switched off. */
  readonly disabled: readonly string[];
}

/**
 * The telemetry lane's consumer: log → worker thread → lake → outcome → position, per partition in order. The lake has acknowledged
 * before the outcome is written, and the outcome is written before the position moves, so a crash anywhere repeats and never loses.
 */
@Injectable()
export class Pipeline implements Worker {
  readonly cpu: PipelineCpu = { inflate: 0, parse: 0, match: 0, encode: 0, events: 0 };
  private pool?: DecodePool;
  private loops: Promise<void>[] = [];
  private readonly wakes = new Set<() => void>();
  private stopListening?: () => void;
  private trimmer?: NodeJS.Timeout;
  private stopped = false;

  constructor(@Inject(TELEMETRY_LOG_READER) private readonly telemetry: TelemetryLogReader, @Inject(LAKE_WRITER) private readonly lake: LakeWriter,
    @Inject(PIPELINE_SETTINGS) private readonly settings: PipelineSettings, private readonly outcomes: OutcomeService, private readonly rules: RuleService,
    @Inject(LOG) private readonly log: Logger) {}

  async start(): Promise<void> {
    this.pool = new DecodePool(this.rules.texts, this.settings.workers);
    await this.telemetry.start();
    this.stopListening = this.telemetry.onArrival(() => { for (const wake of this.wakes) wake(); });
    this.loops = this.telemetry.partitions.map((partition) => this.follow(partition));
    this.trimmer = setInterval(() => void this.trim(), TRIM_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.trimmer);
    this.stopListening?.();
    for (const wake of this.wakes) wake();
    await Promise.all(this.loops);
    await this.pool?.close();
    await this.telemetry.stop();
  }

  private async follow(partition: number): Promise<void> {
    let position: bigint | undefined;
    let lastAt = 0;
    while (!this.stopped) {
      try {
        position ??= await this.telemetry.committed(partition);
        const arrival = this.nextArrival();
        const batches = await this.nextGroup(partition, position);
        if (batches.length === 0) {
          // The partition may be in other hands now, and come back with its position moved on.
          position = undefined;
          await arrival.promise;
          continue;
        }
        arrival.cancel();
        const calm = CALM_MS - (performance.now() - lastAt);
        if (calm > 0 && bytesOf(batches) < BUSY_BYTES) {
          await pause(calm);
          lastAt = 0;
          continue;
        }
        lastAt = performance.now();
        position = await this.process(partition, batches);
      } catch (error) {
        // The position is read again: whatever had been done of the group is recognised by its outcome rows and its token.
        position = undefined;
        this.log.error({ err: error, partition }, 'a group of batches could not be processed and is tried again');
        await pause(RETRY_MS);
      }
    }
  }

  /** The batches behind the position; after a crash exactly those that were noted before it. */
  private async nextGroup(partition: number, position: bigint): Promise<LoggedBatch[]> {
    const noted = await this.outcomes.notedGroup(forNobody('detection'), partition);
    const batches = await this.telemetry.fetch(partition, position, GROUP.batches, GROUP.bytes);
    const isUnderWay = noted !== undefined && noted.first === position + 1n && noted.last > position;
    return isUnderWay ? batches.filter((batch) => batch.position <= noted.last) : batches;
  }

  private async process(partition: number, batches: readonly LoggedBatch[]): Promise<bigint> {
    const taken = { system: this.telemetry.system, at: Date.now() };
    const [first] = batches;
    const last = batches[batches.length - 1];
    await this.outcomes.noteGroup(forNobody('detection'), partition, { first: first.position, last: last.position });
    const parts = await this.partsOf(batches);
    const results = await this.decode(partition, batches, parts);
    for (const { ctx, standings } of parts) await this.outcomes.settle(ctx, standings, { results, contentVersion: this.rules.contentVersion, taken });
    await this.telemetry.commit(partition, last.position);
    return last.position;
  }

  /** A group's batches by tenant, and how each stands: what follows acts for one tenant at a time. */
  private async partsOf(batches: readonly LoggedBatch[]): Promise<TenantPart[]> {
    const byTenant = new Map<TenantId, LoggedBatch[]>();
    for (const batch of batches) byTenant.set(batch.tenantId, [...(byTenant.get(batch.tenantId) ?? []), batch]);
    const parts: TenantPart[] = [];
    for (const [tenantId, own] of byTenant) {
      const ctx = forSystem(tenantId, 'detection');
      parts.push({ ctx, standings: await this.outcomes.standings(ctx, own), disabled: await this.rules.disabledOf(ctx) });
    }
    return parts;
  }

  /** Decodes what is new of a group and puts it into the lake, in the order of the log, so that a repeat makes the same insert. */
  private async decode(partition: number, batches: readonly LoggedBatch[], parts: readonly TenantPart[]): Promise<ReadonlyMap<LoggedBatch, BatchResult>> {
    if (this.pool === undefined) throw new Unavailable('The pipeline has not been started.', { slug: 'pipeline.not_started' });
    const standings = new Map(parts.flatMap((part) => [...part.standings]));
    const fresh = batches.filter((batch) => standings.get(batch) === 'new');
    if (fresh.length === 0) return new Map();
    const decoded = await this.pool.run({
      batches: fresh.map(({ tenantId, sourceId, batchId, headers, body }) => ({ tenantId, sourceId, batchId, headers, body })),
      disabled: Object.fromEntries(parts.map(({ ctx, disabled }) => [ctx.tenantId, disabled])),
    });
    const token = tokenOf(partition, batches);
    await this.lake.insert('events', decoded.events, `e/${token}`);
    await this.lake.insert('quarantine', decoded.quarantine, `q/${token}`);
    this.count(decoded);
    return new Map(decoded.batches.map((result, index) => [fresh[index], result]));
  }

  private count({ batches, cpu }: DecodeResult): void {
    for (const part of ['inflate', 'parse', 'match', 'encode'] as const) this.cpu[part] += cpu[part];
    this.cpu.events += batches.reduce((sum, { stored, quarantined }) => sum + stored + quarantined, 0);
  }

  private async trim(): Promise<void> {
    const before = new Date(Date.now() - this.settings.replayHours * 3_600_000);
    await this.telemetry.trim(before).catch((error: unknown) => this.log.warn({ err: error }, 'the telemetry log could not be trimmed'));
  }

  private nextArrival(): { promise: Promise<void>; cancel(): void } {
    let wake: () => void = () => undefined;
    const promise = new Promise<void>((resolve) => { wake = resolve; });
    const woken = (): void => {
      this.wakes.delete(woken);
      wake();
    };
    this.wakes.add(woken);
    // A stop that came before this wait would not be heard by it.
    if (this.stopped) woken();
    return { promise, cancel: woken };
  }
}

const bytesOf = (batches: readonly LoggedBatch[]): number => batches.reduce((sum, { body }) => sum + body.length, 0);
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/** The lake's token of a group: it follows from the batches, so the same group has the same one after any crash. */
function tokenOf(partition: number, batches: readonly LoggedBatch[]): string {
  const hash = createHash('sha256').update(`${partition}`);
  for (const { batchId, position } of batches) hash.update(`/${position}:${batchId}`);
  return hash.digest('hex').slice(0, 40);
}
