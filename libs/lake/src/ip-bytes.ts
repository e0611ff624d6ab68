import { isIPv6 } from 'node:net';

/** The 16 bytes of an address in network order, an IPv4 one mapped (RFC 4291, section 2.5.5.2); undefined when it is none. */
export function ipv6Bytes(text: string): Uint8Array | undefined {
  const mapped = new Uint8Array(16);
  if (isDotted(text, mapped)) {
    mapped[10] = 0xff;
    mapped[11] = 0xff;
    return mapped;
  }
  // A zone (`fe80::1%eth0`) names an interface of the sender and is no part of the address.
  const address = text.replace(/%.*$/s, '');
  return isIPv6(address) ? colonBytes(address) : undefined;
}

/** Writes `a.b.c.d` to the last four bytes; false when the text is no IPv4 address. */
function isDotted(text: string, out: Uint8Array): boolean {
  const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!found) return false;
  for (let at = 0; at < 4; at += 1) {
    const part = Number(found[at + 1]);
    if (part > 255) return false;
    out[12 + at] = part;
  }
  return true;
}

function colonBytes(text: string): Uint8Array {
  const out = new Uint8Array(16);
  const dotted = text.lastIndexOf('.') > 0 ? text.slice(text.lastIndexOf(':') + 1) : '';
  const end = dotted !== '' && isDotted(dotted, out) ? 12 : 16;
  const groups = dotted === '' ? text : text.slice(0, text.length - dotted.length).replace(/([^:]):$/, '$1');
  const [left = '', right = ''] = groups.split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === '' ? [] : right.split(':');
  head.forEach((group, at) => { put(out, at * 2, group); });
  tail.forEach((group, at) => { put(out, end - (tail.length - at) * 2, group); });
  return out;
}

function put(out: Uint8Array, at: number, group: string): void {
  const value = Number.parseInt(group, 16);
  out[at] = value >>> 8;
  out[at + 1] = value & 0xff;
}
