import { isRecord, parseStrictObject } from './strict-json';
import { TokenRefused } from './token.errors';

/** A compact JWS taken apart but not yet believed. */
export interface UnverifiedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly signedBytes: Buffer;
  readonly signature: Buffer;
}

// A token of ours is about 1.5 kB; 16 kB is where Node's own header limit ends, so nothing longer can be honest.
const MAX_TOKEN_CHARS = 16_384;

/** Takes a JWS in compact form apart (RFC 7515, section 7.1); throws TokenRefused for anything but its one canonical spelling. */
export function takeApart(token: string): UnverifiedToken {
  if (token.length > MAX_TOKEN_CHARS) throw new TokenRefused('shape');
  const parts = token.split('.');
  if (parts.length !== 3) throw new TokenRefused('shape');
  const [head, body, signature] = parts;
  return {
    header: object(decode(head)),
    claims: object(decode(body)),
    signedBytes: Buffer.from(`${head}.${body}`, 'ascii'),
    signature: decode(signature),
  };
}

/** Re-encoding catches padding, stray characters and unused low bits, all of which give one signature several spellings. */
function decode(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (part === '' || bytes.toString('base64url') !== part) throw new TokenRefused('shape');
  return bytes;
}

function object(bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    return parseStrictObject(bytes);
  } catch {
    throw new TokenRefused('shape');
  }
}

/** Attribute of an organization in Keycloak that holds our own id of it; Keycloak puts it into the claim as a list. */
export const TENANT_ID_CLAIM = 'yagura_tenant_id';

/**
 * Our id of the one organization that the token names, or null when it names none, several, or one without an id. The embedded
 * provider says `organization: { alias: { id } }`; Keycloak's `id` is its own, with ours in an attribute beside it, and only who may
 * administer organizations sets either. The alias is ignored: an organization made again under an old alias is another organization.
 */
export function organizationOf(claims: Readonly<Record<string, unknown>>): string | null {
  const claim = claims.organization;
  if (!isRecord(claim)) return null;
  const named = Object.values(claim);
  if (named.length !== 1 || !isRecord(named[0])) return null;
  const { id, [TENANT_ID_CLAIM]: ours } = named[0];
  if (ours === undefined) return idOrNull(id);
  return Array.isArray(ours) && ours.length === 1 ? idOrNull(ours[0]) : null;
}

const idOrNull = (id: unknown): string | null => (typeof id === 'string' && id !== '' && id.length <= 128 ? id : null);
