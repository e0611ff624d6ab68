import fc from 'fast-check';
import { Client } from 'pg';
import { newId } from '@yagura/kernel';
import { TEST_CONTEXT_KEY, testDatabase, type TestDatabase } from '@yagura/testing';
import { roleKey, signContext, type ContextParts } from './signed-context';

const ROLE = 'svc_cases';
const a = newId<'tenant'>();
const b = newId<'tenant'>();
const key = roleKey(TEST_CONTEXT_KEY, ROLE);
const parts: ContextParts = { write: a, read: [a], role: ROLE, audience: 'staff' };

describe('the signed context in the database', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await testDatabase();
    const seeder = new Client({ connectionString: database.superuserUrl });
    await seeder.connect();
    await seeder.query('set session_replication_role = replica');
    for (const tenant of [a, b]) {
      for (const internal of [true, false]) {
        await seeder.query(
          'insert into cases.comment (tenant_id, id, case_id, created_at, author_id, author_name, is_internal, body) values ($1, $2, $2, now(), $2, $3, $4, $5)',
          [tenant, newId(), 'n', internal, `${tenant === a ? 'A' : 'B'} ${internal ? 'internal' : 'visible'}`]);
      }
    }
    await seeder.end();
    client = new Client({ connectionString: database.url(ROLE) });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function seen(context: string | null): Promise<string[]> {
    await client.query('begin');
    try {
      if (context !== null) await client.query("select set_config('app.ctx', $1, true)", [context]);
      return (await client.query<{ body: string }>('select body from cases.comment order by body')).rows.map(({ body }) => body);
    } finally {
      await client.query('rollback');
    }
  }

  it('shows its holder its own rows', async () => {
    expect(await seen(signContext(parts, key))).toEqual(['A internal', 'A visible']);
    expect(await seen(signContext({ ...parts, read: [a, b] }, key))).toHaveLength(4);
    expect(await seen(signContext({ ...parts, write: '' }, key))).toEqual(['A internal', 'A visible']);
  });

  it('shows nothing without one, nor after a transaction that had one', async () => {
    expect(await seen(null)).toEqual([]);
    await seen(signContext(parts, key));
    expect(await seen(null)).toEqual([]);
    expect(await seen('')).toEqual([]);
  });

  const [write, read, role, audience, expiry, mac] = signContext(parts, key).split('|');
  it.each([
    ['the written tenant', [b, read, role, audience, expiry, mac]],
    ['the read scope', [write, `${a},${b}`, role, audience, expiry, mac]],
    ['the role', [write, read, 'svc_sla', audience, expiry, mac]],
    ['the audience', [write, read, role, 'system', expiry, mac]],
    ['the expiry', [write, read, role, audience, `${Number(expiry) + 1}`, mac]],
    ['the signature', [write, read, role, audience, expiry, mac.replace(/^./, (first) => (first === '0' ? '1' : '0'))]],
    ['a part too few', [write, read, role, audience, expiry]],
    ['a part too many', [write, read, role, audience, expiry, mac, mac]],
    ['upper case in the signature', [write, read, role, audience, expiry, mac.toUpperCase()]],
  ])('shows nothing when somebody altered %s', async (_what, altered) => {
    expect(await seen(altered.join('|'))).toEqual([]);
  });

  it.each([
    ['expired', () => signContext(parts, key, Date.now() - 61_000)],
    ['signed with another role’s key', () => signContext(parts, roleKey(TEST_CONTEXT_KEY, 'svc_sla'))],
    ['signed by another role for itself', () => signContext({ ...parts, role: 'svc_sla' }, roleKey(TEST_CONTEXT_KEY, 'svc_sla'))],
    ['signed with the installation’s key itself', () => signContext(parts, TEST_CONTEXT_KEY)],
    ['signed over an empty scope', () => signContext({ ...parts, read: [] }, key)],
    ['parts moved over the separators', () => signContext({ ...parts, write: `${a}|${b}`, read: [] }, key)],
  ])('shows nothing when it is %s', async (_what, make) => {
    expect(await seen(make())).toEqual([]);
  });

  it('shows nothing when any one character differs', async () => {
    const good = signContext(parts, key);
    await fc.assert(fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom(...'0123456789abcdef|,-_ '), async (at, other) => {
      fc.pre(good[at] !== other);
      expect(await seen(good.slice(0, at) + other + good.slice(at + 1))).toEqual([]);
    }), { numRuns: 200 });
  });

  it('keeps rows for staff away from a client company, for reading and for writing', async () => {
    const customer = signContext({ ...parts, audience: 'customer' }, key);

    expect(await seen(customer)).toEqual(['A visible']);
    await client.query('begin');
    await client.query("select set_config('app.ctx', $1, true)", [customer]);
    await expect(client.query(
      "insert into cases.comment (tenant_id, id, case_id, created_at, author_id, author_name, is_internal, body) values ($1, $2, $2, now(), $2, 'n', true, 'x')",
      [a, newId()])).rejects.toMatchObject({ code: '42501' });
    await client.query('rollback');
  });

  it('holds until the end of the transaction that began under it, even past its expiry', async () => {
    await client.query('begin');
    await client.query("select set_config('app.ctx', $1, true)", [signContext(parts, key, Date.now(), 1)]);
    await client.query('select pg_sleep(1.2)');

    expect((await client.query('select from cases.comment')).rowCount).toBe(2);
    await client.query('rollback');
  });
});
