import { EventEmitter } from 'node:events';
import { envelopeSchema, type EventEnvelope } from '@yagura/contracts';
import type { SystemDb } from '@yagura/db';
import type { DeadLetter, DomainEvents, LaneRecord } from './domain-events';
import { Drain } from './drain';
import { PostgresDomainEvents } from './postgres-domain-events';

const AT_ONCE = 500;
/** A lost notification is repaired by looking again after this long. */
const LOOK_AGAIN_MS = 1_000;

/**
 * The domain lane in PostgreSQL for a process without the relay: cursors and dead letters are the same rows, and another process gives events
 * their place. It hears of each placing, and reads the events for its live feeds by itself.
 */
export class PostgresDomainReader implements DomainEvents {
  readonly system = 'postgresql';
  private readonly lane: PostgresDomainEvents;
  private readonly bus = new EventEmitter().setMaxListeners(0);
  // A database that is away for a moment is asked again at the next look; what was placed meanwhile is then read.
  private readonly drain = new Drain({ take: () => this.readNext(), onFailure: () => undefined, lookAgainMs: LOOK_AGAIN_MS });
  private seen = 0n;

  constructor(private readonly db: SystemDb) {
    this.lane = new PostgresDomainEvents(db);
  }

  async start(): Promise<void> {
    await this.db.listen('lane_placed', () => {
      this.bus.emit('arrival');
      this.drain.wake();
    });
    const [{ last }] = await this.db.sql<{ last: string }>('select coalesce(max(position), 0) as last from lane.outbox');
    this.seen = BigInt(last);
    // Not before it is known what was seen, else a feed would begin with all that ever was.
    this.drain.start();
  }

  stop(): Promise<void> {
    return this.drain.stop();
  }

  fetch(consumer: string, cap: number): Promise<LaneRecord[]> {
    return this.lane.fetch(consumer, cap);
  }

  commit(consumer: string, position: bigint): Promise<void> {
    return this.lane.commit(consumer, position);
  }

  bury(letter: DeadLetter): Promise<void> {
    return this.lane.bury(letter);
  }

  onArrival(heard: () => void): () => void {
    this.bus.on('arrival', heard);
    return () => { this.bus.off('arrival', heard); };
  }

  onEvent(heard: (envelope: EventEnvelope) => void): () => void {
    this.bus.on('event', heard);
    return () => { this.bus.off('event', heard); };
  }

  /** Reads on from the last event seen, whether anybody listens or not: a feed begins with what comes, not with what was. */
  private async readNext(): Promise<boolean> {
    const rows = await this.db.sql<{ position: string; envelope: unknown }>(
      'select position, envelope from lane.outbox where position > $1 order by position limit $2', [this.seen.toString(), AT_ONCE]);
    if (rows.length > 0) this.bus.emit('arrival');
    for (const { position, envelope } of rows) {
      this.seen = BigInt(position);
      const parsed = envelopeSchema.safeParse(envelope);
      if (parsed.success) this.bus.emit('event', parsed.data);
    }
    return rows.length === AT_ONCE;
  }
}
