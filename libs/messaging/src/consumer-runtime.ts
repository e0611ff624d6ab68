import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AppError, asId, fromEvent, isUuid, type TenantId } from '@yagura/kernel';
import { envelopeSchema, type EventEnvelope } from '@yagura/contracts';
import { sqlState, type TenantDb } from '@yagura/db';
import type { DomainEvents, LaneRecord } from './domain-events';
import { subscriptionsOf, type Subscription } from './on-event';
import { CAUSE } from './publish';

const AT_ONCE = 200;
const TRIES = 3;
const BACK_OFF_MS = [50, 400];
const LOOK_AGAIN_MS = 1_000;

export interface ConsumerLog {
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

interface Bound extends Subscription { readonly consumer: Record<string, (...given: unknown[]) => Promise<void>> }

/**
 * Runs the consumers of one service as one group: span, retry of what may pass, inbox, handler, commit, cursor. What cannot be handled
 * is buried with its reason and never blocks the rest. An unknown type is skipped; an invalid one is buried at once.
 */
export class ConsumerRuntime {
  private readonly handlers = new Map<string, Bound[]>();
  private readonly tracer = trace.getTracer('@yagura/messaging');
  private stopListening?: () => void;
  private timer?: NodeJS.Timeout;
  private loop: Promise<void> = Promise.resolve();
  private busy = false;
  private again = false;
  private stopped = false;

  constructor(private readonly service: string, private readonly db: TenantDb, private readonly events: DomainEvents,
    consumers: readonly object[], private readonly log: ConsumerLog) {
    for (const consumer of consumers) {
      for (const subscription of subscriptionsOf(consumer)) {
        const known = this.handlers.get(subscription.event.type) ?? [];
        this.handlers.set(subscription.event.type, [...known, { ...subscription, consumer: consumer as Bound['consumer'] }]);
      }
    }
  }

  start(): void {
    if (this.handlers.size === 0) return;
    this.stopListening = this.events.onArrival(() => this.wake());
    this.timer = setInterval(() => this.wake(), LOOK_AGAIN_MS);
    this.wake();
  }

  /** Stops taking records and waits for the one in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopListening?.();
    clearInterval(this.timer);
    await this.loop;
  }

  private wake(): void {
    this.again = true;
    if (this.busy || this.stopped) return;
    this.busy = true;
    this.loop = this.drain().finally(() => { this.busy = false; });
  }

  private async drain(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        const records = await this.events.fetch(this.service, AT_ONCE);
        if (records.length === 0) continue;
        this.again = true;
        await this.handleAll(records);
      } catch (error) {
        this.log.warn({ service: this.service, sqlState: sqlState(error) }, 'the domain lane does not answer; trying again');
        return;
      }
    }
  }

  private async handleAll(records: readonly LaneRecord[]): Promise<void> {
    let done: bigint | undefined;
    try {
      for (const record of records) {
        if (this.stopped) break;
        if (this.handlers.has(record.type)) await this.handle(record);
        done = record.position;
      }
    } finally {
      if (done !== undefined) await this.events.commit(this.service, done);
    }
  }

  private async handle(record: LaneRecord): Promise<void> {
    const parsed = envelopeSchema.safeParse(record.envelope);
    if (!parsed.success || parsed.data.tenantid !== record.tenantId || !isUuid(record.tenantId)) {
      await this.bury(record, 'the envelope is invalid or names another tenant than its row', 1);
      return;
    }
    const envelope = parsed.data as EventEnvelope;
    const parent = propagation.extract(context.active(), { traceparent: envelope.traceparent });
    await context.with(parent, () => this.tracer.startActiveSpan(`${this.service} ${record.type}`, async (span) => {
      try {
        await this.attempt(record, envelope);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    }));
  }

  private async attempt(record: LaneRecord, envelope: EventEnvelope): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.once(record, envelope);
        return;
      } catch (error) {
        if (isAway(error)) throw error;
        if (tries >= TRIES || !mayPass(error)) {
          this.log.error({ service: this.service, type: record.type, eventId: record.id, reason: reasonOf(error), stack: error instanceof Error ? error.stack : undefined }, 'an event was buried as a dead letter');
          await this.bury(record, reasonOf(error), tries);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, BACK_OFF_MS[tries - 1]));
      }
    }
  }

  private async once(record: LaneRecord, envelope: EventEnvelope): Promise<void> {
    const ctx = fromEvent(asId<'tenant'>(record.tenantId) as TenantId, this.service, envelope.correlationid);
    const bound = this.handlers.get(record.type) ?? [];
    for (const { event, consumer, method, transactional } of bound) {
      if (transactional) continue;
      await consumer[method](ctx, event.data.parse(envelope.data), envelope);
    }
    await this.db.run(ctx, async (tx) => {
      const isNew = await tx.execute('insert into lane.inbox (tenant_id, consumer, event_id) values ($1, $2, $3) on conflict do nothing',
        [tx.tenantId, this.service, record.id]);
      if (isNew === 0) return;
      Reflect.set(tx, CAUSE, record.id);
      for (const { event, consumer, method, transactional } of bound) {
        if (transactional) await consumer[method](tx, event.data.parse(envelope.data), envelope);
      }
    });
  }

  private bury(record: LaneRecord, reason: string, attempts: number): Promise<void> {
    return this.events.bury({ consumer: this.service, record, reason: reason.slice(0, 500), attempts });
  }
}

/** The database itself is away: no record is at fault, so none is buried and the group waits where it is. */
const isAway = (error: unknown): boolean => /^(08|57P0)/.test(sqlState(error)) || (error instanceof AppError && error.slug === 'database.unavailable');

/** Early events (their row is not there yet), limits and outages pass with time; invalid input and conflicts do not. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof AppError) || error.kind === 'NotFound' || error.kind === 'RateLimited' || error.kind === 'Unavailable';

const reasonOf = (error: unknown): string => (error instanceof AppError ? error.slug : error instanceof Error ? `${error.name} ${sqlState(error)}`.trim() : 'unknown');
