import { asId, forSystem, NotFound, type TenantContext } from '@yagura/kernel';
import { envelopeSchema } from '@yagura/contracts';
import { SystemDb } from '@yagura/db';
import { eventually, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from '@yagura/testing';
import { AccessService } from '../access/access.service';
import { customerToken, TenantsWorld } from '../testing/tenants-world';
import { Failpoint } from './failpoint';
import { OnboardingService } from './onboarding.service';
import { OnboardingWorker } from './onboarding.worker';
import { STEPS, type Step } from './step';
import { TenantController } from './tenant.controller';

class Killed extends Error {}

describe('onboarding a client company', () => {
  let database: TestDatabase;
  let world: TenantsWorld;
  let judge: SystemDb;

  beforeAll(async () => {
    database = await testDatabase();
    world = await new TenantsWorld(database, TEST_INSTALLATION_KEY).start([]);
    judge = new SystemDb(database.superuserUrl);
  });

  afterAll(async () => {
    await judge.close();
    await world.stop();
    await database.drop();
  });

  const system = (tenantId: string): TenantContext => forSystem(asId<'tenant'>(tenantId), 'tenants');
  const rows = (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> => judge.sql(sql, values);
  const published = async (tenantId: string): Promise<string[]> =>
    (await rows('select envelope from lane.outbox where tenant_id = $1 order by created_at, id', tenantId)).map(({ envelope }) => envelopeSchema.parse(envelope).type).sort();

  /** Works until nothing is left; answers the steps in the order in which they were performed. */
  async function finish(tenantId: string): Promise<string[]> {
    const onboarding = world.get(OnboardingService);
    const done: string[] = [];
    for (let step = await onboarding.claim(system(tenantId)); step !== undefined; step = await onboarding.claim(system(tenantId))) {
      await onboarding.perform(system(tenantId), step);
      done.push(step.step);
    }
    return done;
  }

  it('makes the company, its people and its agreement, and tells every service once it is ready', async () => {
    const tenantId = await world.createTenant('aoba');
    const before = await published(tenantId);

    const performed = await finish(tenantId);

    expect(before).toEqual([]);
    expect(performed).toEqual(['organization', 'account', 'organization_member', 'invitation', 'activation']);
    expect(await published(tenantId)).toEqual([
      'yagura.tenant.activated.v1', 'yagura.tenant.member_changed.v1', 'yagura.tenant.member_changed.v1', 'yagura.tenants_usage.metered.v1']);
    const view = await world.get(TenantController).onboarding(await world.operator('tenant:read'), { tenantId });
    expect(view.state).toBe('active');
    expect(view.steps.every(({ done }) => done)).toBe(true);
  });

  it('mails a one-time password that the identity provider takes, and keeps it nowhere', async () => {
    const tenantId = await world.createTenant('sakura');
    await finish(tenantId);

    const [mail] = world.mails(tenantId);
    const password = /One-time password: +(\S+)/.exec(mail)?.[1] ?? '';
    expect(password.length).toBeGreaterThan(11);
    for (const { table } of await rows("select format('%I.%I', table_schema, table_name) as table from information_schema.tables where table_schema in ('tenants', 'audit', 'lane')")) {
      const found = await rows(`select count(*)::int as n from ${String(table)} t where t::text like '%' || $1 || '%'`, password);
      expect(found).toEqual([{ n: 0 }]);
    }
  });

  it.each(STEPS)('reaches the same end when it is killed after the step “%s”', async (fatal) => {
    const tenantId = await world.createTenant(`killed-${STEPS.indexOf(fatal)}`);
    const onboarding = world.get(OnboardingService);
    const failpoint = world.get(Failpoint);
    failpoint.reached = ({ step }: Step) => { if (step === fatal) throw new Killed(); };

    await expect(finish(tenantId)).rejects.toThrow(Killed);
    const whileLeased = await onboarding.claim(system(tenantId));
    failpoint.reached = () => undefined;
    await judge.sql('update tenants.onboarding_step set lease_until = now() where tenant_id = $1 and not is_done', [tenantId]);
    await finish(tenantId);

    expect(whileLeased).toBeUndefined();
    expect(await rows('select state from tenants.tenant where tenant_id = $1', tenantId)).toEqual([{ state: 'active' }]);
    expect(await rows('select count(*)::int as n from identity.organization where id = $1', tenantId)).toEqual([{ n: 1 }]);
    expect(await rows('select count(*)::int as n from identity.organization_member where organization_id = $1', tenantId)).toEqual([{ n: 1 }]);
    expect(await rows(`select count(*)::int as n from identity.account a join tenants.app_user u on u.id = a.user_id and u.subject = a.subject::text where u.tenant_id = $1`, tenantId)).toEqual([{ n: 1 }]);
    expect((await published(tenantId)).filter((type) => type.includes('activated') || type.includes('metered'))).toEqual(['yagura.tenant.activated.v1', 'yagura.tenants_usage.metered.v1']);
    expect(world.mails(tenantId)).toHaveLength(fatal === 'invitation' ? 2 : 1);
  });

  it('keeps a failed step in sight with its reason, and tries it again later', async () => {
    const taken = await world.createTenant('first-owner');
    await finish(taken);
    const tenantId = await world.createTenant('second-owner', { users: [{ email: 'viewer@first-owner.example', displayName: 'Same', locale: 'en', roles: ['customer_viewer'] }] });
    const onboarding = world.get(OnboardingService);
    const ctx = system(tenantId);
    for (let step = await onboarding.claim(ctx); step !== undefined; step = await onboarding.claim(ctx)) {
      const current = step;
      await onboarding.perform(ctx, current).catch((error: unknown) => onboarding.failed(ctx, current, error));
    }

    const { state, steps } = await world.get(TenantController).onboarding(await world.operator('tenant:read'), { tenantId });
    expect(state).toBe('onboarding');
    expect(steps.find(({ step }) => step === 'account')).toMatchObject({ done: false, attempts: 1, lastError: 'identity.username_taken' });
  });

  it('is finished by the worker alone', async () => {
    const tenantId = await world.createTenant('by-worker');
    const worker = world.get(OnboardingWorker);
    await worker.start();

    await eventually('the active tenant', async () => (await rows("select 1 from tenants.tenant where tenant_id = $1 and state = 'active'", tenantId)).length === 1);
    await worker.stop();
  });

  it('gives no second company the slug, its look-alike, or the code of another', async () => {
    await world.createTenant('kumo1');

    await expect(world.createTenant('kumo1')).rejects.toMatchObject({ kind: 'Conflict', slug: 'tenant.slug_taken' });
    await expect(world.createTenant('kum0l', { code: 'OTHER' })).rejects.toMatchObject({ slug: 'tenant.slug_taken' });
    await expect(world.createTenant('quite-different', { code: 'KUMO1' })).rejects.toMatchObject({ slug: 'tenant.code_taken' });
  });

  it('is for operators of the provider only, and a customer sees nothing but their own company', async () => {
    const tenantId = await world.createTenant('own-eyes');
    const other = await world.createTenant('other-eyes');
    await finish(tenantId);
    const [{ subject }] = await rows('select subject from tenants.app_user where tenant_id = $1', tenantId);
    const mine = customerToken(String(subject), tenantId);

    const ctx = await world.as(mine, 'tenant:read');
    expect((await world.get(TenantController).tenants(ctx, { first: 100 })).items.map((tenant) => tenant.tenantId)).toEqual([tenantId]);
    await expect(world.get(TenantController).tenant(ctx, { tenantId: other })).rejects.toThrow(NotFound);
    await expect(world.as(mine, 'tenant:create')).rejects.toMatchObject({ kind: 'Forbidden' });
  });

  it('grants a customer nothing for another organization, for none, and nothing to a stranger', async () => {
    const tenantId = await world.createTenant('bound');
    await finish(tenantId);
    const [{ subject }] = await rows('select subject from tenants.app_user where tenant_id = $1', tenantId);

    await expect(world.as(customerToken(String(subject), tenantId), 'case:read')).resolves.toMatchObject({ tenantId, audience: 'customer' });
    await expect(world.as(customerToken(String(subject), null), 'case:read')).rejects.toMatchObject({ kind: 'Forbidden' });
    await expect(world.as(customerToken(String(subject), await world.createTenant('unbound')), 'case:read')).rejects.toMatchObject({ kind: 'Forbidden' });
    await expect(world.get(AccessService).assertGrants(customerToken('nobody', tenantId))).rejects.toMatchObject({ kind: 'Forbidden' });
  });
});
