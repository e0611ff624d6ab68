import { createHmac } from 'node:crypto';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** Tables with row security, each with the statements that switch it off and on. */
const GUARDED = `select oid::regclass::text as name, format('alter table %s disable row level security', oid::regclass) as off, format('alter table %s enable row level security', oid::regclass) as on
  from pg_class where relrowsecurity order by 1`;

/**
 * The stores of a running all-in-one, read past the product: its database as one of its own log-in roles, its lake over the lake's own protocol, its folders.
 * Roles' passwords follow from the installation's key (libs/config); never the superuser's.
 */
export class InstallationStores {
  constructor(readonly dataDir: string, private readonly lakePort: number) {}

  async rows<R extends object>(role: 'lane_relay' | 'lane_log_reader' | 'audit_sequencer', text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.connected(role, async (client) => (await client.query<R>(text, [...values])).rows);
  }

  /**
   * Runs work while no table of the running installation has row security, and gives it back whatever happens. Hands over the names of those
   * tables. The owner does it, table by table: a table waits only for what is under way in it.
   */
  async withoutRowSecurity<T>(work: (tables: readonly string[]) => Promise<T>): Promise<T> {
    return this.connected('yagura_owner', async (owner) => {
      const guarded = async (): Promise<{ name: string; off: string; on: string }[]> => (await owner.query<{ name: string; off: string; on: string }>(GUARDED)).rows;
      const tables = await guarded();
      try {
        for (const { off } of tables) await owner.query(off);
        const left = await guarded();
        if (left.length > 0) throw new Error(`Row security is still on: ${left.map(({ name }) => name).join(', ')}`);
        return await work(tables.map(({ name }) => name));
      } finally {
        for (const { on } of tables) await owner.query(on);
      }
    });
  }

  /** Runs work while a table takes no new row, whoever writes it, and gives it back whatever happens. */
  async refusingRows<T>(table: 'reporting.finding', work: () => Promise<T>): Promise<T> {
    return this.connected('yagura_owner', async (owner) => {
      await owner.query(`alter table ${table} add constraint refused_by_a_test check (false) not valid`);
      try {
        return await work();
      } finally {
        await owner.query(`alter table ${table} drop constraint refused_by_a_test`);
      }
    });
  }

  private async connected<T>(role: string, work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ host: '127.0.0.1', port: this.postgresPort(), database: 'yagura', user: role, password: this.passwordOf(role) });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** Rows of some tenants in a table of the lake as JSON texts; the lake answers only under a filter. */
  async lakeRows(table: 'events' | 'quarantine', tenantIds: readonly string[]): Promise<{ readonly tenant: string; readonly text: string }[]> {
    const key = readFileSync(join(this.dataDir, 'lake', 'lake.key'), 'utf8').trim();
    const filter = `{'${table}':'tenant IN (${tenantIds.map((id) => `\\'${id}\\'`).join(',')})'}`;
    const response = await fetch(`http://127.0.0.1:${this.lakePort}/?database=lake&additional_table_filters=${encodeURIComponent(filter)}`, { method: 'POST', body: `SELECT * FROM ${table} FORMAT JSONEachRow`, headers: { 'x-clickhouse-key': key } });
    const text = await response.text();
    if (!response.ok) throw new Error(`The lake answered ${response.status}: ${text.slice(0, 300)}`);
    return text.split('\n').filter((line) => line !== '').map((line) => ({ tenant: (JSON.parse(line) as { tenant: string }).tenant, text: line }));
  }

  /** Files below a folder of the installation with their bytes, by path. */
  files(folder: string): { readonly path: string; readonly bytes: Buffer }[] {
    const root = join(this.dataDir, folder);
    if (!existsSync(root)) return [];
    return readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)).map((path) => ({ path: path.slice(root.length + 1), bytes: readFileSync(path) }));
  }

  private postgresPort(): number {
    return Number(readFileSync(join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3]);
  }

  private passwordOf(role: string): string {
    const key = Buffer.from(readFileSync(join(this.dataDir, 'keys', 'passwords.key'), 'utf8').trim(), 'hex');
    return createHmac('sha256', key).update(role).digest('base64url');
  }
}
