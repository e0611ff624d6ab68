import fc from 'fast-check';
import { AllowedPlaces, NOWHERE_ELSE } from './allowed-places';
import { BLOCKED_V4, BLOCKED_V6, isPublicAddress } from './address';
import { EgressRefused } from './egress.errors';
import { egressTarget } from './egress-target';

const verdict = (url: string, places = NOWHERE_ELSE): string => {
  try {
    return egressTarget(url, places).url;
  } catch (error) {
    if (error instanceof EgressRefused) return error.reason;
    throw error;
  }
};

/** Rows J1, J2, J3 and J6 of the catalogue of bad input. */
const SCHEMES = ['http', 'ftp', 'file', 'gopher', 'ws', 'wss', 'jar', 'ldap', 'dict', 'sftp', 'javascript', 'blob'];
const REFUSED = [
  ...SCHEMES.map((scheme) => `${scheme}://hooks.example.com/x`), 'data:text/plain,x', 'unix:/var/run/x.sock', 'http+unix://%2Fvar%2Frun%2Fx.sock/x', 'https:hooks.example.com', 'https:/hooks.example.com', '//hooks.example.com', '', 'https://',
  'https://user@hooks.example.com/', 'https://user:pass@hooks.example.com/', 'https://@hooks.example.com/', 'https://hooks.example.com@10.0.0.1/', 'https://10.0.0.1#@hooks.example.com/',
  ...[1, 7, 19, 21, 22, 23, 25, 53, 80, 110, 111, 135, 139, 143, 389, 445, 465, 587, 993, 995, 1_023, 2_049, 6_000, 6_667, 10_080, 0, 65_536, 99_999].map((port) => `https://hooks.example.com:${port}/`),
  'https://hooks.example.com:/x:y@z', 'https://hooks.example.com:-1/', 'https://hooks.example.com:4 43/', 'https://hooks.example.com:443@10.0.0.1/',
  'https://hooks.example.com/\r\nX-Injected: 1', 'https://hooks.example.com\r\n/', 'https://hooks.example.com/\u0000', 'https://hooks.example.com/a b', 'https://hooks.example.com/\tx', ' https://hooks.example.com/', 'https://hooks.example.com/ ', 'ht\ntps://hooks.example.com/',
  ...['127.1', '127.0.1', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '017700000001', '0', '0.0.0.0', '0x0', '127.0.0.1', '127.255.255.254', '127.000.000.001', '1.1', '16843009', '10.1', '0x08080808', '8.8.8.8.', '08.8.8.8', '8.8.8.010'].map((host) => `https://${host}/`),
  ...['::', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::8.8.8.8', 'fe80::1', 'fe80::1%25lo', 'fe80::1%lo', 'fc00::1', 'fd00:ec2::254', 'fec0::1', 'ff02::1', '64:ff9b::7f00:1', '64:ff9b::8.8.8.8',
    '64:ff9b:1::1', '100::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '2002:0808:0808::1', '3fff::1', '5f00::1', '4000::1', '2606:4700:0:0::1'].map((host) => `https://[${host}]/`),
  ...['169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16.internal', 'metadata.google.internal', 'metadata', 'instance-data.ec2.internal', 'localhost', 'LOCALHOST', 'a.localhost', 'localhost.localdomain', 'printer.local', 'kubernetes',
    'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local', 'vault.service.consul', 'db.intranet', 'nas.home.arpa', 'router.lan', 'host.docker.internal', '1.0.0.127.in-addr.arpa', 'x.onion'].map((host) => `https://${host}/`),
  'https://hooks.example.com\\@10.0.0.1/', 'https:\\\\hooks.example.com\\', 'https://hooks.example.com\\.evil/', 'https://hooks。example。com/', 'https://hooks．example．com/', 'https://①②⑦.⓪.⓪.①/', 'https://１２７.０.０.１/', 'https://ｌocalhost/', 'https://bücher.example.com/',
  'https://exa\u00admple.com/', 'https://hooks.example.com\u2044x/', 'https://\u202ehooks.example.com/', 'https://hooks.example.com./', 'https://.example.com/', 'https://hooks..example.com/', 'https://-a.example.com/', 'https://a_b.example.com/', 'https://xn--.example.com/',
  'https://hooks%2eexample.com/', 'https://%31%32%37.0.0.1/', 'https://hooks.example.com%00.evil/', 'https://hooks.example.com/#fragment', 'https://[::1/', 'https://[v1.x]/', 'https://hooks.example.com,10.0.0.1/', 'https://*.example.com/', `https://${'a.'.repeat(130)}com/`,
  `https://hooks.example.com/${'x'.repeat(2_048)}`,
];

describe('an address that others chose', () => {
  it.each(REFUSED)('%j is refused', (url) => {
    expect(['malformed', 'scheme', 'port', 'host', 'address']).toContain(verdict(url));
  });

  it.each([
    ['https://hooks.example.com', 'https://hooks.example.com/'], ['HTTPS://Hooks.Example.COM:443/Path?q=1&r=%20', 'https://hooks.example.com/Path?q=1&r=%20'],
    ['https://hooks.example.com:8443/a/../b', 'https://hooks.example.com:8443/b'], ['https://xn--bcher-kva.example.com/', 'https://xn--bcher-kva.example.com/'], ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700::1111]/', 'https://[2606:4700::1111]/'], ['https://hooks.example.com?x=//10.0.0.1@', 'https://hooks.example.com/?x=//10.0.0.1@'],
  ])('%j has the one form %j', (url, canonical) => {
    expect(verdict(url)).toBe(canonical);
    expect(verdict(canonical)).toBe(canonical);
  });

  it('is refused in every blocked range, first address to last, and free beside them', () => {
    const bitsOf = (address: string): bigint => address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
    const text = (bits: bigint): string => [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join('.');
    const inRange = fc.constantFrom(...BLOCKED_V4).chain(([network, bits]) => fc.bigInt(0n, (1n << BigInt(32 - bits)) - 1n).map((offset) => text(bitsOf(network) + offset)));
    const edges = BLOCKED_V4.flatMap(([network, bits]) => [text(bitsOf(network)), text(bitsOf(network) + (1n << BigInt(32 - bits)) - 1n)]);
    for (const address of edges) expect([address, isPublicAddress(address), isPublicAddress(`::ffff:${address}`)]).toEqual([address, false, false]);
    fc.assert(fc.property(inRange, (address) => !isPublicAddress(address) && verdict(`https://${address}/`) === 'address'));
    for (const address of ['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0', '169.253.255.255', '172.15.255.255', '172.32.0.0', '192.167.255.255', '198.17.255.255', '198.20.0.0', '223.255.255.255']) {
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
    }
  });

  it('is refused in every blocked range of IPv6 and in all that is not given out, however it is written', () => {
    const groups = (bits: bigint): string => Array.from({ length: 8 }, (_, index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':');
    const valueOf = (address: string): bigint => {
      const [head, tail = ''] = address.split('::');
      const left = head === '' ? [] : head.split(':');
      const right = tail === '' ? [] : tail.split(':');
      const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
      return all.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
    };
    const inRange = fc.constantFrom(...BLOCKED_V6).chain(([network, bits]) => fc.bigInt(0n, (1n << BigInt(128 - bits)) - 1n).map((offset) => groups(valueOf(network) + offset)));
    fc.assert(fc.property(inRange, (address) => !isPublicAddress(address) && verdict(`https://[${address}]/`) === 'address'));
    const notGivenOut = fc.bigInt(0n, (1n << 128n) - 1n).filter((bits) => bits >> 125n !== 1n).map(groups);
    fc.assert(fc.property(notGivenOut, (address) => !isPublicAddress(address)));
  });

  it('never changes between being checked and being used, whatever is written around it', () => {
    const piece = fc.constantFrom('https://', 'http://', 'hooks.example.com', '127.0.0.1', '0x7f.1', '[::1]', '@', '\\', '/', '?', '#', ':', '443', '22', '.', '..', '%2e', '%00', '\t', '\r\n', '。', 'user', 'localhost', ' ', 'xn--', '//', ';');
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')), (url) => {
      let target;
      try {
        target = egressTarget(url, NOWHERE_ELSE);
      } catch (error) {
        return error instanceof EgressRefused;
      }
      const seen = new URL(target.url);
      return target.isSecure && seen.protocol === 'https:' && seen.username === '' && seen.hostname.replace(/^\[|\]$/g, '') === target.host && egressTarget(target.url, NOWHERE_ELSE).url === target.url;
    }));
  });
});

describe('the operator’s list', () => {
  const places = new AllowedPlaces(['127.0.0.1:9000', '[::1]:9000', 'Receiver.Internal:8080', 'receiver:22']);

  it.each(['http://127.0.0.1:9000/a', 'https://127.0.0.1:9000/a', 'http://[::1]:9000/', 'https://receiver.internal:8080/', 'http://receiver:22/'])('opens %j', (url) => {
    expect(egressTarget(url, places).isListed).toBe(true);
  });

  it.each(['http://127.0.0.1:9001/', 'http://127.0.0.1/', 'http://127.0.0.2:9000/', 'http://localhost:9000/', 'http://a.receiver.internal:8080/', 'http://127.1:9000/', 'http://user@127.0.0.1:9000/', 'ftp://127.0.0.1:9000/', 'http://hooks.example.com/'])('does not open %j', (url) => {
    expect(() => egressTarget(url, places)).toThrow(EgressRefused);
  });

  it.each(['127.0.0.1', '127.1:9000', ':9000', '127.0.0.1:0', '127.0.0.1:65536', '*:9000', '10.0.0.0/8:80', 'a b:1', 'http://127.0.0.1:9000', '127.0.0.1:9000/', '::1:9000'])('takes %j for no place', (place) => {
    expect(() => new AllowedPlaces([place])).toThrow(expect.objectContaining({ slug: 'egress.unfit_place' }));
  });

  it('is empty unless an operator wrote one', () => {
    expect(NOWHERE_ELSE.all).toEqual([]);
    expect(places.all).toEqual(['127.0.0.1:9000', '[::1]:9000', 'receiver.internal:8080', 'receiver:22']);
  });
});
