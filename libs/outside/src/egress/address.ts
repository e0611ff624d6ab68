import { BlockList, isIP } from 'node:net';

/** Ranges that are no public company's machine: private, loopback, link-local, shared, documentation, translation, multicast, reserved (IANA special-purpose registries). */
export const BLOCKED_V4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
];

/** Of IPv6 only 2000::/3 is given out at all; these are the parts of it, and the known ones outside, that lead elsewhere than they say. */
export const BLOCKED_V6: readonly (readonly [network: string, bits: number])[] = [
  ['::', 128], ['::1', 128], ['::ffff:0:0', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 32], ['2001:2::', 48], ['2001:10::', 28],
  ['2001:20::', 28], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20], ['5f00::', 16], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8],
];

const blockedV4 = new BlockList();
for (const [network, bits] of BLOCKED_V4) blockedV4.addSubnet(network, bits, 'ipv4');
const blockedV6 = new BlockList();
for (const [network, bits] of BLOCKED_V6) blockedV6.addSubnet(network, bits, 'ipv6');
const givenOut = new BlockList();
givenOut.addSubnet('2000::', 3, 'ipv6');

/** True for an address, as a name server or a URL parser writes it, that may be a stranger's public machine. Anything unclear is not. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false;
  switch (isIP(address)) {
    case 4: return !blockedV4.check(address, 'ipv4');
    case 6: return givenOut.check(address, 'ipv6') && !blockedV6.check(address, 'ipv6');
    default: return false;
  }
}
