import { randomBytes } from 'node:crypto';
import { newId } from '@yagura/kernel';
import { AssertionReader } from './assertion-reader';
import { contextFrom } from './context-from';
import { assertGrants, signAssertion, type GrantAssertion } from './grant-assertion';
import { AssertionRefused } from './grant-assertion.errors';
import type { VerifiedToken } from './verifier';

const KEY = randomBytes(32);
const NOW = Date.UTC(2026, 10, 22);
const TOKEN: VerifiedToken = {
  issuer: 'http://idp/realms/yagura', subject: 'subject-1', organizationId: 'org-1', clientId: 'yagura-portal', username: 'aoi',
  issuedAt: NOW / 1000, expiresAt: NOW / 1000 + 300,
};
const [A, B] = [newId(), newId()].sort();
const said = (roles: GrantAssertion['grants'][number]['roles'] = ['analyst']): GrantAssertion => assertGrants({
  issuer: TOKEN.issuer, subject: TOKEN.subject, organizationId: TOKEN.organizationId, userId: newId(), name: '青井', audience: 'staff', homeTenantId: newId(),
  grants: [{ tenantId: A, roles }, { tenantId: B, roles: ['analyst'] }],
}, NOW);
const reason = (run: () => unknown): unknown => {
  try {
    run();
    return 'accepted';
  } catch (error) {
    return error instanceof AssertionRefused ? error.reason : error;
  }
};

describe('a reader of assertions', () => {
  it('reads the same text once and says the same of it', () => {
    const assertion = said();
    const reader = new AssertionReader(KEY);
    const text = signAssertion(assertion, KEY);
    const first = reader.verify(TOKEN, text, NOW);

    expect(first).toEqual(assertion);
    expect(reader.verify(TOKEN, text, NOW + 3_999)).toBe(first);
  });

  it('refuses a text that it knows when its four seconds are over, and when they have not begun', () => {
    const reader = new AssertionReader(KEY);
    const text = signAssertion(said(), KEY);
    reader.verify(TOKEN, text, NOW);

    expect(reason(() => reader.verify(TOKEN, text, NOW - 1_001))).toBe('time');
    expect(reason(() => reader.verify(TOKEN, text, NOW + 4_000))).toBe('time');
    expect(reason(() => reader.verify(TOKEN, text, NOW + 4_000))).toBe('time');
  });

  it.each<[string, Partial<VerifiedToken>]>([
    ['issuer', { issuer: 'http://idp/realms/yagura-staff' }], ['subject', { subject: 'subject-2' }], ['organization', { organizationId: null }],
  ])('refuses a text that it knows from a token of another %s', (_, change) => {
    const reader = new AssertionReader(KEY);
    const text = signAssertion(said(), KEY);
    reader.verify(TOKEN, text, NOW);

    expect(reason(() => reader.verify({ ...TOKEN, ...change }, text, NOW))).toBe('owner');
  });

  it('refuses a forged text as often as it comes', () => {
    const reader = new AssertionReader(KEY);
    const text = signAssertion(said(), randomBytes(32));

    expect(reason(() => reader.verify(TOKEN, text, NOW))).toBe('signature');
    expect(reason(() => reader.verify(TOKEN, text, NOW))).toBe('signature');
  });

  it('gives an assertion that nobody can change', () => {
    const read = new AssertionReader(KEY).verify(TOKEN, signAssertion(said(), KEY), NOW);

    expect(() => (read.grants as unknown[]).push({ tenantId: newId(), roles: ['operator'] })).toThrow(TypeError);
    expect(() => { read.grants[0].tenantId = newId(); }).toThrow(TypeError);
    expect(() => read.grants[0].roles.push('operator')).toThrow(TypeError);
  });
});

describe('the context from an assertion that is read again', () => {
  const read = (roles: GrantAssertion['grants'][number]['roles']): GrantAssertion => new AssertionReader(KEY).verify(TOKEN, signAssertion(said(roles), KEY), NOW);

  it('is the same for the same permission, and has an id of its own', () => {
    const assertion = read(['analyst']);
    const [first, second] = [1, 2].map(() => contextFrom(TOKEN, assertion, { permission: 'case:read' }));

    expect({ ...second, correlationId: '' }).toEqual({ ...first, correlationId: '' });
    expect(second.correlationId).not.toBe(first.correlationId);
  });

  it('is asked anew for each permission and each tenant', () => {
    const assertion = read(['operator']);

    expect(contextFrom(TOKEN, assertion, { permission: 'billing:read' }).readScope).toEqual([A]);
    expect(contextFrom(TOKEN, assertion, { permission: 'case:read' }).readScope).toEqual([A, B]);
    expect(contextFrom(TOKEN, assertion, { permission: 'case:read', tenantId: B }).tenantId).toBe(B);
    expect(() => contextFrom(TOKEN, assertion, { permission: 'billing:read', tenantId: B })).toThrow('tenant');
    expect(() => contextFrom({ ...TOKEN, subject: 'subject-2' }, assertion, { permission: 'case:read' })).toThrow();
  });

  it('follows an assertion that its owner still changes', () => {
    const open = said(['analyst']);
    contextFrom(TOKEN, open, { permission: 'case:read' });
    open.grants.splice(1);

    expect(contextFrom(TOKEN, open, { permission: 'case:read' }).readScope).toEqual([A]);
  });
});
