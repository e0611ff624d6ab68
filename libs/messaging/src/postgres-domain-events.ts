import { EventEmitter } from 'node:events';
import { envelopeSchema, type EventEnvelope } from '@yagura/contracts';
import type { SystemDb } from '@yagura/db';
import type { DeadLetter, DomainEvents, LaneRecord } from './domain-events';
import { Drain } from './drain';
import { OutboxPruner, type OutboxKeeping } from './outbox-pruner';
import { openedEnvelope } from './opened-envelope';

const PLACE_AT_ONCE = 500;
/** A lost notification is repaired by looking again after this long. */
const LOOK_AGAIN_MS = 1_000;
/** Only one relay places events; a second process that tries waits for the first to go. */
const RELAY_LOCK = 7901;

interface Placed { readonly position: string; readonly envelope: unknown }

/**
 * The domain lane in PostgreSQL, with the relay in this process; `PostgresDomainReader` is for the others. One relay gives committed outbox
 * rows their position: a row is visible only after its commit, so a reader of "position greater than mine" can never pass over a transaction
 * that commits late (ADR 0007).
 */
export class PostgresDomainEvents implements DomainEvents {
  readonly system = 'postgresql';
  private readonly bus = new EventEmitter().setMaxListeners(0);
  // A database that is away for a moment is asked again at the next look; nothing is lost meanwhile.
  private readonly drain = new Drain({ take: () => this.placeNext(), onFailure: () => undefined, lookAgainMs: LOOK_AGAIN_MS });

  private readonly pruner?: OutboxPruner;
  private readonly known = new Set<string>();

  /** With `keeping` this process also removes what is older and was read; without it the outbox keeps everything. */
  constructor(private readonly db: SystemDb, keeping?: OutboxKeeping) {
    if (keeping !== undefined) this.pruner = new OutboxPruner(db, keeping);
  }

  async start(): Promise<void> {
    await this.db.listen('lane_outbox', () => this.drain.wake());
    this.drain.start();
    this.pruner?.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.drain.stop(), this.pruner?.stop()]);
  }

  async fetch(consumer: string, cap: number): Promise<LaneRecord[]> {
    await this.meet(consumer);
    const rows = await this.db.sql<{ position: string; id: string; type: string; tenant_id: string; envelope: unknown }>(
      `select position, id, type, tenant_id, envelope from lane.outbox
       where position > coalesce((select position from lane.cursor where consumer = $1), 0) order by position limit $2`, [consumer, cap]);
    return rows.map((row) => ({ position: BigInt(row.position), id: row.id, type: row.type, tenantId: row.tenant_id, envelope: row.envelope }));
  }

  async commit(consumer: string, position: bigint): Promise<void> {
    await this.db.sql(
      `insert into lane.cursor (consumer, position) values ($1, $2)
       on conflict (consumer) do update set position = greatest(lane.cursor.position, excluded.position), moved_at = now()`, [consumer, position.toString()]);
  }

  async bury({ consumer, record, reason, attempts }: DeadLetter): Promise<void> {
    await this.db.sql(
      'insert into lane.dead_letter (tenant_id, consumer, event_id, type, envelope, reason, attempts) values ($1, $2, $3, $4, $5::jsonb, $6, $7)',
      [openedEnvelope(record)?.tenantid ?? null, consumer, record.id, record.type, JSON.stringify(record.envelope), reason, attempts]);
  }

  onArrival(heard: () => void): () => void {
    this.bus.on('arrival', heard);
    return () => { this.bus.off('arrival', heard); };
  }

  onEvent(heard: (envelope: EventEnvelope) => void): () => void {
    this.bus.on('event', heard);
    return () => { this.bus.off('event', heard); };
  }

  /** From its first look on a group counts as a reader, so that nothing goes which it has not read. */
  private async meet(consumer: string): Promise<void> {
    if (this.known.has(consumer)) return;
    await this.db.sql('insert into lane.cursor (consumer) values ($1) on conflict (consumer) do nothing', [consumer]);
    this.known.add(consumer);
  }

  private async placeNext(): Promise<boolean> {
    const placed = await this.place();
    if (placed.length === 0) return false;
    this.bus.emit('arrival');
    if (this.bus.listenerCount('event') === 0) return true;
    for (const { envelope } of placed) {
      const parsed = envelopeSchema.safeParse(envelope);
      if (parsed.success) this.bus.emit('event', parsed.data);
    }
    return true;
  }

  private place(): Promise<Placed[]> {
    return this.db.transaction(async (tx) => {
      await tx.sql('select pg_advisory_xact_lock($1)', [RELAY_LOCK]);
      const placed = await tx.sql<{ position: string; envelope: unknown }>(
        `with waiting as (select id, written from lane.outbox where position is null order by written limit $1),
              numbered as (select id, nextval('lane.outbox_position') as position from (select id from waiting order by written) ordered)
         update lane.outbox o set position = n.position from numbered n where o.id = n.id returning o.position, o.envelope, pg_notify('lane_placed', '')`, [PLACE_AT_ONCE]);
      return placed.sort((a, b) => (BigInt(a.position) < BigInt(b.position) ? -1 : 1));
    });
  }
}
