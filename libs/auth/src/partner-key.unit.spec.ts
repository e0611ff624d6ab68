import { randomBytes } from 'node:crypto';
import { newId, PARTNER_PERMISSIONS, PERMISSIONS, PERMISSIONS_OF_ROLE, ROLES } from '@yagura/kernel';
import fc from 'fast-check';
import { PartnerCredentialRefused } from './api-key.errors';
import { isPartnerKey, newPartnerKey, newPublicId, newSourceToken, parsePartnerKey } from './api-key';
import { contextFrom } from './context-from';
import { assertGrants, signAssertion, verifyAssertion, type GrantAssertion } from './grant-assertion';
import { PARTNER_KEY_ISSUER, TokenVerifier } from './verifier';

const refusal = (text: string): string => {
  try {
    parsePartnerKey(text);
    return 'accepted';
  } catch (error) {
    if (error instanceof PartnerCredentialRefused) return error.reason;
    throw error;
  }
};

describe('a partner key', () => {
  it('is read back into the parts it was made of and says which kind of installation made it', () => {
    const { key, ...parts } = newPartnerKey('test');

    expect(parsePartnerKey(key)).toEqual(parts);
    expect(key).toMatch(/^ygp_test_[a-z2-7]{16}_[a-z2-7]{32}_[a-z2-7]{7}$/);
    expect(newPartnerKey('live').key).toMatch(/^ygp_live_/);
  });

  it('with one wrong character is refused by its form or its checksum alone', () => {
    const { key } = newPartnerKey('live');

    fc.assert(fc.property(fc.nat(key.length - 1), fc.constantFrom(...'abz27_-A'), (at, character) => {
      fc.pre(key[at] !== character);
      return ['shape', 'checksum'].includes(refusal(key.slice(0, at) + character + key.slice(at + 1)));
    }), { numRuns: 500 });
  });

  it('is no source token, nor the other way round', () => {
    expect(refusal(newSourceToken(newPublicId()).token)).toBe('shape');
    expect(isPartnerKey(newSourceToken(newPublicId()).token)).toBe(false);
    expect(isPartnerKey(newPartnerKey('live').key)).toBe(true);
  });

  it('is read only by a verifier that was told to, and is named by the hash of all of it', async () => {
    const [one, other] = [newPartnerKey('live'), newPartnerKey('live')];
    const verifier = new TokenVerifier({ audience: 'gateway', issuers: [], partnerKeys: true });

    await expect(new TokenVerifier({ audience: 'gateway', issuers: [] }).verify(one.key)).rejects.toMatchObject({ kind: 'Unauthenticated' });
    const said = await verifier.verify(one.key);
    expect(said).toMatchObject({ issuer: PARTNER_KEY_ISSUER, organizationId: null, partnerKey: { publicId: one.publicId } });
    expect((await verifier.verify(other.key)).subject).not.toBe(said.subject);
    await expect(verifier.verify(`${one.key.slice(0, -1)}${one.key.endsWith('a') ? 'b' : 'a'}`)).rejects.toMatchObject({ kind: 'Unauthenticated', slug: 'auth.token_refused' });
  });
});

describe('what a partner client may do', () => {
  const [a, b, partnerId] = [newId(), newId(), newId()].sort();
  const KEY = randomBytes(32);
  const verifier = new TokenVerifier({ audience: 'gateway', issuers: [], partnerKeys: true });
  const { key } = newPartnerKey('live');
  const facts = async (change: Partial<GrantAssertion> = {}): Promise<GrantAssertion> => {
    const { issuer, subject } = await verifier.verify(key);
    return assertGrants({
      issuer, subject, organizationId: null, userId: partnerId, name: 'Minato', audience: 'customer', homeTenantId: newId(), actor: 'partner',
      grants: [{ tenantId: a, roles: [], permissions: ['case:read', 'report:read'] }, { tenantId: b, roles: [], permissions: ['case:read'] }], ...change,
    }, 1_000);
  };

  it('is what each tenant granted it, as a partner and with a customer’s eyes', async () => {
    const token = await verifier.verify(key);
    const said = verifyAssertion(token, signAssertion(await facts(), KEY), KEY, 1_000);

    const [cases, reports] = [contextFrom(token, said, { permission: 'case:read' }), contextFrom(token, said, { permission: 'report:read' })];

    expect(cases).toMatchObject({ readScope: [a, b], audience: 'customer', actor: { kind: 'partner', id: partnerId } });
    expect([...cases.permissions]).toEqual(['case:read']);
    expect(reports.readScope).toEqual([a]);
    expect(() => contextFrom(token, said, { permission: 'report:read', tenantId: b })).toThrow(expect.objectContaining({ kind: 'NotFound' }));
  });

  it('counts nothing of a role', async () => {
    const token = await verifier.verify(key);
    const said = await facts({ grants: [{ tenantId: a, roles: [...ROLES], permissions: ['case:read'] }] });

    expect(PERMISSIONS.filter((permission) => { try { contextFrom(token, said, { permission }); return true; } catch { return false; } })).toEqual(['case:read']);
  });

  it('is nothing that is not on the closed list: an assertion that says so cannot be read', async () => {
    const said = await facts();
    const forbidden = PERMISSIONS.filter((permission) => !(PARTNER_PERMISSIONS as readonly string[]).includes(permission));

    expect(forbidden).toEqual(expect.arrayContaining(['grant:write', 'case:write', 'telemetry:read', 'audit:read', 'billing:read', 'partner:write', 'tenant:read']));
    for (const permission of forbidden) {
      expect(() => signAssertion({ ...said, grants: [{ tenantId: a, roles: [], permissions: [permission] }] } as never, KEY)).toThrow();
    }
  });

  it('fits no other key, and permissions count for no person', async () => {
    const text = signAssertion(await facts(), KEY);
    const other = await verifier.verify(newPartnerKey('live').key);
    const token = await verifier.verify(key);

    expect(() => verifyAssertion(other, text, KEY, 1_000)).toThrow(expect.objectContaining({ kind: 'Unauthenticated' }));
    const person = await facts({ actor: undefined });
    expect(() => contextFrom(token, person, { permission: 'case:read' })).toThrow(expect.objectContaining({ kind: 'Forbidden' }));
  });
});

describe('operators', () => {
  it('alone manage partner clients', () => {
    const holders = ROLES.filter((role) => PERMISSIONS_OF_ROLE[role].includes('partner:write'));

    expect(holders).toEqual(['operator', 'service_account']);
  });
});
