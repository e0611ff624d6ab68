import { newPartnerKey, NotAllowed, PARTNER_KEY_ISSUER, PartnerCredentialRefused, TokenVerifier, type VerifiedToken } from '@yagura/auth';
import { envelopeSchema, PartnerAccessChangedV1, type PartnerClientView } from '@yagura/contracts';
import { SystemDb } from '@yagura/db';
import { asId, NotFound, type PartnerPermission, type Permission, type TenantContext } from '@yagura/kernel';
import { eventually, TEST_INSTALLATION_KEY, testDatabase, type TestDatabase } from '@yagura/testing';
import { AccessService } from '../access/access.service';
import { AuditController } from '../audit/audit.controller';
import { TenantController } from '../onboarding/tenant.controller';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { SuspensionService } from '../suspension/suspension.service';
import { customerToken, TenantsWorld, URLS } from '../testing/tenants-world';
import { PartnerController } from './partner.controller';
import { PartnerSelfController } from './partner-self.controller';

describe('partner clients', () => {
  let database: TestDatabase;
  let judge: SystemDb;
  let world: TenantsWorld;
  let a: string;
  let b: string;
  let [one, two]: PartnerClientView[] = [];
  const verifier = new TokenVerifier({ audience: 'gateway', issuers: [], partnerKeys: true });
  const partners = (): PartnerController => world.get(PartnerController);
  const manage = (): Promise<TenantContext> => world.operator('partner:write');
  const rows = (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => judge.sql(sql, values);
  const grant = async (partnerClientId: string, tenantId: string, ...permissions: PartnerPermission[]): Promise<unknown> =>
    partners().grantPartnerAccess(await world.operator('grant:write'), { tenantId, partnerClientId, permissions });
  const newClient = async (name: string): Promise<PartnerClientView> => partners().createPartnerClient(await manage(), { name });
  const newKey = async (partnerClientId: string, wanted: { networks?: string[]; expiresAt?: string } = {}): Promise<{ keyId: string; key: string }> =>
    partners().createPartnerKey(await manage(), { partnerClientId, label: 'night job', networks: [], ...wanted });
  /** The context that a key gets, as gateway and edge make it. */
  const as = async (key: string, permission: Permission, tenantId?: string, address?: string): Promise<TenantContext> => world.as(await verifier.verify(key), permission, tenantId, address);
  const refusalOf = async (key: string, address?: string): Promise<unknown> => as(key, 'case:read', undefined, address).then(() => 'accepted', (error: unknown) => error);
  const reasonOf = async (key: string, address?: string): Promise<unknown> => {
    const error = await refusalOf(key, address);
    return error instanceof PartnerCredentialRefused ? error.reason : error;
  };

  beforeAll(async () => {
    database = await testDatabase();
    judge = new SystemDb(database.superuserUrl);
    world = await new TenantsWorld(database, TEST_INSTALLATION_KEY).start();
    const active = async (slug: string): Promise<string> => {
      const id = await world.createTenant(slug, { users: [] });
      await eventually('the active tenant', async () => (await world.get(TenantController).tenant(await world.operator('tenant:read'), { tenantId: id })).state === 'active');
      return id;
    };
    [a, b] = [await active('alpha-works'), await active('beta-works')];
    [one, two] = [await newClient('Minato Insurance'), await newClient('Kawa Resale')];
  });
  afterAll(async () => {
    await world.stop();
    await judge.close();
    await database.drop();
  });

  it('may do in each tenant what it was granted there, two of them beside each other', async () => {
    await grant(one.partnerClientId, a, 'case:read', 'report:read');
    await grant(one.partnerClientId, b, 'case:read');
    await grant(two.partnerClientId, b, 'case:read', 'webhook:manage');
    const [{ key: first }, { key: second }] = [await newKey(one.partnerClientId), await newKey(two.partnerClientId)];

    expect((await as(first, 'case:read')).readScope).toEqual([a, b].sort());
    expect(await as(first, 'report:read')).toMatchObject({ tenantId: a, readScope: [a], audience: 'customer', actor: { kind: 'partner', id: one.partnerClientId, name: 'Minato Insurance' } });
    expect((await as(second, 'case:read')).readScope).toEqual([b]);
    await expect(as(second, 'case:read', a)).rejects.toThrow(NotFound);
    await expect(as(second, 'report:read')).rejects.toThrow(NotAllowed);
    await expect(as(first, 'case:write')).rejects.toThrow(NotAllowed);
    await expect(as(first, 'partner:read')).rejects.toThrow(NotAllowed);
  });

  it('tells the tenant of each change of a grant, in its own events and its own chain, and sees a withdrawn one nowhere', async () => {
    const client = await newClient('Told Twice');
    const { key } = await newKey(client.partnerClientId);
    await grant(client.partnerClientId, a, 'case:read');
    await grant(client.partnerClientId, a, 'case:read', 'sla:read');
    await expect(as(key, 'sla:read')).resolves.toMatchObject({ tenantId: a });
    await partners().withdrawPartnerAccess(await world.operator('grant:write'), { tenantId: a, partnerClientId: client.partnerClientId });

    await expect(as(key, 'case:read')).rejects.toThrow(NotAllowed);
    const told = await rows("select envelope from lane.outbox where tenant_id = $1 and type = $2 and envelope->'data'->>'partnerClientId' = $3 order by created_at, id", [a, PartnerAccessChangedV1.type, client.partnerClientId]);
    expect(told.map(({ envelope }) => PartnerAccessChangedV1.data.parse(envelopeSchema.parse(envelope).data)).map(({ permissions, active }) => [permissions, active]))
      .toEqual([[['case:read'], true], [['case:read', 'sla:read'], true], [[], false]]);
    const acts = await rows('select action from audit.entry where tenant_id = $1 and object_id = $2 order by at', [a, client.partnerClientId]);
    expect(acts.map(({ action }) => action)).toEqual(['partner_access.granted', 'partner_access.granted', 'partner_access.withdrawn']);
  });

  it('are refused alike for every fault of a key, before anything was hashed for a mistyped one', async () => {
    const client = await newClient('Many Faults');
    await grant(client.partnerClientId, a, 'case:read');
    const { key } = await newKey(client.partnerClientId);
    const { key: bound } = await newKey(client.partnerClientId, { networks: ['192.0.2.0/24', '2001:db8::/32'] });
    const [stranger, lettersOf] = [newPartnerKey('test').key, (text: string): string[] => text.split('_')];
    const wrongSecret = newPartnerKeyOf(lettersOf(key)[2], lettersOf(stranger)[3]);

    expect(await reasonOf(stranger)).toBe('unknown');
    expect(await reasonOf(wrongSecret)).toBe('secret');
    expect(await reasonOf(bound, '198.51.100.1')).toBe('network');
    expect(await reasonOf(bound)).toBe('network');
    expect(await reasonOf(bound, '::ffff:192.0.2.9')).not.toBeInstanceOf(Error);
    await expect(verifier.verify(`${key.slice(0, -7)}aaaaaaa`)).rejects.toMatchObject({ reason: 'checksum' });
    const answers = await Promise.all([refusalOf(stranger), refusalOf(wrongSecret), refusalOf(bound, '198.51.100.1'), verifier.verify(`${key.slice(0, -7)}aaaaaaa`).catch((error: unknown) => error)]);
    expect(new Set(answers.map((error) => (error instanceof PartnerCredentialRefused ? `${error.kind} ${error.slug} ${error.message}` : String(error)))).size).toBe(1);
  });

  it('have at most two live keys, each with an end', async () => {
    const client = await newClient('Key Ring');
    await grant(client.partnerClientId, a, 'case:read');
    const [first, soon] = [await newKey(client.partnerClientId), await newKey(client.partnerClientId, { expiresAt: new Date(Date.now() + 3_600_000).toISOString() })];
    await expect(newKey(client.partnerClientId)).rejects.toMatchObject({ slug: 'partner.keys_reached' });
    await expect(newKey(client.partnerClientId, { expiresAt: '2001-01-01T00:00:00Z' })).rejects.toMatchObject({ kind: 'PreconditionFailed' });

    const { keys } = await partners().revokePartnerKey(await manage(), { keyId: first.keyId });
    expect(keys.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, false]);
    expect(await reasonOf(first.key)).toBe('ended');
    await database.shiftTime('2 hours');
    expect(await reasonOf(soon.key)).toBe('ended');
    await database.shiftTime('0');
    await expect(newKey(client.partnerClientId, { expiresAt: '2001-01-01T00:00:00Z' })).rejects.toMatchObject({ slug: 'partner.key_life_unfit' });
  });

  it('keep of a key a keyed hash alone, and note its use to the minute', async () => {
    const client = await newClient('Kept Hash');
    await grant(client.partnerClientId, a, 'case:read');
    const { key } = await newKey(client.partnerClientId);
    await as(key, 'case:read');

    const [stored] = await rows('select row_to_json(k)::text as text, last_used_at is not null as used from tenants.partner_key k where partner_client_id = $1', [client.partnerClientId]);
    expect(stored).toMatchObject({ used: true });
    expect(String(stored['text'])).not.toContain(key.split('_')[3]);
    const logged = await rows("select count(*)::int as n from lane.outbox where envelope::text like '%' || $1 || '%'", [key.split('_')[3]]);
    expect(logged).toEqual([{ n: 0 }]);
  });

  it('are recognised by a token of the identity provider from their newest secret on', async () => {
    const client = await newClient('By Token');
    await grant(client.partnerClientId, b, 'finding:read');
    const tokenAt = (issuedAt: number, clientId: string = client.signInId): VerifiedToken => ({ ...customerToken(`service-account-${client.signInId}`, null), clientId, issuedAt });
    const second = (): number => Math.floor(Date.now() / 1_000);
    await expect(world.as(tokenAt(second()), 'finding:read')).rejects.toThrow(NotAllowed);

    const before = second();
    const issued = await partners().createPartnerSecret(await manage(), { partnerClientId: client.partnerClientId });
    expect(issued).toMatchObject({ clientId: client.signInId, tokenUrl: `${URLS.customerIssuer}/protocol/openid-connect/token` });
    await expect(world.as(tokenAt(second()), 'finding:read')).resolves.toMatchObject({ readScope: [b], actor: { kind: 'partner', id: client.partnerClientId } });
    await expect(world.as(tokenAt(before), 'finding:read')).rejects.toThrow(PartnerCredentialRefused);
    await expect(world.as(tokenAt(second(), 'yagura-portal'), 'finding:read')).rejects.toThrow(PartnerCredentialRefused);
    await expect(world.as({ ...tokenAt(second()), issuer: URLS.staffIssuer }, 'finding:read')).rejects.toThrow(NotAllowed);

    const old = second();
    await partners().createPartnerSecret(await manage(), { partnerClientId: client.partnerClientId });
    await expect(world.as(tokenAt(old), 'finding:read')).rejects.toThrow(PartnerCredentialRefused);
    await expect(world.as(tokenAt(second()), 'finding:read')).resolves.toBeDefined();
    await partners().revokePartnerSecret(await manage(), { partnerClientId: client.partnerClientId });
    await expect(world.as(tokenAt(second()), 'finding:read')).rejects.toThrow(PartnerCredentialRefused);
  });

  it('are nobody any more once disabled: keys, tokens and grants end, and the tenants are told', async () => {
    const client = await newClient('Ex Partner');
    for (const tenantId of [a, b]) await grant(client.partnerClientId, tenantId, 'case:read');
    const { key } = await newKey(client.partnerClientId);
    await partners().createPartnerSecret(await manage(), { partnerClientId: client.partnerClientId });

    for (const _ of [1, 2]) {
      const ended = await partners().disablePartnerClient(await manage(), { partnerClientId: client.partnerClientId });
      expect(ended).toMatchObject({ state: 'disabled', keys: [{ revokedAt: expect.any(String) }], grants: [{ active: false }, { active: false }] });
    }
    expect(await reasonOf(key)).toBe('ended');
    await expect(world.as({ ...customerToken(`service-account-${client.signInId}`, null), clientId: client.signInId, issuedAt: Date.now() }, 'case:read')).rejects.toThrow(PartnerCredentialRefused);
    await expect(grant(client.partnerClientId, a, 'case:read')).rejects.toThrow(NotFound);
    await expect(newKey(client.partnerClientId)).rejects.toMatchObject({ slug: 'partner.disabled' });
    const told = await rows("select tenant_id from lane.outbox where type = $1 and envelope->'data'->>'partnerClientId' = $2 and envelope->'data'->>'active' = 'false'", [PartnerAccessChangedV1.type, client.partnerClientId]);
    expect(told.map((row) => row['tenant_id']).sort()).toEqual([a, b].sort());
  });

  it('get nothing in a suspended tenant, and nothing in the provider’s own', async () => {
    const client = await newClient('Suspended Too');
    for (const tenantId of [a, b]) await grant(client.partnerClientId, tenantId, 'case:read');
    const { key } = await newKey(client.partnerClientId);
    await world.get(SuspensionService).suspend(await world.operator('tenant:write'), b, 'unpaid');
    expect((await as(key, 'case:read')).readScope).toEqual([a]);
    await world.get(SuspensionService).resume(await world.operator('tenant:write'), b, 'paid');

    await expect(grant(client.partnerClientId, PROVIDER_TENANT_ID, 'case:read')).rejects.toMatchObject({ slug: 'tenant.is_provider' });
  });

  it('see of themselves their tenants, what they may do there, and their keys; nobody else is told anything', async () => {
    const client = await newClient('Self Seen');
    await grant(client.partnerClientId, a, 'report:read');
    const { key } = await newKey(client.partnerClientId);
    const self = await world.get(PartnerSelfController).partnerSelf(await verifier.verify(key), {});

    expect(self).toMatchObject({ name: 'Self Seen', tenants: [{ slug: 'alpha-works', permissions: ['report:read'] }], keys: [{ label: 'night job', lastUsedAt: expect.stringMatching(/:00\.000Z$/) }] });
    await expect(world.get(PartnerSelfController).partnerSelf(customerToken('nobody', a), {})).rejects.toThrow(PartnerCredentialRefused);
    const forged: VerifiedToken = { ...(await verifier.verify(newPartnerKey('test').key)), issuer: PARTNER_KEY_ISSUER };
    await expect(world.get(PartnerSelfController).partnerSelf(forged, {})).rejects.toThrow(PartnerCredentialRefused);
  });

  it('are found and changed only by whoever has that right in the provider’s tenant', async () => {
    const elsewhere = { ...(await manage()), tenantId: asId<'tenant'>(a), readScope: [asId<'tenant'>(a)] };

    expect((await partners().partnerClients(elsewhere, { first: 100 })).items).toEqual([]);
    await expect(partners().partnerClient(elsewhere, { partnerClientId: one.partnerClientId })).rejects.toThrow(NotFound);
    await expect(partners().createPartnerClient(elsewhere, { name: 'Elsewhere' })).rejects.toMatchObject({ slug: 'partner.not_operator' });
    await expect(partners().disablePartnerClient(elsewhere, { partnerClientId: one.partnerClientId })).rejects.toThrow(NotFound);
    await expect(partners().grantPartnerAccess(elsewhere, { tenantId: b, partnerClientId: one.partnerClientId, permissions: ['case:read'] })).rejects.toThrow(NotFound);
    await expect(partners().grantPartnerAccess(elsewhere, { tenantId: a, partnerClientId: one.partnerClientId, permissions: ['case:read'] })).rejects.toMatchObject({ slug: 'partner_client.not_found' });
    await expect(newClient('Minato Insurance')).rejects.toMatchObject({ slug: 'partner.name_taken' });
  });

  it('are shown to the client company in its own log', async () => {
    await eventually('the chained entry', async () => {
      const viewer = { ...(await world.operator('audit:read', a)), audience: 'customer' as const, tenantId: asId<'tenant'>(a), readScope: [asId<'tenant'>(a)] };
      const { items } = await world.get(AuditController).auditLog(viewer, { tenantId: a, first: 100 });
      return items.some(({ action }) => action === 'partner_access.granted');
    });
  });

  it('leave no assertion for a client that was disabled a moment ago', async () => {
    const client = await newClient('A Moment Ago');
    await grant(client.partnerClientId, a, 'case:read');
    const { key } = await newKey(client.partnerClientId);
    const token = await verifier.verify(key);
    await expect(world.get(AccessService).assertGrants(token)).resolves.toBeDefined();

    await partners().disablePartnerClient(await manage(), { partnerClientId: client.partnerClientId });
    await expect(world.get(AccessService).assertGrants(token)).rejects.toThrow(PartnerCredentialRefused);
  });
});

/** A well-formed key of these halves: what somebody types who knows the public id. */
function newPartnerKeyOf(publicId: string, secret: string): string {
  const body = `ygp_test_${publicId}_${secret}`;
  return `${body}_${checksumOf(body)}`;
}

/** CRC-32 in base32, computed here by the book, so that the spec does not lean on the code under test. */
function checksumOf(text: string): string {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const bits = ((crc ^ 0xffffffff) >>> 0).toString(2).padStart(32, '0').padEnd(35, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[parseInt(five, 2)]).join('');
}
