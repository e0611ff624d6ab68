import { entityOf, visible } from './entity';

describe('what a case is about', () => {
  it.each([
    ['host:fs01', { kind: 'host', value: 'fs01' }], ['user:corp\\m.ito', { kind: 'user', value: 'corp\\m.ito' }], ['address:fe80::1', { kind: 'address', value: 'fe80::1' }],
    ['source:01a2', { kind: 'source', value: '01a2' }], ['cloud:x', { kind: 'other', value: 'cloud:x' }], ['plain', { kind: 'other', value: 'plain' }], [':x', { kind: 'other', value: ':x' }],
  ])('%s', (groupKey, entity) => {
    expect(entityOf(groupKey)).toEqual(entity);
  });

  it('shows characters that nobody would see', () => {
    expect(visible('fs\u202e10\u0007サーバー')).toBe('fs<U+202E>10<U+0007>サーバー');
  });
});
