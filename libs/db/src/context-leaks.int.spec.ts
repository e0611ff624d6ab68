import { PrismaPg } from '@prisma/adapter-pg';
import { Client, Pool, type QueryResult } from 'pg';
import { forTest, newId, type TenantContext } from '@yagura/kernel';
import { TEST_CONTEXT_KEY, testDatabase, type TestDatabase } from '@yagura/testing';
import { PrismaClient } from './gen/client';
import { partsOf, roleKey, signContext } from './signed-context';
import { carrier, TenantClient, TenantPool } from './tenant-pool';
import { uniqueReads } from './unique-reads';

/*
 * The two leaks that were measured in naive versions of this library. Each is shown on the naive version first, so that nobody can think
 * the guard superfluous, and then to be gone.
 */
const ROLE = 'svc_gateway';
const signed = (ctx: TenantContext): string => signContext(partsOf(ctx, ROLE), roleKey(TEST_CONTEXT_KEY, ROLE));
const under = <T>(ctx: TenantContext, work: () => Promise<T>): Promise<T> => carrier.run({ signed: signed(ctx) }, async () => await work());

describe('a context stays with its asker', () => {
  let database: TestDatabase;
  const a = forTest(newId<'tenant'>());
  const b = forTest(newId<'tenant'>());
  const pools: { end(): Promise<void> }[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    const gateway = database.tenantDb(ROLE);
    for (const { tenantId } of [a, b]) {
      await gateway.run(forTest(tenantId), (tx) => tx.prisma.idempotencyKey.create({ data: { tenantId, key: 'k', operation: 'o', requestHash: `canary of ${tenantId}` } }));
    }
  });

  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  function tenantPool(): TenantPool {
    const pool = new TenantPool({ connectionString: database.url(ROLE), max: 1 });
    pools.push(pool);
    return pool;
  }
  function naivePool(): Pool {
    const pool = new Pool({ connectionString: database.url(ROLE), max: 1, Client: TenantClient as unknown as typeof Client });
    pools.push(pool);
    return pool;
  }

  /** A holds the only connection while B waits in the pool's queue: whose rows does B get? */
  async function queuedBehindA(pool: Pool): Promise<string[]> {
    const ask = (): Promise<QueryResult<{ tenant_id: string }>> => pool.query<{ tenant_id: string }>('select tenant_id from gateway.idempotency_key, pg_sleep(0.05)');
    const [, seenByB] = await Promise.all([under(a, ask), under(b, ask)]);
    return seenByB.rows.map((row) => row.tenant_id);
  }

  /** In one tick A asks for its row and B asks for A's row: does B get it? */
  async function sameTick(prisma: Pick<PrismaClient, 'idempotencyKey'>): Promise<unknown> {
    const ofA = { where: { tenantId_operation_key: { tenantId: a.tenantId, operation: 'o', key: 'k' } } };
    const [own, foreign] = await Promise.all([
      under(a, async () => await prisma.idempotencyKey.findUnique(ofA)), under(b, async () => await prisma.idempotencyKey.findUnique(ofA)),
    ]);
    expect(own?.requestHash).toBe(`canary of ${a.tenantId}`);
    return foreign;
  }

  it('when pg-pool runs a queued callback in the context of whoever released the connection', async () => {
    expect(await queuedBehindA(naivePool())).toEqual([a.tenantId]);

    expect(await queuedBehindA(tenantPool())).toEqual([b.tenantId]);
  });

  it('when Prisma gathers the unique reads of one tick', async () => {
    const base = new PrismaClient({ adapter: new PrismaPg(tenantPool()) });

    expect(await sameTick(base)).toMatchObject({ requestHash: `canary of ${a.tenantId}` });

    expect(await sameTick(uniqueReads(base))).toBeNull();
  });

  it('when a statement smuggled into one request replaces or keeps what the next one uses', async () => {
    const pool = tenantPool();
    const ask = (): Promise<QueryResult<{ tenant_id: string }>> => pool.query('select tenant_id from gateway.idempotency_key');

    await under(a, () => pool.query("select set_config('app.ctx', current_setting('app.ctx'), false)"));
    await under(a, () => pool.query('deallocate all'));
    await under(a, () => pool.query("prepare __ctx as select set_config('app.ctx', current_setting('app.ctx'), true)")).catch(() => undefined);

    expect((await under(b, ask)).rows).toEqual([{ tenant_id: b.tenantId }]);
    const prepared = await under(b, (): Promise<QueryResult> => pool.query('select name from pg_prepared_statements where not from_sql'));
    expect(prepared.rows).toEqual([]);
  });

  it('when a request leaves a transaction open on a shared connection', async () => {
    const pool = tenantPool();
    const ask = (): Promise<QueryResult<{ tenant_id: string }>> => pool.query('select tenant_id from gateway.idempotency_key');

    await under(a, () => pool.query('begin'));

    expect((await under(b, ask)).rows).toEqual([{ tenant_id: b.tenantId }]);
  });

  it('when two requests share a connection whose transaction is not theirs', async () => {
    const client = await under(a, () => tenantPool().take());
    try {
      await under(a, () => client.query('begin'));

      await expect(under(b, () => client.query('select 1'))).rejects.toThrow('another context');
    } finally {
      client.release();
    }
  });

  it('when nobody gave one: the statement is refused before it is sent', async () => {
    await expect(tenantPool().query('select 1')).rejects.toThrow('without a tenant context');
  });
});
