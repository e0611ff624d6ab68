import { forTest, newId, type TenantContext } from '@yagura/kernel';
import { testDatabase, type TestDatabase } from '@yagura/testing';
import type { TenantDb } from './tenant-db';
import type { TenantRead, TenantTx } from './tenant-tx';

const write = (tx: TenantRead, key: string): Promise<unknown> =>
  tx.prisma.idempotencyKey.create({ data: { tenantId: tx.tenantId, key, operation: 'o', requestHash: 'h' } });
const keys = async (db: TenantDb, ctx: TenantContext): Promise<string[]> =>
  (await db.read(ctx, (read) => read.prisma.idempotencyKey.findMany({ orderBy: { key: 'asc' } }))).map(({ key }) => key);
const raise = (state: string): string => `do $$ begin raise exception 'on purpose' using errcode = '${state}'; end $$`;

describe('a use case', () => {
  let database: TestDatabase;
  let db: TenantDb;

  beforeAll(async () => {
    database = await testDatabase();
    db = database.tenantDb('svc_gateway');
  });
  afterAll(() => database.drop());

  it('commits all that it wrote, by Prisma and by SQL', async () => {
    const ctx = forTest(newId<'tenant'>());

    await db.run(ctx, async (tx) => {
      await write(tx, 'prisma');
      await tx.sql("insert into gateway.idempotency_key (tenant_id, key, operation, request_hash) values ($1, 'sql', 'o', 'h')", [tx.tenantId]);
    });

    expect(await keys(db, ctx)).toEqual(['prisma', 'sql']);
  });

  it('leaves nothing behind when it fails, whatever wrote before', async () => {
    const ctx = forTest(newId<'tenant'>());

    await expect(db.run(ctx, async (tx) => {
      await write(tx, 'one');
      await db.run(tx, (inner) => write(inner, 'two'));
      throw new RangeError('change of mind');
    })).rejects.toThrow('change of mind');

    expect(await keys(db, ctx)).toEqual([]);
  });

  it('joins the transaction that it is handed, and begins one of its own for a plain context', async () => {
    const ctx = forTest(newId<'tenant'>());
    const number = async (tx: TenantRead): Promise<unknown> => (await tx.sql('select pg_current_xact_id()::text as id'))[0];

    await db.run(ctx, async (tx) => {
      const outer = await number(tx);

      expect(await db.run(tx, number)).toEqual(outer);
      expect(await db.read(tx, number)).toEqual(outer);
      expect(await db.run({ ...ctx }, number)).not.toEqual(outer);
    });
  });

  it.each(['40001', '40P01'])('runs again from its beginning after %s, and only its last run counts', async (state) => {
    const ctx = forTest(newId<'tenant'>());
    let runs = 0;

    await db.run(ctx, async (tx) => {
      runs += 1;
      await write(tx, `run ${runs}`);
      if (runs < 3) await tx.sql(raise(state));
    });

    expect([runs, await keys(db, ctx)]).toEqual([3, ['run 3']]);
  });

  it('gives up after three runs, and runs once after any other error', async () => {
    const counted = async (state: string): Promise<number> => {
      let runs = 0;
      await expect(db.run(forTest(newId<'tenant'>()), async (tx) => {
        runs += 1;
        await tx.sql(raise(state));
      })).rejects.toThrow('on purpose');
      return runs;
    };

    expect([await counted('40001'), await counted('22012')]).toEqual([3, 1]);
  });

  it('survives a real deadlock: both transfers are there in the end', async () => {
    const ctx = forTest(newId<'tenant'>());
    await db.run(ctx, async (tx) => { await write(tx, 'x'); await write(tx, 'y'); });
    let arrived = 0;
    let open: () => void = () => undefined;
    const both = new Promise<void>((resolve) => { open = resolve; });
    const touch = (tx: TenantTx, key: string): Promise<unknown> => tx.sql("update gateway.idempotency_key set request_hash = request_hash || '+' where key = $1", [key]);
    const transfer = (first: string, second: string): Promise<unknown> => db.run(ctx, async (tx) => {
      await touch(tx, first);
      arrived += 1;
      if (arrived >= 2) open();
      await both;
      await touch(tx, second);
    });

    await Promise.all([transfer('x', 'y'), transfer('y', 'x')]);

    expect(arrived).toBe(3);
    expect(await db.read(ctx, (read) => read.sql('select distinct request_hash from gateway.idempotency_key'))).toEqual([{ request_hash: 'h++' }]);
  });

  it('keeps the transactions that Prisma opens by itself as savepoints of its own', async () => {
    const ctx = forTest(newId<'tenant'>());
    // A key that differs between `where` and `create` cannot be one statement, so Prisma wraps its two into a transaction.
    const upsert = (tx: TenantTx, key: string): Promise<unknown> => tx.prisma.idempotencyKey.upsert({
      where: { tenantId_operation_key: { tenantId: tx.tenantId, operation: 'o', key: 'absent' } },
      create: { tenantId: tx.tenantId, key, operation: 'o', requestHash: 'h' }, update: { requestHash: 'changed' },
    });

    await expect(db.run(ctx, async (tx) => { await upsert(tx, 'lost'); throw new RangeError('late'); })).rejects.toThrow('late');
    await db.run(ctx, async (tx) => {
      await write(tx, 'taken');
      await upsert(tx, 'taken').catch(() => undefined);
      await write(tx, 'after');
    });

    expect(await keys(db, ctx)).toEqual(['after', 'taken']);
  });

  it('wakes after the commit, never after a rollback', async () => {
    const ctx = forTest(newId<'tenant'>());
    const woken: string[] = [];

    await db.run(ctx, async (tx) => { await write(tx, 'k'); tx.afterCommit(() => { woken.push('committed'); }); });
    await db.run(ctx, async (tx) => { tx.afterCommit(() => { woken.push('rolled back'); }); throw new RangeError('no'); }).catch(() => undefined);

    expect(woken).toEqual(['committed']);
  });

  it('is over when it is over: what still asks is refused instead of running in the next one’s transaction', async () => {
    const one = database.tenantDb('svc_gateway', 1);
    const late: { tx?: TenantTx; prisma?: Promise<unknown> } = {};
    let go: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => { go = resolve; });
    await one.run(forTest(newId<'tenant'>()), async (tx) => {
      await tx.sql('select 1');
      late.tx = tx;
      late.prisma = ended.then(() => tx.prisma.idempotencyKey.count());
      late.prisma.catch(() => undefined);
    });

    await one.run(forTest(newId<'tenant'>()), async (next) => {
      await next.sql('select 1');
      go();
      await expect(late.tx?.sql('select 1')).rejects.toThrow('after its end');
      await expect(late.prisma).rejects.toThrow('after its end');
    });
  });

  it('says that the database is away instead of showing how', async () => {
    const gone = database.tenantDb('svc_gateway');
    const killing = gone.run(forTest(newId<'tenant'>()), (tx) => tx.sql('select pg_terminate_backend(pg_backend_pid())'));

    await expect(killing).rejects.toMatchObject({ kind: 'Unavailable', slug: 'database.unavailable' });
    expect(await keys(gone, forTest(newId<'tenant'>()))).toEqual([]);
  });
});
