/** An IPv4 or IPv6 network: the address bytes (4 or 16) with host bits zero, and the prefix length in bits. */
export interface IpNetwork { readonly bytes: Uint8Array; readonly prefix: number; }

/** Reads `address/prefix`, or a bare address as a network of one. Undefined when malformed or when host bits are set. */
export function parseNetwork(text: string): IpNetwork | undefined {
  const [address, prefixText, ...rest] = text.split('/');
  const bytes = address.includes('%') ? undefined : parseIp(address);
  if (bytes === undefined || rest.length > 0) return undefined;
  const prefix = prefixText === undefined ? bytes.length * 8 : decimal(prefixText, bytes.length * 8);
  if (prefix < 0 || !sameBits(bytes, maskTo(bytes, prefix), bytes.length * 8)) return undefined;
  return { bytes, prefix };
}

/** Whether the address lies in the network; an IPv4-mapped IPv6 address is also tried as its IPv4 address. */
export function networkHas(network: IpNetwork, text: string): boolean {
  const bytes = parseIp(text);
  if (bytes === undefined) return false;
  if (bytes.length === network.bytes.length) return sameBits(bytes, network.bytes, network.prefix);
  const mapped = bytes.length === 16 ? mappedIpv4(bytes) : undefined;
  return mapped !== undefined && sameBits(mapped, network.bytes, network.prefix);
}

/** Address bytes of dotted IPv4 (no leading zeros) or RFC 4291 IPv6 (a zone id is ignored); undefined for anything else. */
export function parseIp(text: string): Uint8Array | undefined {
  return text.includes(':') ? parseIpv6(text.replace(/%[^%/]+$/, '')) : parseIpv4(text);
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const octets = parts.map((part) => decimal(part, 255));
  return octets.includes(-1) ? undefined : Uint8Array.from(octets);
}

function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupBytes(halves[0], halves.length === 1);
  const tail = halves.length === 2 ? groupBytes(halves[1], true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 2 ? missing < 2 : missing !== 0) return undefined;
  return Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail]);
}

function groupBytes(text: string, isLast: boolean): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const bytes: number[] = [];
  for (const [at, group] of groups.entries()) {
    if (isLast && at === groups.length - 1 && group.includes('.')) {
      const embedded = parseIpv4(group);
      if (embedded === undefined) return undefined;
      bytes.push(...embedded);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    }
  }
  return bytes;
}

function decimal(text: string, max: number): number {
  if (!/^(0|[1-9][0-9]{0,2})$/.test(text)) return -1;
  const value = Number(text);
  return value <= max ? value : -1;
}

function mappedIpv4(bytes: Uint8Array): Uint8Array | undefined {
  const isMapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  return isMapped ? bytes.subarray(12) : undefined;
}

function maskTo(bytes: Uint8Array, prefix: number): Uint8Array {
  return bytes.map((byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - at * 8))) & 0xff);
}

function sameBits(one: Uint8Array, two: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  for (let at = 0; at < whole; at++) if (one[at] !== two[at]) return false;
  const rest = bits & 7;
  return rest === 0 || ((one[whole] ^ two[whole]) & (0xff00 >> rest) & 0xff) === 0;
}
