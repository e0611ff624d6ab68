import { NotAllowed, type VerifiedToken } from '@yagura/auth';
import { asId, forSystem, NotFound } from '@yagura/kernel';
import { MemberChangedV1, envelopeSchema } from '@yagura/contracts';
import { SystemDb } from '@yagura/db';
import { eventually, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from '@yagura/testing';
import { AccessController } from '../access/access.controller';
import { TenantController } from '../onboarding/tenant.controller';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { seedProvider } from '../provider/seed-provider';
import { customerToken, staffToken, TenantsWorld, URLS } from '../testing/tenants-world';
import { UsageService } from '../usage/usage.service';
import { UserController } from './user.controller';

describe('people and their grants', () => {
  let database: TestDatabase;
  let world: TenantsWorld;
  let judge: SystemDb;
  let a: string;
  let b: string;

  const rows = (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> => judge.sql(sql, values);
  const users = (): UserController => world.get(UserController);
  const subjectOf = (email: string): Promise<string> => eventually(`the account of ${email}`, async () => {
    const [row] = await rows('select subject from tenants.app_user where email = $1 and invited_at is not null', email);
    return typeof row?.subject === 'string' ? row.subject : undefined;
  });
  const access = (): AccessController => world.get(AccessController);
  const signOuts = (userId: string): Promise<Record<string, unknown>[]> =>
    rows("select tenant_id, actor_kind, actor_id from audit.entry where action = 'user.signed_out' and object_id = $1", userId);
  const newAnalyst = async (email: string): Promise<{ userId: string; subject: string }> => {
    const { userId } = await users().createUser(await world.operator('user:write'), { tenantId: PROVIDER_TENANT_ID, email, displayName: 'An Alyst', locale: 'en', roles: ['analyst'] });
    return { userId, subject: await subjectOf(email) };
  };

  beforeAll(async () => {
    database = await testDatabase();
    world = await new TenantsWorld(database, TEST_INSTALLATION_KEY).start();
    judge = new SystemDb(database.superuserUrl);
    [a, b] = [await world.createTenant('granted'), await world.createTenant('not-granted')];
    await eventually('two active tenants', async () => (await rows("select 1 from tenants.tenant where kind = 'customer' and state = 'active'")).length === 2);
  });

  afterAll(async () => {
    await judge.close();
    await world.stop();
    await database.drop();
  });

  it('let a new analyst see no client company before one is granted, and only that one then', async () => {
    const { userId, subject } = await newAnalyst('Ana@example.com'.toLowerCase());
    const seen = async (): Promise<string[]> =>
      (await world.get(TenantController).tenants(await world.as(staffToken(subject), 'tenant:read'), { first: 100 })).items.filter(({ kind }) => kind === 'customer').map(({ tenantId }) => tenantId);
    const before = await seen();

    await users().grantRoles(await world.operator('grant:write'), { tenantId: a, userId, roles: ['analyst'] });

    expect(before).toEqual([]);
    expect(await seen()).toEqual([a]);
    await expect(world.as(staffToken(subject), 'case:read', b)).rejects.toThrow(NotFound);
  });

  it('lose access with the very next question when a grant is withdrawn', async () => {
    const { userId, subject } = await newAnalyst('leaver@example.com');
    await users().grantRoles(await world.operator('grant:write'), { tenantId: a, userId, roles: ['analyst'] });
    await expect(world.as(staffToken(subject), 'case:read', a)).resolves.toMatchObject({ tenantId: a });

    await users().withdrawRoles(await world.operator('grant:write'), { tenantId: a, userId });

    await expect(world.as(staffToken(subject), 'case:read', a)).rejects.toThrow(NotFound);
    const told = (await rows("select envelope from lane.outbox where tenant_id = $1 and type = $2 and envelope->'data'->>'userId' = $3 order by created_at, id", a, MemberChangedV1.type, userId))
      .map(({ envelope }) => MemberChangedV1.data.parse(envelopeSchema.parse(envelope).data).active);
    expect(told).toEqual([true, false]);
  });

  it('are refused with the tokens from before they left, and only they are; a repetition ends nothing more', async () => {
    const [leaver, stayer] = [await newAnalyst('gone@example.com'), await newAnalyst('here@example.com')];
    const now = Math.floor(Date.now() / 1_000);
    const issued = (subject: string, issuedAt: number): VerifiedToken => ({ ...staffToken(subject), issuedAt });
    const used = issued(leaver.subject, now - 20);
    await expect(world.as(used, 'user:read')).rejects.toThrow(NotAllowed);

    const left = await access().signOut(used);
    const again = await access().signOut(used);

    expect(again).toEqual(left);
    for (const issuedAt of [0, now - 20, Math.floor(Date.parse(left.signedOutAt) / 1_000)]) {
      await expect(access().assertGrants(issued(leaver.subject, issuedAt), {})).rejects.toMatchObject({ kind: 'Unauthenticated', slug: 'auth.signed_out' });
    }
    // The answer came when its second was over: what is had from now on is good.
    await expect(access().assertGrants(issued(leaver.subject, Math.floor(Date.now() / 1_000)), {})).resolves.toBeDefined();
    await expect(access().assertGrants(issued(stayer.subject, now - 20), {})).resolves.toBeDefined();
    expect(await signOuts(leaver.userId)).toEqual([{ tenant_id: PROVIDER_TENANT_ID, actor_kind: 'user', actor_id: leaver.userId }]);
  });

  it('that an issuer’s fast clock gave a token from our future can leave that one behind too', async () => {
    const { subject } = await newAnalyst('early@example.com');
    const token = { ...staffToken(subject), issuedAt: Math.floor(Date.now() / 1_000) + 20 };

    await access().signOut(token);

    await expect(access().assertGrants(token, {})).rejects.toMatchObject({ slug: 'auth.signed_out' });
  });

  it('leave also where they end their session at the identity provider, or are sent a new password', async () => {
    const [elsewhere, invited] = [await newAnalyst('elsewhere@example.com'), await newAnalyst('forgetful@example.com')];
    await expect(access().assertGrants(staffToken(elsewhere.subject), {})).resolves.toBeDefined();

    world.news.tell({ issuer: URLS.customerIssuer, subject: elsewhere.subject });
    world.news.tell({ issuer: URLS.staffIssuer, subject: 'nobody' });
    world.news.tell({ issuer: URLS.staffIssuer, subject: elsewhere.subject });
    await users().inviteAgain(await world.operator('user:write'), { tenantId: PROVIDER_TENANT_ID, userId: invited.userId });

    for (const { userId, subject } of [elsewhere, invited]) {
      await eventually('the sign-out is noted', async () => (await signOuts(userId)).length === 1);
      await expect(access().assertGrants(staffToken(subject), {})).rejects.toMatchObject({ slug: 'auth.signed_out' });
    }
  });

  it('of a client company get only its roles, and staff only theirs', async () => {
    const ctx = await world.operator('user:write');
    const person = { email: 'mixed@example.com', displayName: 'Mixed', locale: 'en' as const };
    await expect(users().createUser(ctx, { ...person, tenantId: a, roles: ['analyst'] })).rejects.toMatchObject({ slug: 'user.roles_unfit' });
    await expect(users().createUser(ctx, { ...person, tenantId: PROVIDER_TENANT_ID, roles: ['customer_viewer'] })).rejects.toMatchObject({ slug: 'user.roles_unfit' });
    await expect(users().createUser(ctx, { ...person, tenantId: PROVIDER_TENANT_ID, roles: ['service_account'] })).rejects.toMatchObject({ slug: 'user.roles_unfit' });
  });

  it('of one client company cannot be given a right in another', async () => {
    const [{ id }] = await rows("select id from tenants.app_user where email = 'viewer@granted.example'");

    await expect(users().grantRoles(await world.operator('grant:write'), { tenantId: b, userId: String(id), roles: ['customer_viewer'] })).rejects.toThrow(NotFound);
  });

  it('cannot be let in, changed or listed by somebody without that right in the tenant', async () => {
    const viewer = customerToken(await subjectOf('viewer@granted.example'), a);
    await expect(world.as(viewer, 'user:write')).rejects.toMatchObject({ kind: 'Forbidden' });

    const onlyA = { ...(await world.operator('user:write')), readScope: [asId<'tenant'>(a)] };
    await expect(users().createUser(onlyA, { tenantId: PROVIDER_TENANT_ID, email: 'x@example.com', displayName: 'X', locale: 'en', roles: ['operator'] })).rejects.toThrow(NotFound);
    await expect(users().grantRoles(onlyA, { tenantId: b, userId: onlyA.actor.id, roles: ['operator'] })).rejects.toThrow(NotFound);
    expect((await users().members(onlyA, { first: 100 })).items.every(({ tenantId }) => tenantId === a)).toBe(true);
  });

  it('never leave the provider without an operator', async () => {
    const ctx = await world.operator('grant:write');

    await expect(users().withdrawRoles(ctx, { tenantId: PROVIDER_TENANT_ID, userId: ctx.actor.id })).rejects.toMatchObject({ slug: 'user.last_operator' });
  });

  it('are invited again with a new mail, whose password replaces the first', async () => {
    const [{ id }] = await rows("select id from tenants.app_user where email = 'viewer@not-granted.example'");
    const before = world.mails(b).length;
    await users().inviteAgain(await world.operator('user:write'), { tenantId: b, userId: String(id) });

    await eventually('the second mail', async () => world.mails(b).length === before + 1);
  });

  it('are metered once in a month, and again in the next', async () => {
    const metered = async (): Promise<unknown> => (await rows("select count(*)::int as n from lane.outbox where tenant_id = $1 and type = 'yagura.tenants_usage.metered.v1'", a))[0]?.n;
    const first = await metered();
    const ctx = forSystem(PROVIDER_TENANT_ID, 'tenants');
    await world.get(UsageService).meterAll(ctx);
    expect(await metered()).toBe(first);

    await database.shiftTime('40 days');
    await world.get(UsageService).meterAll(ctx);
    await world.get(UsageService).meterAll(ctx);

    expect(await metered()).toBe(Number(first) + 1);
    await database.shiftTime('0');
  });

  it('begin with one operator whose password is shown until somebody saw it', async () => {
    const db = database.tenantDb('svc_tenants', 1);
    const seed = () => seedProvider(db, world.identity, {
      name: 'Watchtower Inc.', staffIssuer: URLS.staffIssuer, programs: [{ subject: 'service-account-yagura-cli', name: 'Yagura CLI' }],
      operator: { email: 'op@example.com', displayName: 'First Operator', locale: 'en' },
    });

    const again = await seed();
    expect(again.firstPassword).toMatchObject({ username: 'op@example.com' });
    await again.firstPassword?.shown();
    expect((await seed()).firstPassword).toBeUndefined();
    expect(await rows("select count(*)::int as n from tenants.app_user where audience = 'staff' and email in ('op@example.com', 'service-account-yagura-cli')")).toEqual([{ n: 2 }]);
  });
});
