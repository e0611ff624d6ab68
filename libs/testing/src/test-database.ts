import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { roleUrl, SystemDb, TenantDb, type LoginRole } from '@yagura/db';

/** Keys and passwords of the test cluster; the global setup prepares the template with the same. */
export const TEST_CONTEXT_KEY = Buffer.alloc(32, 7);
export const TEST_INSTALLATION_KEY = Buffer.alloc(32, 9);
const passwordOf = (role: LoginRole): string => `test-${role}`;

export interface TestDatabase {
  readonly name: string;
  /** A service's own view of the database, as the service gets it. */
  tenantDb(role: LoginRole, maxConnections?: number): TenantDb;
  /** A role without a tenant: relay, log reader, sequencer, owner. */
  systemDb(role: LoginRole): SystemDb;
  /** Address for one role, for tests that speak SQL themselves. */
  url(role: LoginRole): string;
  /** Address of the superuser, for seeding and for judging; never handed to code under test. */
  readonly superuserUrl: string;
  /** Moves business time (`guard.now()`) by an interval such as '3 days'. */
  shiftTime(interval: string): Promise<void>;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own for one spec file. */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = process.env['YAGURA_TEST_POSTGRES'];
  if (cluster === undefined) throw new TypeError('no test server: run the specs through jest.config.cjs');
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await onCluster(cluster, `create database ${name} template yagura_template owner yagura_owner`);
  // Rights on the database itself are the one thing that a clone does not take over from its template.
  await onCluster(cluster, `revoke create, temporary on database ${name} from public`);
  const opened: { close(): Promise<void> }[] = [];
  const url = (role: LoginRole): string => roleUrl(cluster, name, role, passwordOf(role));
  const superuserUrl = Object.assign(new URL(cluster), { pathname: `/${name}` }).toString();
  return {
    name, url, superuserUrl,
    tenantDb: (role, maxConnections) => {
      const db = new TenantDb({ role, url: url(role), contextKey: TEST_CONTEXT_KEY, installationKey: TEST_INSTALLATION_KEY, maxConnections });
      opened.push(db);
      return db;
    },
    systemDb: (role) => {
      const db = new SystemDb(url(role));
      opened.push(db);
      return db;
    },
    shiftTime: (interval) => onCluster(url('yagura_owner'), 'update guard.business_clock set shift = $1::interval', [interval]),
    drop: async () => {
      for (const db of opened) await db.close().catch(() => undefined);
      await onCluster(cluster, `drop database ${name} with (force)`);
    },
  };
}

async function onCluster(url: string, text: string, values: readonly unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text, values as unknown[]);
  } finally {
    await client.end();
  }
}
