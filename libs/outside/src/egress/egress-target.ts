import { isIP } from 'node:net';
import { isPublicAddress } from './address';
import { EgressRefused } from './egress.errors';
import type { AllowedPlaces } from './allowed-places';

/** A place to send to, from the one parse that there is: what is stored, shown, resolved and connected to are these fields. */
export interface EgressTarget {
  /** Canonical; parsing it again gives the same target. */
  readonly url: string;
  readonly isSecure: boolean;
  /** A lower-case name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** As the Host header has it. */
  readonly authority: string;
  readonly path: string;
  /** True when the operator listed exactly this host and port. */
  readonly isListed: boolean;
}

const LONGEST = 2_048;
/** Visible ASCII alone: no space, control character or other script reaches a parser, and an international name is written in its xn-- form. */
const PLAIN = /^(https?):\/\/([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::([0-9]{1,5}))?((?:[/?][!$-[\]-~]*)?)$/i;
const LIKE_A_SCHEME = /^(?!https?:)[A-Za-z][A-Za-z0-9+.-]*:/i;
const NAME = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Names that only a local network, a cluster or a cloud's own resolver knows (RFC 6761, 6762, 8375, 7686 and customs of the trade). */
const INNER_NAME = /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|svc|cluster|consul|arpa|onion|invalid|alt)$/;
/** Ports above 1023 on which browsers speak no HTTP either (WHATWG Fetch, "bad port"). */
const OTHER_PROTOCOLS = new Set([1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080]);
const HTTPS = 443;
const FIRST_FREE = 1_024;

/**
 * Reads an address that somebody gave. Only https on port 443 or above 1023 at a public name or address passes; what the operator lists passes
 * with http and any port too. Throws EgressRefused. A name is judged again when it is resolved: its addresses are what counts.
 */
export function egressTarget(text: string, places: AllowedPlaces): EgressTarget {
  const target = canonicalTarget(text, places);
  if (target.isListed) return target;
  if (!target.isSecure) throw new EgressRefused('scheme');
  if (target.port !== HTTPS && (target.port < FIRST_FREE || OTHER_PROTOCOLS.has(target.port))) throw new EgressRefused('port');
  if (isIP(target.host) !== 0) {
    if (!isPublicAddress(target.host)) throw new EgressRefused('address');
  } else if (!NAME.test(target.host) || INNER_NAME.test(target.host)) {
    throw new EgressRefused('host');
  }
  return target;
}

function canonicalTarget(text: string, places: AllowedPlaces): EgressTarget {
  if (text.length > LONGEST) throw new EgressRefused('malformed');
  if (LIKE_A_SCHEME.test(text)) throw new EgressRefused('scheme');
  const [, scheme, rawHost] = PLAIN.exec(text) ?? [];
  const url = parsed(text);
  if (scheme === undefined || url === undefined) throw new EgressRefused('malformed');
  // A host that the parser rewrote (octal, hexadecimal, short or padded addresses) was written to look like another.
  if (url.hostname !== rawHost.toLowerCase() || parsed(url.href)?.href !== url.href) throw new EgressRefused('address');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  const port = url.port === '' ? (isSecure ? HTTPS : 80) : Number(url.port);
  return { url: url.href, isSecure, host, port, authority: url.host, path: `${url.pathname}${url.search}`, isListed: places.has(host, port) };
}

function parsed(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.username === '' && url.password === '' && url.hash === '' ? url : undefined;
  } catch {
    return undefined;
  }
}
