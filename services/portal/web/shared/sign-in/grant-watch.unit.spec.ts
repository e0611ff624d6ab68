import { hasLost, rightsOf } from './grant-watch';

const [a, b] = [{ tenantId: 'a', roles: ['analyst', 'operator'] }, { tenantId: 'b', roles: ['analyst'] }];
const BEFORE = rightsOf([a, b]);

describe('the rights of who looks at a page', () => {
  it.each<[string, readonly { tenantId: string; roles: string[] }[]]>([
    ['are the same in another order', [b, { ...a, roles: ['operator', 'analyst'] }]], ['grow by a tenant', [a, b, { tenantId: 'c', roles: ['analyst'] }]], ['grow by a role', [a, { ...b, roles: ['analyst', 'operator'] }]],
  ])('that %s interrupt nobody', (_, grants) => {
    expect(hasLost(BEFORE, rightsOf(grants))).toBe(false);
  });

  it.each<[string, readonly { tenantId: string; roles: string[] }[]]>([
    ['a tenant is gone', [a]], ['a role is gone', [{ ...a, roles: ['analyst'] }, b]], ['a role moved to another tenant', [{ ...a, roles: ['analyst'] }, { ...b, roles: ['analyst', 'operator'] }]], ['all are gone', []],
    ['one tenant was changed for another', [a, { ...b, tenantId: 'c' }]],
  ])('are less when %s', (_, grants) => {
    expect(hasLost(BEFORE, rightsOf(grants))).toBe(true);
  });
});
