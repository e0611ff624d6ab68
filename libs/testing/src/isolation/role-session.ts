import { Client, type QueryResult } from 'pg';

/** What one attempt brought: everything the server let out, as text, and how many rows a statement touched. */
export interface Outcome {
  readonly ok: boolean;
  /** SQLSTATE of a refusal; '' when it was carried out. */
  readonly code: string;
  /** Every value, message and copied byte that came back. */
  readonly text: string;
  readonly rows: readonly Record<string, unknown>[];
  readonly touched: number;
}

/** One connection that speaks raw SQL as any role: the attacker, the seeder, the judge. It uses none of the library under test. */
export class RoleSession {
  private copied: string[] = [];
  /** Everything that was heard on the channels listened to, as text. */
  readonly heard: string[] = [];

  private constructor(private readonly client: Client) {
    const wire = (client as unknown as { connection: NodeJS.EventEmitter }).connection;
    wire.on('copyData', (message: { chunk: Buffer }) => { this.copied.push(message.chunk.toString('latin1')); });
    client.on('error', () => undefined);
    client.on('notification', ({ channel, payload = '' }) => { this.heard.push(`${channel}:${payload}`); });
  }

  static async open(url: string): Promise<RoleSession> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return new RoleSession(client);
  }

  /** Rows of a statement that must succeed. */
  async rows<R extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.client.query(text, [...values])).rows as R[];
  }

  /** Opens a transaction under a context, with the point to which every attempt returns. */
  async begin(context: string | null): Promise<void> {
    await this.client.query('begin');
    if (context !== null) await this.client.query("select set_config('app.ctx', $1, true)", [context]);
    await this.client.query('savepoint attempt');
  }

  async rollback(): Promise<void> {
    await this.client.query('rollback');
  }

  /** Tries statements after each other and says what came of the last; whatever the attempt before did is undone first. */
  async attempt(text: string): Promise<Outcome> {
    return this.outcomeOf(`rollback to savepoint attempt; ${text}`);
  }

  /** Tries a statement outside of any transaction of ours. */
  async outcomeOf(text: string): Promise<Outcome> {
    this.copied = [];
    try {
      const results = [await this.client.query(text) as QueryResult | QueryResult[]].flat();
      const last = results[results.length - 1];
      const rows = last.rows as Record<string, unknown>[];
      return { ok: true, code: '', text: this.copied.join('') + JSON.stringify(results.map((result) => result.rows as unknown)), rows, touched: last.command === 'SELECT' ? 0 : last.rowCount ?? 0 };
    } catch (error) {
      const { code = '', message = '', detail = '', hint = '', where = '' } = error as Partial<Record<string, string>>;
      return { ok: false, code, text: `${this.copied.join('')} ${message} ${detail} ${hint} ${where}`, rows: [], touched: 0 };
    }
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}
