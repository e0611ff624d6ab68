import { hashSecret, parseSourceToken } from '@yagura/auth';
import { newId, NotFound } from '@yagura/kernel';
import { CredentialHeldV1, SourceChangedV1 } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { ConsumerRuntime, OnEvent, publish } from '@yagura/messaging';
import { eventually, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from '@yagura/testing';
import type { z } from 'zod';
import { TenantController } from '../onboarding/tenant.controller';
import { TenantsWorld } from '../testing/tenants-world';
import { CredentialService } from './credential.service';
import { SourceController } from './source.controller';

type Changed = z.output<typeof SourceChangedV1.data>;

/** The doors' side of the road: they keep what they hear and say that they hold it, while they are open. */
class Doors {
  readonly heard: Changed[] = [];
  open = true;

  @OnEvent(SourceChangedV1)
  async changed(tx: TenantTx, data: Changed): Promise<void> {
    this.heard.push(data);
    if (!this.open || data.credential === null) return;
    const { credentialId, state } = data.credential;
    await publish(tx, CredentialHeldV1, { tenantId: data.tenantId, sourceId: data.sourceId, credentialId, state });
  }
}

describe('the sources of a client company', () => {
  let database: TestDatabase;
  let world: TenantsWorld;
  let doors: Doors;
  let ingestion: ConsumerRuntime;
  let tenantId: string;
  let other: string;

  const active = async (slug: string): Promise<string> => {
    const id = await world.createTenant(slug, { users: [] });
    await eventually('the active tenant', async () =>
      (await world.get(TenantController).tenant(await world.operator('tenant:read'), { tenantId: id })).state === 'active');
    return id;
  };
  const sources = (): SourceController => world.get(SourceController);
  const newSource = async (name: string, tenant = tenantId): Promise<string> =>
    (await sources().createSource(await world.operator('source:write'), { tenantId: tenant, name, kind: 'firewall', parser: null, critical: false })).sourceId;

  beforeAll(async () => {
    database = await testDatabase();
    world = await new TenantsWorld(database, TEST_INSTALLATION_KEY).start();
    doors = new Doors();
    ingestion = new ConsumerRuntime('ingestion', database.tenantDb('svc_ingestion'), world.events, [doors], { warn: () => undefined, error: () => undefined });
    ingestion.start();
    [tenantId, other] = [await active('hayate'), await active('minato')];
  });

  afterAll(async () => {
    await ingestion.stop();
    await world.stop();
    await database.drop();
  });

  it('gets a number of the whole installation and the zone of the agreement', async () => {
    const ctx = await world.operator('source:write');
    const mine = await sources().createSource(ctx, { tenantId, name: 'Edge', kind: 'firewall', parser: null, critical: true });
    const theirs = await sources().createSource(ctx, { tenantId: other, name: 'Edge', kind: 'firewall', parser: null, critical: false });

    expect(mine).toMatchObject({ tenantId, timeZone: 'Asia/Tokyo', critical: true, enabled: true, credentials: [] });
    expect(theirs.sourceNumber).not.toBe(mine.sourceNumber);
    await expect(sources().createSource(ctx, { tenantId, name: 'Edge', kind: 'proxy', parser: null, critical: false })).rejects.toMatchObject({ slug: 'source.name_taken' });
  });

  it('shows a secret once, when the doors hold its hash', async () => {
    const sourceId = await newSource('Proxy');

    const { token, credential } = await sources().issueCredential(await world.operator('source:write'), { sourceId });

    const { publicId, secret } = parseSourceToken(token);
    expect(credential).toMatchObject({ publicId, state: 'active' });
    expect(doors.heard.find(({ credential: held }) => held?.publicId === publicId)?.credential?.secretHash).toBe(hashSecret(secret, Buffer.alloc(32, 5)).toString('hex'));
    expect(JSON.stringify(await sources().source(await world.operator('source:read'), { sourceId }))).not.toContain(secret);
  });

  it('revokes and refuses a secret that the doors do not confirm in time', async () => {
    const sourceId = await newSource('Deaf');
    doors.open = false;

    await expect(world.get(CredentialService).issue(await world.operator('source:write'), sourceId, 300))
      .rejects.toMatchObject({ kind: 'Unavailable', slug: 'source.credential_not_held' });

    doors.open = true;
    const { credentials } = await sources().source(await world.operator('source:read'), { sourceId });
    expect(credentials.map(({ state }) => state)).toEqual(['revoked']);
    await eventually('the revocation at the doors', async () => doors.heard.some((event) => event.sourceId === sourceId && event.credential?.state === 'revoked'));
  });

  it('has at most two live secrets, so that senders can be switched over', async () => {
    const sourceId = await newSource('Rotated');
    const ctx = await world.operator('source:write');
    const first = await sources().issueCredential(ctx, { sourceId });
    await sources().issueCredential(ctx, { sourceId });

    await expect(sources().issueCredential(ctx, { sourceId })).rejects.toMatchObject({ slug: 'source.credentials_reached' });
    await sources().revokeCredential(ctx, { credentialId: first.credential.credentialId });
    const third = await sources().issueCredential(ctx, { sourceId });

    expect(third.credential.state).toBe('active');
  });

  it('ends at the number that the agreement allows', async () => {
    const small = await world.createTenant('small', { users: [], agreement: {
      plan: 'mdr_standard', serviceMode: 'MDR', timeZone: 'Asia/Tokyo', language: 'ja', currency: 'JPY', billingName: 'Small', quota: { maxSources: 1 } } });
    await expect(newSource('Too early', small)).rejects.toMatchObject({ slug: 'source.tenant_not_active' });
    await eventually('the active tenant', async () => (await world.get(TenantController).tenant(await world.operator('tenant:read'), { tenantId: small })).state === 'active');
    await newSource('Only', small);

    await expect(newSource('One too many', small)).rejects.toMatchObject({ slug: 'source.quota_reached' });
  });

  it('is not there for whoever has no grant in its tenant', async () => {
    const sourceId = await newSource('Hidden');
    const elsewhere = { ...(await world.operator('source:write', other)), readScope: (await world.operator('source:write', other)).readScope.filter((id) => id !== tenantId) };

    await expect(sources().source(elsewhere, { sourceId })).rejects.toThrow(NotFound);
    await expect(sources().issueCredential(elsewhere, { sourceId })).rejects.toThrow(NotFound);
    await expect(sources().createSource(elsewhere, { tenantId, name: 'Foreign', kind: 'firewall', parser: null, critical: false })).rejects.toThrow(NotFound);
    await expect(sources().revokeCredential(elsewhere, { credentialId: newId() })).rejects.toThrow(NotFound);
  });

  it('closes with its tenant’s suspension, which voids every grant, and opens again', async () => {
    const paused = await active('paused');
    const sourceId = await newSource('Paused', paused);
    const tenants = world.get(TenantController);
    await tenants.suspendTenant(await world.operator('tenant:write'), { tenantId: paused, reason: 'unpaid' });

    await expect(world.operator('tenant:read', paused)).rejects.toThrow(NotFound);
    await eventually('the closed door', async () => doors.heard.some((event) => event.sourceId === sourceId && !event.enabled));
    expect((await tenants.resumeTenant(await world.operator('tenant:create'), { tenantId: paused, reason: 'paid' })).state).toBe('active');
    await expect(world.operator('tenant:read', paused)).resolves.toMatchObject({ tenantId: paused });
  });
});
