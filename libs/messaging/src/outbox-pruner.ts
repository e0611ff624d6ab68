import { TenantActivatedV1 } from '@yagura/contracts';
import type { SystemDb } from '@yagura/db';

/** How long placed events stay in the outbox, and who must have read them before they go. */
export interface OutboxKeeping {
  /** Days from the telling on; the horizon of a replay. */
  readonly days: number;
  /** True where a relay publishes the outbox to brokers: then it is the only reader. */
  readonly isRelayed: boolean;
  readonly onFailure?: (error: unknown) => void;
}

/** The relay's row among the cursors of the lane. */
export const RELAY_CURSOR = 'kafka-relay';
/** Whoever joins the lane later learns from these what tenants there are. They are few, and stay. */
export const KEPT_FOR_EVER: readonly string[] = [TenantActivatedV1.topic];
/** One process removes at a time. */
const PRUNE_LOCK = 7903;
/** Rows that one transaction looks at: milliseconds of work, between which everybody else has a turn. */
const PORTION = 1_000;
const EACH_MS = 3_600_000;
const REST_MS = 50;

interface Portion extends Record<string, unknown> { readonly looked: number; readonly last: string | null; readonly removed: number }

/**
 * Removes events from the outbox that every reader has passed and that are older than the horizon, in portions, once an hour. What waits as a dead
 * letter stays, since its replay takes it from here; so does what says which tenants there are. Readers are the groups that ever came for
 * an event: one that never did begins with what is left.
 */
export class OutboxPruner {
  private timer?: NodeJS.Timeout;
  private running?: Promise<number>;
  private stopped = false;

  constructor(private readonly db: SystemDb, private readonly keeping: OutboxKeeping) {}

  start(): void {
    this.timer = setInterval(() => { this.prune().catch((error: unknown) => this.keeping.onFailure?.(error)); }, EACH_MS);
  }

  /** Resolves when the portion in hand is through. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running?.catch(() => undefined);
  }

  /** Removes everything that may go now and answers how many rows those were. A second call joins one that is under way. */
  prune(): Promise<number> {
    this.running ??= this.pruneAll().finally(() => { this.running = undefined; });
    return this.running;
  }

  private async pruneAll(): Promise<number> {
    let removed = 0;
    let after = 0n;
    while (!this.stopped) {
      const portion = await this.portion(after);
      removed += portion.removed;
      if (portion.looked < PORTION || portion.last === null) break;
      after = BigInt(portion.last);
      await new Promise((resolve) => { setTimeout(resolve, REST_MS); });
    }
    return removed;
  }

  /** One step along the lane. It ends at the first row that is too young or that somebody has not read, so that no more is looked at than goes. */
  private portion(after: bigint): Promise<Portion> {
    return this.db.transaction(async (tx) => {
      const [{ mine }] = await tx.sql<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [PRUNE_LOCK]);
      if (!mine) return { looked: 0, last: null, removed: 0 };
      const [portion] = await tx.sql<Portion>(
        `with passed as (select min(position) as upto from lane.cursor where (consumer = $1) = $2),
              ahead as (select id, position, topic, created_at < now() - make_interval(days => $3) as is_old from lane.outbox, passed
                        where position > $4 and position <= upto order by position limit $5),
              old as (select id, position, topic from ahead where position < coalesce((select min(position) from ahead where not is_old), 9223372036854775807)),
              gone as (delete from lane.outbox o using old
                       where o.id = old.id and not (old.topic = any ($6)) and not exists (select from lane.dead_letter d where d.event_id = o.id and d.replayed_at is null)
                       returning 1)
         select (select count(*) from old)::int as looked, (select max(position) from old) as last, (select count(*) from gone)::int as removed`,
        [RELAY_CURSOR, this.keeping.isRelayed, this.keeping.days, after.toString(), PORTION, KEPT_FOR_EVER]);
      return portion;
    });
  }
}
