import { randomInt } from 'node:crypto';
import { Client } from 'pg';
import { forTest, newId, type TenantContext } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import { sqlState } from './database-fault';
import type { TenantDb } from './tenant-db';
import type { TenantRead } from './tenant-tx';

/*
 * A context never bleeds (reliability, promise P7): calls of a hundred tenants, fifty at once over few connections, in every mixture of
 * reads, use cases, forbidden writes, errors, aborts, time-outs and killed connections. Nobody sees or touches a row of another tenant.
 */
const TENANTS = Array.from({ length: 100 }, () => forTest(newId<'tenant'>()));
const ROLE = 'svc_gateway';
const ROW = 'select tenant_id, request_hash from gateway.idempotency_key';
const markOf = (ctx: TenantContext): string => `canary ${ctx.tenantId}`;

interface Tally { foreign: string[]; refused: number; calls: Map<string, number> }
type Call = (db: TenantDb, ctx: TenantContext, other: TenantContext, note: (rows: readonly { tenantId: string; requestHash: string }[]) => void) => Promise<unknown>;

const named = (rows: readonly Record<string, unknown>[]): { tenantId: string; requestHash: string }[] =>
  rows.map((row) => ({ tenantId: String(row['tenant_id']), requestHash: String(row['request_hash']) }));
const fresh = (read: TenantRead): { tenantId: string; key: string; operation: string; requestHash: string } =>
  ({ tenantId: read.tenantId, key: newId(), operation: 'made', requestHash: markOf(read) });
const fail = (state: string): string => `do $$ begin raise exception 'on purpose' using errcode = '${state}'; end $$`;
const refusal = (error: unknown): void => {
  if (sqlState(error) !== '42501') throw error;
};

/** Each answers when it went as it must; what it saw it notes. */
const CALLS: Record<string, Call> = {
  'read by SQL': async (db, ctx, _other, note) => note(named(await db.read(ctx, (read) => read.sql(ROW)))),
  'read by Prisma': async (db, ctx, _other, note) => note(await db.read(ctx, (read) => read.prisma.idempotencyKey.findMany())),
  'read one by Prisma, own and foreign in a tick': (db, ctx, other, note) => db.read(ctx, async ({ prisma }) => {
    const whose = (of: TenantContext) => prisma.idempotencyKey.findUnique({ where: { tenantId_operation_key: { tenantId: of.tenantId, operation: 'seeded', key: 'k' } } });
    const [own, foreign] = await Promise.all([whose(ctx), whose(other)]);
    if (own === null || foreign !== null) throw new RangeError('own row missing or foreign row seen');
    note([own]);
  }),
  'read a scope': async (db, ctx, other, note) => {
    const rows = await db.read({ ...ctx, readScope: [ctx.tenantId, other.tenantId] }, (read) => read.sql(ROW));
    note(named(rows).filter(({ tenantId }) => tenantId !== other.tenantId));
  },
  'use case': (db, ctx, _other, note) => db.run(ctx, async (tx) => {
    await tx.prisma.idempotencyKey.create({ data: fresh(tx) });
    note(named(await tx.sql(ROW)));
    note(await tx.prisma.idempotencyKey.findMany());
  }),
  'use case with side by side reads': (db, ctx, _other, note) => db.run(ctx, async (tx) => {
    const [sql, prisma] = await Promise.all([tx.sql(ROW), tx.prisma.idempotencyKey.findMany()]);
    note([...named(sql), ...prisma]);
  }),
  'use case that throws': (db, ctx) => db.run(ctx, async (tx) => {
    await tx.prisma.idempotencyKey.create({ data: { ...fresh(tx), operation: 'rolled back' } });
    throw new RangeError('abort');
  }).catch((error: unknown) => { if (!(error instanceof RangeError)) throw error; }),
  'foreign insert': (db, ctx, other) => db.run(ctx, (tx) => tx.prisma.idempotencyKey.create({ data: { ...fresh(tx), tenantId: other.tenantId, operation: 'intruder' } }))
    .then(() => { throw new RangeError('a foreign insert was taken'); }, (error: unknown) => { if (!/row-level security|42501/.test(String(error))) throw error; }),
  'foreign insert outside a use case': (db, ctx, other) => db.read(ctx, (read) => read.sql(
    "insert into gateway.idempotency_key (tenant_id, key, operation, request_hash) values ($1, $2, 'intruder', 'h')", [other.tenantId, newId()]))
    .then(() => { throw new RangeError('a foreign insert was taken'); }, refusal),
  'foreign update and delete': (db, ctx, other) => db.run(ctx, async (tx) => {
    const touched = await tx.execute("update gateway.idempotency_key set request_hash = 'stolen' where tenant_id = $1", [other.tenantId])
      + (await tx.prisma.idempotencyKey.deleteMany({ where: { tenantId: other.tenantId } })).count;
    if (touched > 0) throw new RangeError('a foreign row was touched');
  }),
  'error of SQL in a read': (db, ctx) => db.read(ctx, (read) => read.sql('select 1 / 0')).catch((error: unknown) => { if (sqlState(error) !== '22012') throw error; }),
  'error of SQL in a use case': (db, ctx) => db.run(ctx, async (tx) => {
    await tx.sql(ROW);
    await tx.sql(fail('23514'));
  }).catch((error: unknown) => { if (sqlState(error) !== '23514') throw error; }),
  'repeated use case': (db, ctx, _other, note) => {
    let runs = 0;
    return db.run(ctx, async (tx) => {
      runs += 1;
      if (runs === 1) await tx.sql(fail('40001'));
      note(named(await tx.sql(ROW)));
    });
  },
  'time-out': (db, ctx) => db.run(ctx, async (tx) => {
    await tx.sql('set local statement_timeout = 5');
    await tx.sql('select pg_sleep(5)');
  }).catch((error: unknown) => { if (sqlState(error) !== '57014') throw error; }),
  'killed connection': (db, ctx) => db.run(ctx, (tx) => tx.sql('select pg_terminate_backend(pg_backend_pid())')).catch(() => undefined),
  'transaction left open': async (db, ctx) => { await db.read(ctx, (read) => read.sql('begin')); },
  'setting left behind': async (db, ctx) => { await db.read(ctx, (read) => read.sql("select set_config('app.ctx', current_setting('app.ctx'), false)")); },
};
/** How often each is drawn: those that cost a connection or milliseconds seldom. */
const WEIGHTS: Record<string, number> = { 'killed connection': 1, 'time-out': 1, 'transaction left open': 2, 'read by SQL': 70, 'read by Prisma': 10, 'use case': 8 };

describe('a context never bleeds into another call', () => {
  let database: TestDatabase;
  let judge: Client;

  beforeAll(async () => {
    database = await testDatabase();
    judge = new Client({ connectionString: database.superuserUrl });
    await judge.connect();
    for (const ctx of TENANTS) {
      await judge.query("insert into gateway.idempotency_key (tenant_id, key, operation, request_hash) values ($1, 'k', 'seeded', $2)", [ctx.tenantId, markOf(ctx)]);
    }
  });
  afterAll(async () => {
    await judge.end();
    await database.drop();
  });

  it.each([[10_000, 5], [2_000, 2]])('in %i mixed calls, fifty at once on %i connections', async (total, connections) => {
    const db = database.tenantDb(ROLE, connections);
    const bag = Object.keys(CALLS).flatMap((name) => Array.from({ length: WEIGHTS[name] ?? 5 }, () => name));
    const tally: Tally = { foreign: [], refused: 0, calls: new Map() };
    let left = total;

    async function caller(): Promise<void> {
      while (left > 0) {
        left -= 1;
        const name = bag[randomInt(bag.length)];
        const at = randomInt(TENANTS.length);
        const ctx = TENANTS[at];
        const other = TENANTS[(at + 1 + randomInt(TENANTS.length - 1)) % TENANTS.length];
        tally.calls.set(name, (tally.calls.get(name) ?? 0) + 1);
        await CALLS[name](db, ctx, other, (rows) => {
          if (rows.length === 0) tally.foreign.push(`${name}: own rows missing`);
          for (const row of rows) if (row.tenantId !== ctx.tenantId || row.requestHash !== markOf(ctx)) tally.foreign.push(`${name}: ${row.requestHash} seen by ${ctx.tenantId}`);
        }).catch((error: unknown) => { tally.foreign.push(`${name}: ${String(error)}`); });
      }
    }
    await Promise.all(Array.from({ length: 50 }, caller));

    expect(tally.foreign).toEqual([]);
    expect([...tally.calls.keys()].sort()).toEqual(Object.keys(CALLS).sort());
    const { rows } = await judge.query<{ operation: string; count: number; wrong: number }>(
      "select operation, count(*)::int, count(*) filter (where request_hash <> 'canary ' || tenant_id)::int as wrong from gateway.idempotency_key group by 1 order by 1");
    expect(rows).toEqual([{ operation: 'made', count: expect.any(Number), wrong: 0 }, { operation: 'seeded', count: TENANTS.length, wrong: 0 }]);
  }, 120_000);
});
