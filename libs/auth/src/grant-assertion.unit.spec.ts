import { createHmac, randomBytes } from 'node:crypto';
import { newId, NotFound, PERMISSIONS, PERMISSIONS_OF_ROLE, ROLES, audienceOfRole, type Role } from '@yagura/kernel';
import fc from 'fast-check';
import { contextFrom } from './context-from';
import { AssertionRefused, NotAllowed } from './grant-assertion.errors';
import { assertGrants, signAssertion, verifyAssertion, type GrantAssertion } from './grant-assertion';
import type { VerifiedToken } from './verifier';

const KEY = randomBytes(32);
const NOW = Date.UTC(2026, 10, 22);
const TOKEN: VerifiedToken = {
  issuer: 'http://idp/realms/yagura', subject: 'subject-1', organizationId: 'org-1', clientId: 'yagura-portal', username: 'aoi',
  issuedAt: NOW / 1000, expiresAt: NOW / 1000 + 300,
};
const [A, B, C] = [newId(), newId(), newId()].sort();
const HOME = newId();
type Facts = Omit<GrantAssertion, 'issuedAt' | 'expiresAt'>;
const facts = (change: Partial<Facts> = {}): Facts => ({
  issuer: TOKEN.issuer, subject: TOKEN.subject, organizationId: TOKEN.organizationId, userId: newId(), name: '青井', audience: 'staff',
  homeTenantId: HOME, grants: [{ tenantId: A, roles: ['analyst'] }], ...change,
});
const assertion = (change: Partial<Facts> = {}): GrantAssertion => assertGrants(facts(change), NOW);
const forge = (body: unknown): string => {
  const text = Buffer.from(JSON.stringify(body)).toString('base64url');
  return `${text}.${createHmac('sha256', KEY).update(`yagura-grant-v1.${text}`).digest('base64url')}`;
};
const reason = (run: () => unknown): unknown => {
  try {
    run();
    return 'accepted';
  } catch (error) {
    return error instanceof AssertionRefused ? error.reason : error;
  }
};

describe('a grant assertion', () => {
  it('comes back as it was signed, for four seconds', () => {
    const said = assertion();
    const text = signAssertion(said, KEY);

    expect(said.expiresAt - said.issuedAt).toBe(4_000);
    expect(verifyAssertion(TOKEN, text, KEY, NOW)).toEqual(said);
    expect(verifyAssertion(TOKEN, text, KEY, NOW + 3_999)).toEqual(said);
    expect(reason(() => verifyAssertion(TOKEN, text, KEY, NOW + 4_000))).toBe('time');
  });

  it('allows clocks of two machines to differ by one second', () => {
    const text = signAssertion(assertion(), KEY);

    expect(reason(() => verifyAssertion(TOKEN, text, KEY, NOW - 1_000))).toBe('accepted');
    expect(reason(() => verifyAssertion(TOKEN, text, KEY, NOW - 1_001))).toBe('time');
  });

  it.each<[string, Partial<VerifiedToken>]>([
    ['issuer', { issuer: 'http://idp/realms/yagura-staff' }], ['subject', { subject: 'subject-2' }],
    ['organization', { organizationId: 'org-2' }], ['missing organization', { organizationId: null }],
  ])('fits no token of another %s', (_, change) => {
    const text = signAssertion(assertion(), KEY);

    expect(reason(() => verifyAssertion({ ...TOKEN, ...change }, text, KEY, NOW))).toBe('owner');
  });

  it.each<[string, () => string, string]>([
    ['another key', () => signAssertion(assertion(), randomBytes(32)), 'signature'],
    ['no signature', () => signAssertion(assertion(), KEY).split('.')[0] ?? '', 'shape'],
    ['an empty signature', () => `${signAssertion(assertion(), KEY).split('.')[0]}.`, 'signature'],
    ['a third part', () => `${signAssertion(assertion(), KEY)}.x`, 'shape'],
    ['a longer life', () => forge({ ...assertion(), expiresAt: NOW + 60_000 }), 'time'],
    ['a role nobody defined', () => forge({ ...assertion(), grants: [{ tenantId: A, roles: ['hasOwnProperty'] }] }), 'shape'],
    ['a tenant that is no id', () => forge({ ...assertion(), grants: [{ tenantId: '*', roles: ['analyst'] }] }), 'shape'],
    ['a member too many', () => forge({ ...assertion(), isAdmin: true }), 'shape'],
  ])('is refused with %s', (_, make, expected) => {
    expect(reason(() => verifyAssertion(TOKEN, make(), KEY, NOW))).toBe(expected);
  });

  it('is refused after any change of a character', () => {
    const text = signAssertion(assertion(), KEY);

    fc.assert(fc.property(fc.nat(text.length - 2), fc.constantFrom(...'Aa0-_.'), (at, character) => {
      fc.pre(text[at] !== character);
      return reason(() => verifyAssertion(TOKEN, text.slice(0, at) + character + text.slice(at + 1), KEY, NOW)) !== 'accepted';
    }));
  });

  it('needs a key of 32 bytes', () => {
    expect(() => signAssertion(assertion(), randomBytes(31))).toThrow(RangeError);
  });
});

describe('the context of an operation', () => {
  const three = assertion({
    grants: [{ tenantId: B, roles: ['analyst'] }, { tenantId: A, roles: ['operator'] }, { tenantId: C, roles: [] }],
  });

  it('is the only granted tenant when none is named', () => {
    const ctx = contextFrom(TOKEN, assertion(), { permission: 'case:write' });

    expect(ctx).toMatchObject({ tenantId: A, readScope: [A], audience: 'staff', actor: { kind: 'user', name: '青井' } });
  });

  it('reads all tenants where the permission is held, and no other, not even the home of staff', () => {
    expect(contextFrom(TOKEN, three, { permission: 'case:read' }).readScope).toEqual([A, B]);
    expect(contextFrom(TOKEN, three, { permission: 'billing:read' }).readScope).toEqual([A]);
  });

  it('carries only permissions that hold in all of its tenants', () => {
    const ctx = contextFrom(TOKEN, three, { permission: 'case:read' });

    expect(ctx.permissions.has('case:write')).toBe(true);
    expect(ctx.permissions.has('billing:read')).toBe(false);
  });

  it('writes the named tenant', () => {
    expect(contextFrom(TOKEN, three, { tenantId: B, permission: 'case:write' }).tenantId).toBe(B);
  });

  it.each<[string, string]>([['without the permission', C], ['that is foreign', newId()], ['that is no id', "' or 1=1"]])(
    'cannot be had for a tenant %s: there is no such tenant', (_, tenantId) => {
      const named = (): unknown => contextFrom(TOKEN, three, { tenantId, permission: 'case:write' });

      expect(named).toThrow(NotFound);
      expect(named).toThrow('There is no such tenant.');
    });

  it.each(['case:read', 'case:write'] as const)('acts from the home of staff who name none of several tenants (%s)', (permission) => {
    const ctx = contextFrom(TOKEN, three, { permission });

    expect(ctx.tenantId).toBe(HOME);
    expect(ctx.readScope).toEqual([A, B]);
  });

  it('widens nothing for a customer of several tenants, who has no home to act from', () => {
    const group = assertion({ audience: 'customer', homeTenantId: HOME, grants: [A, B].map((tenantId) => ({ tenantId, roles: ['customer_viewer'] })) });

    expect(contextFrom(TOKEN, group, { permission: 'case:read' })).toMatchObject({ tenantId: A, readScope: [A, B] });
  });

  it('is forbidden where the permission is held nowhere', () => {
    expect(() => contextFrom(TOKEN, three, { permission: 'telemetry:send' })).toThrow(NotAllowed);
    expect(() => contextFrom(TOKEN, assertion({ grants: [] }), { permission: 'case:read', tenantId: A })).toThrow(NotAllowed);
  });

  it('takes nothing from a role of the other audience', () => {
    const mixed = assertion({ audience: 'customer', grants: [{ tenantId: A, roles: ['analyst', 'customer_viewer'] }] });

    expect(contextFrom(TOKEN, mixed, { permission: 'case:read' }).permissions.has('case:write')).toBe(false);
    expect(() => contextFrom(TOKEN, mixed, { permission: 'rule:write' })).toThrow(NotAllowed);
  });

  it('never holds a permission that some tenant of its scope does not grant', () => {
    const grants = fc.uniqueArray(fc.record({ tenantId: fc.constantFrom(A, B, C), roles: fc.subarray([...ROLES]) }), { selector: (grant) => grant.tenantId });
    const holds = (roles: readonly Role[]): Set<string> =>
      new Set(roles.filter((role) => audienceOfRole(role) === 'staff').flatMap((role) => PERMISSIONS_OF_ROLE[role]));

    fc.assert(fc.property(grants, fc.constantFrom(...PERMISSIONS.filter((name) => name.endsWith(':read'))), (given, permission) => {
      const granted = given.filter((grant) => holds(grant.roles).has(permission));
      if (granted.length === 0) {
        expect(() => contextFrom(TOKEN, assertion({ grants: given }), { permission })).toThrow(NotAllowed);
        return;
      }
      const ctx = contextFrom(TOKEN, assertion({ grants: given }), { permission });
      expect(ctx.readScope).toEqual(granted.map((grant) => grant.tenantId).sort());
      for (const held of ctx.permissions) expect(granted.every((grant) => holds(grant.roles).has(held))).toBe(true);
    }));
  });
});
