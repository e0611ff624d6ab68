import fc from 'fast-check';
import { environmentOf, isLive, isWithin, nextSecond } from './partner';

describe('the source networks of a key', () => {
  it.each<[string | undefined, string[], boolean]>([
    ['192.0.2.7', ['192.0.2.0/24'], true], ['192.0.3.7', ['192.0.2.0/24'], false], ['192.0.3.7', ['192.0.2.0/24', '192.0.3.7/32'], true],
    ['::ffff:192.0.2.7', ['192.0.2.0/24'], true], ['2001:db8::1', ['2001:db8::/32'], true], ['2001:db9::1', ['2001:db8::/32'], false],
    ['2001:db8::1', ['0.0.0.0/0'], false], ['anything', ['0.0.0.0/0'], false], [undefined, ['0.0.0.0/0'], false], [undefined, [], true], ['192.0.2.7', [], true],
  ])('%s within %j: %s', (address, networks, expected) => {
    expect(isWithin(address, networks)).toBe(expected);
  });

  it('hold every address of an IPv4 network and none beside it', () => {
    fc.assert(fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.integer({ min: 1, max: 32 }), (base, address, prefix) => {
      const text = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
      const mask = prefix === 32 ? 0xffffffff : ~(0xffffffff >>> prefix) >>> 0;
      return isWithin(text(address), [`${text((base & mask) >>> 0)}/${prefix}`]) === (((address & mask) >>> 0) === ((base & mask) >>> 0));
    }), { numRuns: 300 });
  });
});

describe('a key', () => {
  const now = new Date('2026-06-01T00:00:00Z');

  it.each([[null, '2026-06-01T00:00:01Z', true], [null, '2026-06-01T00:00:00Z', false], ['2026-05-01T00:00:00Z', '2027-01-01T00:00:00Z', false]])(
    'revoked %s with its end at %s lives: %s', (revoked, end, expected) => {
      expect(isLive({ revokedAt: revoked === null ? null : new Date(revoked), expiresAt: new Date(end) }, now)).toBe(expected);
    });

  it('is a live one only where people sign in over TLS', () => {
    expect([environmentOf('https://id.example/realms/yagura'), environmentOf('http://127.0.0.1:1/realms/yagura')]).toEqual(['live', 'test']);
  });

  it('counts tokens from the first second that no older secret can have been used in', () => {
    expect(nextSecond(1_000).getTime()).toBe(2_000);
    expect(nextSecond(1_999).getTime()).toBe(2_000);
  });
});
