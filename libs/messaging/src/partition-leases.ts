import type { SystemDb, SystemTx } from '@yagura/db';

/** Locks of PostgreSQL with this first number are partitions of the telemetry log; the second number is the partition. */
const LOCK_CLASS = 7904;
/** Every reader holds this one together with the others, so that each can count them. */
const MEMBERS = -1;
const LOOK_MS = 500;

const COUNT_MEMBERS = `
  select count(*)::int as members from pg_catalog.pg_locks l join pg_catalog.pg_database d on d.oid = l.database
  where l.locktype = 'advisory' and l.classid = $1::bigint::oid and l.objid = ($2::bigint & 4294967295)::oid and l.objsubid = 2 and l.granted and d.datname = current_database()`;

/**
 * Divides partitions among the processes that read them: each is held by one, by a lock that ends with its connection, and nobody keeps more
 * than an equal share. One that is being worked on is given away when its work is done. A reader that lost its connection holds nothing.
 */
export class PartitionLeases {
  private readonly held = new Set<number>();
  private readonly busy = new Set<number>();
  private share = Number.MAX_SAFE_INTEGER;
  private running: Promise<void> = Promise.resolve();
  private stopped = true;
  private endPause: () => void = () => undefined;

  constructor(private readonly db: SystemDb, private readonly partitions: readonly number[], private readonly onGain: (partition: number) => void) {}

  start(): void {
    this.stopped = false;
    this.running = this.keep();
  }

  /** Gives everything back. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.endPause();
    await this.running;
  }

  /** True when this process may begin work on the partition. */
  isMine(partition: number): boolean {
    return this.held.has(partition) && (this.busy.has(partition) || this.held.size <= this.share);
  }

  /** True as long as nobody else may read the partition. */
  isHeld(partition: number): boolean {
    return this.held.has(partition);
  }

  begin(partition: number): void {
    this.busy.add(partition);
  }

  end(partition: number): void {
    this.busy.delete(partition);
  }

  private async keep(): Promise<void> {
    while (!this.stopped) {
      // Locks end with a lost connection, so there is nothing to give back then; the next turn begins anew.
      await this.db.transaction((tx) => this.onOneConnection(tx)).catch(() => undefined);
      if (!this.stopped) await this.pause();
    }
  }

  private async onOneConnection(tx: SystemTx): Promise<void> {
    try {
      await tx.sql('select pg_advisory_lock_shared($1, $2)', [LOCK_CLASS, MEMBERS]);
      while (!this.stopped) {
        const [{ members }] = await tx.sql<{ members: number }>(COUNT_MEMBERS, [LOCK_CLASS, MEMBERS]);
        this.share = Math.ceil(this.partitions.length / Math.max(1, members));
        await this.giveBack(tx);
        await this.take(tx);
        await this.pause();
      }
    } finally {
      this.held.clear();
      // The locks are the connection's and outlive a transaction: a connection that goes back to the pool takes none along.
      await tx.sql('rollback');
      await tx.sql('select pg_advisory_unlock_all()');
    }
  }

  private async giveBack(tx: SystemTx): Promise<void> {
    for (const partition of this.held) {
      if (this.held.size <= this.share) return;
      if (this.busy.has(partition)) continue;
      this.held.delete(partition);
      await tx.sql('select pg_advisory_unlock($1, $2)', [LOCK_CLASS, partition]);
    }
  }

  private async take(tx: SystemTx): Promise<void> {
    for (const partition of this.partitions) {
      if (this.held.size >= this.share || this.held.has(partition)) continue;
      const [{ taken }] = await tx.sql<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [LOCK_CLASS, partition]);
      if (!taken) continue;
      this.held.add(partition);
      this.onGain(partition);
    }
  }

  private async pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      this.endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
