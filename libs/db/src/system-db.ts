import { Client, Pool } from 'pg';
import type { Row } from './tenant-tx';

const LISTEN_AGAIN_MS = 500;

/** What committed transactions tell on: a new outbox row, a record of the telemetry log, events that got their place, people who left at the identity provider. */
export type Channel = 'lane_outbox' | 'lane_telemetry' | 'lane_placed' | 'identity_news';

/** One open transaction of a lane or sequencer role. */
export interface SystemTx {
  sql<R extends Row = Row>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

/**
 * The database as seen by the roles that have no tenant: relay, log reader, sequencer, identity provider, owner. Their rights are a
 * short list in the migrations, which the catalogue test reads; services never get one of these.
 */
export class SystemDb implements SystemTx {
  private readonly pool: Pool;
  private listener?: Client;
  private closing = false;

  constructor(private readonly url: string, maxConnections = 2) {
    this.pool = new Pool({ connectionString: url, max: maxConnections, idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 });
    this.pool.on('error', () => undefined);
    // The loss of a connection that somebody holds fails their statement; as an event that nobody hears it would end the process.
    this.pool.on('connect', (client) => { client.on('error', () => undefined); });
  }

  async sql<R extends Row = Row>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.pool.query<R>(text, [...values])).rows;
  }

  /** Runs `work` in one transaction; rolls back when it throws. */
  async transaction<T>(work: (tx: SystemTx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const sql = async <R extends Row>(text: string, values: readonly unknown[] = []): Promise<R[]> => (await client.query<R>(text, [...values])).rows;
      const value = await work({ sql });
      await client.query('COMMIT');
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch((cause: Error) => { broken = cause; });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * Calls `heard` with its payload whenever a committed transaction notified `channel`. A lost connection is made again; what was told meanwhile is not told
   * again, so callers also look by themselves.
   */
  async listen(channel: Channel, heard: (payload: string) => void): Promise<void> {
    const client = new Client({ connectionString: this.url });
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => heard(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.listener = client;
    if (this.closing) await client.end();
    else client.once('end', () => void this.listenAgain(channel, heard));
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.listener?.end().catch(() => undefined);
    await this.pool.end();
  }

  private async listenAgain(channel: Channel, heard: (payload: string) => void): Promise<void> {
    while (!this.closing) {
      await new Promise((resolve) => { setTimeout(resolve, LISTEN_AGAIN_MS).unref(); });
      try {
        await this.listen(channel, heard);
        heard('');
        return;
      } catch {
        // The database is still away, which every other statement tells; the next try follows.
      }
    }
  }
}
