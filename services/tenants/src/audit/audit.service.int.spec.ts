import { asId, forTest, newId, NotFound, type TenantContext } from '@yagura/kernel';
import { SystemDb } from '@yagura/db';
import { eventually, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from '@yagura/testing';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { TenantsWorld } from '../testing/tenants-world';
import { AuditController } from './audit.controller';
import { SequencerService } from './sequencer.service';
import { SequencerWorker } from './sequencer.worker';

describe('the audit log of a tenant', () => {
  let database: TestDatabase;
  let world: TenantsWorld;
  let judge: SystemDb;
  let a: string;
  let b: string;

  beforeAll(async () => {
    database = await testDatabase();
    world = await new TenantsWorld(database, TEST_INSTALLATION_KEY).start([]);
    judge = new SystemDb(database.superuserUrl);
    [a, b] = [await world.createTenant('chained'), await world.createTenant('other-chain')];
  });

  afterAll(async () => {
    await judge.close();
    await world.stop();
    await database.drop();
  });

  const analyst = { kind: 'user' as const, id: newId(), name: 'An Alyst' };
  const staff = (tenantId: string, scope: readonly string[] = [tenantId]): TenantContext =>
    forTest(asId<'tenant'>(tenantId), { readScope: scope.map((id) => asId<'tenant'>(id)), audience: 'staff', actor: analyst });
  const reader = (tenantId: string, audience: 'staff' | 'customer' = 'staff'): TenantContext => forTest(asId<'tenant'>(tenantId), { audience });
  const sequence = async (): Promise<void> => {
    while (await world.get(SequencerService).round(staff(PROVIDER_TENANT_ID)));
  };
  const act = (tenantId: string, action: string, detail = 'secret detail'): Promise<void> => database.tenantDb('svc_cases', 1).run(staff(tenantId), (tx) =>
    tx.audit({ action, objectKind: 'case', objectId: newId(), details: { detail } }));
  const log = (ctx: TenantContext, tenantId: string, after?: string) => world.get(AuditController).auditLog(ctx, { tenantId, first: 100, after });
  const verify = (tenantId: string) => world.get(AuditController).verifyAudit(reader(tenantId), { tenantId });

  it('numbers committed entries of all services without a gap, each tenant for itself, and holds', async () => {
    await Promise.all([act(a, 'case.opened_by_staff'), act(b, 'case.opened_by_staff'), act(a, 'case.closed')]);
    await sequence();
    await act(a, 'case.opened_by_staff');
    await sequence();

    for (const tenantId of [a, b]) {
      const { items } = await log(reader(tenantId), tenantId);
      expect(items.map((entry) => entry.sequence)).toEqual(items.map((_, at) => String(at + 1)));
      expect(await verify(tenantId)).toMatchObject({ ok: true, count: String(items.length), headHash: items.at(-1)?.hash });
    }
  });

  it('shows staff the details and customers who opened what, and keeps the provider’s inner work inside', async () => {
    await act(a, 'case.opened_by_staff', 'seen');
    await act(a, 'note.added', 'inner');
    await sequence();

    const forStaff = (await log(reader(a), a)).items.slice(-2);
    const forCustomer = (await log(reader(a, 'customer'), a)).items;
    expect(forStaff.map(({ details }) => details)).toEqual([{ detail: 'seen' }, { detail: 'inner' }]);
    expect(forCustomer.at(-1)).toMatchObject({ action: 'case.opened_by_staff', actor: { name: 'An Alyst' }, details: null });
    expect(forCustomer.some(({ action }) => action === 'note.added')).toBe(false);
  });

  it.each(['staff', 'customer'] as const)('pages for %s without losing or repeating an entry, from either end', async (audience) => {
    const all = (await log(reader(a, audience), a)).items.map(({ sequence: number }) => number);
    const paged = async (newestFirst: boolean): Promise<string[]> => {
      const seen: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await world.get(AuditController).auditLog(reader(a, audience), { tenantId: a, first: 2, after, newestFirst });
        seen.push(...page.items.map(({ sequence: number }) => number));
        if (page.nextCursor === null) return seen;
        after = page.nextCursor;
      }
    };

    expect(await paged(false)).toEqual(all);
    expect(await paged(true)).toEqual([...all].reverse());
  });

  it('refuses a place in the log that was read from the other end', async () => {
    const { nextCursor } = await world.get(AuditController).auditLog(reader(a), { tenantId: a, first: 1 });
    await expect(world.get(AuditController).auditLog(reader(a), { tenantId: a, first: 1, after: nextCursor ?? '', newestFirst: true })).rejects.toMatchObject({ slug: 'page.cursor_unfit' });
  });

  it('does not exist for a caller without a grant in the tenant', async () => {
    await expect(log(reader(b), a)).rejects.toThrow(NotFound);
    await expect(world.get(AuditController).verifyAudit(reader(b), { tenantId: a })).rejects.toThrow(NotFound);
  });

  it('tells each tenant once of a list in which it was looked at, sealed under its own key, also after a crash between', async () => {
    const look = (): Promise<void> => database.tenantDb('svc_cases', 1).run(staff(PROVIDER_TENANT_ID, [a, b]), (tx) => tx.auditList({ list: 'case.queue' }));
    await look();
    await look();
    await sequence();
    await judge.sql('update audit.list_access set spread_at = null');
    await sequence();

    for (const tenantId of [a, b]) {
      const looks = (await log(reader(tenantId, 'customer'), tenantId)).items.filter(({ action }) => action === 'list.viewed_by_staff');
      expect(looks).toHaveLength(1);
      expect(looks[0]).toMatchObject({ objectId: 'case.queue', actor: { id: analyst.id, name: 'An Alyst' } });
      expect(await verify(tenantId)).toMatchObject({ ok: true });
    }
  });

  it('gives a tenant that was only looked at its key and its first entry', async () => {
    const fresh = newId<'tenant'>();
    await database.tenantDb('svc_cases', 1).run(staff(PROVIDER_TENANT_ID, [fresh]), (tx) => tx.auditList({ list: 'case.queue' }));
    await sequence();

    expect((await log(reader(fresh), fresh)).items).toMatchObject([{ sequence: '1', action: 'list.viewed_by_staff', details: { list: 'case.queue' } }]);
  });

  it('is chained by the worker within moments of the commit', async () => {
    const worker = world.get(SequencerWorker);
    await worker.start();
    await act(b, 'case.watched_worker');

    await eventually('the chained entry', async () => (await log(reader(b), b)).items.some(({ action }) => action === 'case.watched_worker'));
    await worker.stop();
    expect(await verify(b)).toMatchObject({ ok: true });
  });

  // Last, because it damages what it looks at.
  it.each<[string, string, string]>([
    ['one character of a ciphertext', "update audit.entry set details = 'd' || case when substr(details, 2, 1) = '1' then '2' else '1' end || substr(details, 3) where tenant_id = $1 and sequence = 2", 'altered'],
    ['the instant by a microsecond', "update audit.entry set at = at + interval '1 microsecond' where tenant_id = $1 and sequence = 2", 'altered'],
    ['the actor', "update audit.entry set actor_id = 'someone-else' where tenant_id = $1 and sequence = 2", 'altered'],
    ['an entry that is gone', 'delete from audit.entry where tenant_id = $1 and sequence = 2', 'missing'],
    ['a tail that is cut off', 'delete from audit.entry where tenant_id = $1 and sequence > 1', 'truncated'],
  ])('names the first bad entry after a superuser changed %s', async (_, damage, fault) => {
    const tenantId = await world.createTenant(`damaged-${newId().slice(-8)}`, { code: newId().slice(-8).toUpperCase() });
    await sequence();
    expect(await verify(tenantId)).toMatchObject({ ok: true });

    await judge.sql(damage, [tenantId]);

    expect(await verify(tenantId)).toMatchObject({ ok: false, firstBad: '2', fault });
  });

  it('cannot be changed by the service that shows it', async () => {
    const tenants = database.tenantDb('svc_tenants', 1);
    for (const statement of ["update audit.entry set action = 'x'", 'delete from audit.entry', 'select * from audit.entry', "update audit.chain_head set hash = ''"]) {
      await expect(tenants.run(staff(a), (tx) => tx.execute(statement))).rejects.toMatchObject({ code: '42501' });
    }
  });
});
