import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { Unavailable } from '@yagura/kernel';
import { paddedKey, roleKey } from './signed-context';

const ROOT = join(__dirname, '..', '..', '..');
const MIGRATIONS = join(ROOT, 'prisma', 'migrations');
const ROLES_SQL = join(ROOT, 'deploy', 'postgres', 'roles.sql');

/** Roles that sign contexts: one per service. */
export const SERVICE_ROLES = [
  'svc_gateway', 'svc_tenants', 'svc_ingestion', 'svc_detection', 'svc_cases', 'svc_sla', 'svc_reporting', 'svc_billing', 'svc_integrations',
] as const;
/** Roles without a tenant: their narrow rights stand in the migrations. */
export const SYSTEM_ROLES = ['svc_identity', 'lane_relay', 'lane_log_reader', 'audit_sequencer'] as const;
export const LOGIN_ROLES = ['yagura_owner', ...SERVICE_ROLES, ...SYSTEM_ROLES] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

export interface PrepareOptions {
  /** Superuser's address of any database of the cluster. */
  readonly superuserUrl: string;
  readonly database: string;
  readonly passwordOf: (role: LoginRole) => string;
  readonly contextKey: Buffer;
}

/** Address of `database` for one role. */
export function roleUrl(superuserUrl: string, database: string, role: LoginRole, password: string): string {
  const url = new URL(superuserUrl);
  url.username = role;
  url.password = encodeURIComponent(password);
  url.pathname = `/${database}`;
  return url.toString();
}

/**
 * Makes a cluster ready: roles and their passwords, the database, its migrations, the keys of signed contexts. Repeatable; two that run
 * at once wait for each other. Throws Unavailable when an applied migration differs from its file. Answers how many were applied.
 */
export async function prepareDatabase(options: PrepareOptions): Promise<{ applied: number }> {
  await withClient(options.superuserUrl, async (client) => {
    await client.query('select pg_advisory_lock(7903)');
    await client.query(readFileSync(ROLES_SQL, 'utf8'));
    await client.query(LOGIN_ROLES.map((role) => `alter role ${role} password ${client.escapeLiteral(options.passwordOf(role))}`).join(';'));
    const found = await client.query('select from pg_database where datname = $1', [options.database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(options.database)} owner yagura_owner`);
  });
  const ownerUrl = roleUrl(options.superuserUrl, options.database, 'yagura_owner', options.passwordOf('yagura_owner'));
  const applied = await migrate(ownerUrl);
  await withClient(ownerUrl, async (client) => {
    for (const role of SERVICE_ROLES) {
      const { ipad, opad } = paddedKey(roleKey(options.contextKey, role));
      await client.query('insert into guard.ctx_key values ($1, $2, $3) on conflict (role) do update set ipad = excluded.ipad, opad = excluded.opad', [role, ipad, opad]);
    }
  });
  return { applied };
}

/** Applies the migrations that the database lacks, through Prisma's schema engine in this process. */
export async function migrate(ownerUrl: string): Promise<number> {
  const files = migrationFiles();
  const missing = await pending(ownerUrl, files);
  // Loading the engine takes longer than all the rest of a start; a database that has every migration does not need it.
  if (missing === 0) return 0;
  const load: { newEngine(given: { url: string }): Promise<{ engine: SchemaEngine }> } = await import(pathToFileURL(join(ROOT, 'prisma', 'engine', 'wasm-engine.mjs')).href);
  const { engine } = await load.newEngine({ url: ownerUrl });
  const answer = await engine.applyMigrations({
    migrationsList: {
      baseDir: MIGRATIONS, shadowDbInitScript: '',
      lockfile: { path: 'migration_lock.toml', content: readFileSync(join(MIGRATIONS, 'migration_lock.toml'), 'utf8') },
      migrationDirectories: files.map(({ name, sql }) => ({ path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } } })),
    },
    filters: { externalTables: [], externalEnums: [] },
  });
  return answer.appliedMigrationNames.length;
}

interface SchemaEngine {
  applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>;
}

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
}

function migrationFiles(): MigrationFile[] {
  return readdirSync(MIGRATIONS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort()
    .map((name) => ({ name, sql: readFileSync(join(MIGRATIONS, name, 'migration.sql'), 'utf8') }));
}

async function pending(ownerUrl: string, files: readonly MigrationFile[]): Promise<number> {
  return withClient(ownerUrl, async (client) => {
    const table = await client.query<{ found: string | null }>("select to_regclass('public._prisma_migrations')::text as found");
    if (table.rows[0].found === null) return files.length;
    const rows = await client.query<{ migration_name: string; checksum: string }>('select migration_name, checksum from _prisma_migrations where finished_at is not null and rolled_back_at is null');
    const known = new Map(rows.rows.map((row) => [row.migration_name, row.checksum]));
    for (const { name, sql } of files) {
      const checksum = known.get(name);
      if (checksum !== undefined && checksum !== createHash('sha256').update(sql).digest('hex')) {
        throw new Unavailable(`The migration ${name} was changed after it was applied to this database; restore the file or start with a fresh data folder.`, { slug: 'database.migration_changed' });
      }
    }
    return files.filter(({ name }) => !known.has(name)).length;
  });
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
