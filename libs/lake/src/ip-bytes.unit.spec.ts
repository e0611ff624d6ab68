import fc from 'fast-check';
import { ipv6Bytes } from './ip-bytes';

const hex = (text: string): string | undefined => {
  const bytes = ipv6Bytes(text);
  return bytes && Buffer.from(bytes).toString('hex');
};

describe('the bytes of an address', () => {
  it.each([
    ['10.0.0.1', '00000000000000000000ffff0a000001'], ['255.255.255.255', '00000000000000000000ffffffffffff'], ['::', '0'.repeat(32)], ['::1', `${'0'.repeat(31)}1`],
    ['2001:db8::1', '20010db8000000000000000000000001'], ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'], ['fe80::', `fe80${'0'.repeat(28)}`], ['FE80::A%eth0', `fe80${'0'.repeat(27)}a`],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'], ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221'], ['1:2:3:4:5:6:192.0.2.1', '000100020003000400050006c0000201'], ['1::8', '00010000000000000000000000000008'],
  ])('reads %s', (text, expected) => { expect(hex(text)).toBe(expected); });

  it.each(['', '-', '256.0.0.1', '1.2.3', '1.2.3.4.5', '1:2', 'g::1', '1::2::3', '10.0.0.1 ', 'localhost', '::1.2.3.400'])('finds no address in %j', (text) => { expect(hex(text)).toBeUndefined(); });

  it('reads every IPv6 text form that a generator knows to the length of sixteen', () => {
    fc.assert(fc.property(fc.ipV6(), (text) => { expect(ipv6Bytes(text)).toHaveLength(16); }));
  });
});
