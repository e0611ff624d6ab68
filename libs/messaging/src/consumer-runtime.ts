import { AppError, asId, fromEvent, type TenantContext } from '@yagura/kernel';
import type { EventEnvelope } from '@yagura/contracts';
import { sqlState, type TenantDb, type TenantTx } from '@yagura/db';
import type { DomainEvents, LaneRecord } from './domain-events';
import { Drain } from './drain';
import { inProcessSpan } from './lane-span';
import { subscriptionsOf, type Subscription } from './on-event';
import { openedEnvelope } from './opened-envelope';
import { CAUSE, publishedTogether } from './publish';
import { recordGroups, type OpenedRecord } from './record-groups';

const AT_ONCE = 200;
/** Events that share a transaction: most of its cost is then shared too, and its locks are still held for tens of milliseconds only. */
const TOGETHER = 50;
const TRIES = 3;
const BACK_OFF_MS = [50, 400];
const LOOK_AGAIN_MS = 1_000;

export interface ConsumerLog {
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

interface Handled extends OpenedRecord { readonly envelope: EventEnvelope }

interface Bound extends Subscription { readonly consumer: Record<string, (...given: unknown[]) => Promise<void>> }

/**
 * Runs the consumers of one service as one group: span, retry of what may pass, inbox, handler, commit, cursor. What cannot be handled
 * is buried with its reason and never blocks the rest. An unknown type is skipped; an invalid one is buried at once. Neighbours of one
 * tenant share a transaction, all or none of them; when that fails each is handled by itself, so that none pays for another.
 */
export class ConsumerRuntime {
  private readonly handlers = new Map<string, Bound[]>();
  private stopListening?: () => void;
  private readonly drain: Drain;

  constructor(private readonly service: string, private readonly db: TenantDb, private readonly events: DomainEvents,
    consumers: readonly object[], private readonly log: ConsumerLog) {
    this.drain = new Drain({
      take: () => this.takeNext(), lookAgainMs: LOOK_AGAIN_MS,
      onFailure: (error) => { log.warn({ service, sqlState: sqlState(error) }, 'the domain lane does not answer; trying again'); },
    });
    for (const consumer of consumers) {
      for (const subscription of subscriptionsOf(consumer)) {
        const known = this.handlers.get(subscription.event.type) ?? [];
        this.handlers.set(subscription.event.type, [...known, { ...subscription, consumer: consumer as Bound['consumer'] }]);
      }
    }
  }

  start(): void {
    if (this.handlers.size === 0) return;
    this.stopListening = this.events.onArrival(() => this.drain.wake());
    this.drain.start();
  }

  /** Stops taking records and waits for the one in hand. */
  async stop(): Promise<void> {
    this.stopListening?.();
    await this.drain.stop();
  }

  private async takeNext(): Promise<boolean> {
    const records = await this.events.fetch(this.service, AT_ONCE);
    if (records.length === 0) return false;
    await this.handleAll(records);
    return true;
  }

  private async handleAll(records: readonly LaneRecord[]): Promise<void> {
    let done: bigint | undefined;
    const isDone = ({ record }: OpenedRecord): void => { done = record.position; };
    try {
      const known = records.filter(({ type }) => this.handlers.has(type)).map((record) => ({ record, envelope: openedEnvelope(record) }));
      for (const group of recordGroups(known, TOGETHER, ({ type }) => this.actsOutside(type))) {
        if (this.drain.isStopped) return;
        await this.handleGroup(group, isDone);
      }
      if (!this.drain.isStopped) done = records[records.length - 1].position;
    } finally {
      if (done !== undefined) await this.events.commit(this.service, done);
    }
  }

  /** An effect outside the database cannot be taken back with the transaction of its neighbours. */
  private actsOutside(type: string): boolean {
    return (this.handlers.get(type) ?? []).some(({ transactional }) => !transactional);
  }

  private async handleGroup(group: readonly OpenedRecord[], isDone: (opened: OpenedRecord) => void): Promise<void> {
    if (group.length > 1 && await this.together(group.filter(isHandled))) {
      isDone(group[group.length - 1]);
      return;
    }
    for (const opened of group) {
      if (this.drain.isStopped) return;
      await this.handle(opened);
      isDone(opened);
    }
  }

  /** Handles a whole group in one transaction; false when nothing of it came to be, whoever is at fault. */
  private async together(group: readonly Handled[]): Promise<boolean> {
    try {
      await this.inTransaction(group);
      return true;
    } catch (error) {
      if (isAway(error)) throw error;
      return false;
    }
  }

  private async handle({ record, envelope }: OpenedRecord): Promise<void> {
    if (envelope === undefined) await this.bury(record, 'the envelope is invalid or disagrees with its record', 1);
    else await this.attempt({ record, envelope });
  }

  private async attempt({ record, envelope }: Handled): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.outside({ record, envelope });
        await this.inTransaction([{ record, envelope }]);
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

  private async outside({ record, envelope }: Handled): Promise<void> {
    if (!this.actsOutside(record.type)) return;
    await this.inSpanOf({ record, envelope }, async () => {
      for (const { event, consumer, method, transactional } of this.handlers.get(record.type) ?? []) {
        if (!transactional) await consumer[method](this.contextOf({ record, envelope }), event.data.parse(envelope.data), envelope);
      }
    });
  }

  /** The inbox rows and effects of one tenant's records, in one transaction. */
  private async inTransaction(group: readonly Handled[]): Promise<void> {
    await this.db.run(this.contextOf(group[0]), async (tx) => {
      const added = await tx.execute('insert into lane.inbox (tenant_id, consumer, event_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing',
        [tx.tenantId, this.service, group.map(({ record }) => record.id)]);
      if (added === 0) return;
      if (added < group.length) throw new RangeError('some of these records were handled before');
      await publishedTogether(tx, async () => { for (const handled of group) await this.effect(tx, handled); });
    });
  }

  private async effect(tx: TenantTx, handled: Handled): Promise<void> {
    const { record, envelope } = handled;
    // What is published and audited names this event and its correlation, not those of the first of the group.
    Reflect.set(tx, CAUSE, record.id);
    Reflect.set(tx, 'correlationId', envelope.correlationid);
    await this.inSpanOf(handled, async () => {
      for (const { event, consumer, method, transactional } of this.handlers.get(record.type) ?? []) {
        if (transactional) await consumer[method](tx, event.data.parse(envelope.data), envelope);
      }
    });
  }

  private inSpanOf({ record, envelope }: Handled, work: () => Promise<void>): Promise<void> {
    const topic = this.handlers.get(record.type)?.[0].event.topic ?? record.type;
    const attributes = {
      'messaging.consumer.group.name': this.service, 'messaging.message.id': record.id,
      'yagura.event_type': record.type, 'yagura.subject_id': envelope.subject, 'yagura.tenant_id': record.tenantId,
    };
    return inProcessSpan({ system: this.events.system, topic, operation: 'process', attributes }, envelope.traceparent, work);
  }

  private contextOf({ record, envelope }: Handled): TenantContext {
    return fromEvent(asId<'tenant'>(record.tenantId), this.service, envelope.correlationid);
  }

  private bury(record: LaneRecord, reason: string, attempts: number): Promise<void> {
    return this.events.bury({ consumer: this.service, record, reason: reason.slice(0, 500), attempts });
  }
}

const isHandled = (opened: OpenedRecord): opened is Handled => opened.envelope !== undefined;

/** The database itself is away: no record is at fault, so none is buried and the group waits where it is. */
const isAway = (error: unknown): boolean => /^(08|57P0)/.test(sqlState(error)) || (error instanceof AppError && error.slug === 'database.unavailable');

/** Early events (their row is not there yet), limits and outages pass with time; invalid input and conflicts do not. */
const mayPass = (error: unknown): boolean =>
  !(error instanceof AppError) || error.kind === 'NotFound' || error.kind === 'RateLimited' || error.kind === 'Unavailable';

const reasonOf = (error: unknown): string => (error instanceof AppError ? error.slug : error instanceof Error ? `${error.name} ${sqlState(error)}`.trim() : 'unknown');
