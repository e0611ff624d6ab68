import { EventEmitter } from 'node:events';
import { envelopeSchema, type EventEnvelope } from '@yagura/contracts';
import type { SystemDb } from '@yagura/db';
import type { DeadLetter, DomainEvents, LaneRecord } from './domain-events';
import { PostgresDomainEvents } from './postgres-domain-events';

const AT_ONCE = 500;
/** A lost notification is repaired by looking again after this long. */
const LOOK_AGAIN_MS = 1_000;

/**
 * The domain lane in PostgreSQL for a process without the relay: cursors and dead letters are the same rows, and another process gives events
 * their place. It hears of each placing, and reads the events for its live feeds by itself.
 */
export class PostgresDomainReader implements DomainEvents {
  private readonly lane: PostgresDomainEvents;
  private readonly bus = new EventEmitter().setMaxListeners(0);
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private seen = 0n;
  private busy = false;
  private again = false;
  private stopped = true;

  constructor(private readonly db: SystemDb) {
    this.lane = new PostgresDomainEvents(db);
  }

  async start(): Promise<void> {
    this.stopped = false;
    await this.db.listen('lane_placed', () => this.arrived());
    const [{ last }] = await this.db.sql<{ last: string }>('select coalesce(max(position), 0) as last from lane.outbox');
    this.seen = BigInt(last);
    this.timer = setInterval(() => this.arrived(), LOOK_AGAIN_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
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

  private arrived(): void {
    this.bus.emit('arrival');
    this.again = true;
    if (this.busy || this.stopped) return;
    this.busy = true;
    this.running = this.feed().finally(() => { this.busy = false; });
  }

  /** Reads on from the last event seen, whether anybody listens or not: a feed begins with what comes, not with what was. */
  private async feed(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      // A database that is away for a moment is asked again at the next look; what was placed meanwhile is then read.
      const rows = await this.db.sql<{ position: string; envelope: unknown }>(
        'select position, envelope from lane.outbox where position > $1 order by position limit $2', [this.seen.toString(), AT_ONCE]).catch(() => []);
      if (rows.length === AT_ONCE) this.again = true;
      for (const { position, envelope } of rows) {
        this.seen = BigInt(position);
        const parsed = envelopeSchema.safeParse(envelope);
        if (parsed.success) this.bus.emit('event', parsed.data);
      }
    }
  }
}
