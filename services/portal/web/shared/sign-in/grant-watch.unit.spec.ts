import { grantsText } from './grant-watch';

const [a, b] = [{ tenantId: 'a', roles: ['analyst', 'operator'] }, { tenantId: 'b', roles: ['analyst'] }];

describe('the text of grants', () => {
  it('is the same for the same rights, in whatever order they are told', () => {
    expect(grantsText([b, { ...a, roles: ['operator', 'analyst'] }])).toBe(grantsText([a, b]));
  });

  it.each<[string, readonly { tenantId: string; roles: string[] }[]]>([
    ['a tenant is gone', [a]], ['a role is gone', [{ ...a, roles: ['analyst'] }, b]], ['a role moved to another tenant', [{ ...a, roles: ['analyst'] }, { ...b, roles: ['analyst', 'operator'] }]], ['all are gone', []],
  ])('is another one when %s', (_, grants) => {
    expect(grantsText(grants)).not.toBe(grantsText([a, b]));
  });
});
