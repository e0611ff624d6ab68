import { createHash, randomFillSync } from 'node:crypto';

declare const brand: unique symbol;
/** A UUID in lower-case text whose brand says what it names; made by `newId`, or by `asId` from a value already checked. */
export type Id<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Id<'tenant'>;
export type UserId = Id<'user'>;
export type SourceId = Id<'source'>;
export type BatchId = Id<'batch'>;
export type FindingId = Id<'finding'>;
export type CaseId = Id<'case'>;
export type AgreementId = Id<'agreement'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for the canonical lower-case text form of any UUID version (RFC 9562, section 4). */
export const isUuid = (text: string): boolean => UUID.test(text);

/** Brands a text that the caller knows to be a UUID, such as a database column; throws TypeError otherwise. */
export function asId<Name extends string>(text: string): Id<Name> {
  if (!isUuid(text)) throw new TypeError('not a UUID');
  return text as Id<Name>;
}

const ID_BYTES = 16;
/** Randomness is asked for in advance, for many ids at once: asking costs several times what an id does. Each part is used once. */
const pool = Buffer.alloc(256 * ID_BYTES);
let used = pool.length;

/** Sixteen random bytes of their own. */
function nextRandom(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return Buffer.from(pool.subarray(used - ID_BYTES, used));
}

/** A new UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits, so keys sort by time of making. */
export function newId<Name extends string>(nowMs: number = Date.now()): Id<Name> {
  const bytes = nextRandom();
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return format(bytes) as Id<Name>;
}

/**
 * A UUIDv8 (RFC 9562, section 5.8) that depends only on `parts`: 122 bits of SHA-256 over the parts, each prefixed by its byte
 * length so that no two lists collide by concatenation. Batches and findings are named so: a repeat is the same thing.
 */
export function deterministicId<Name extends string>(...parts: readonly string[]): Id<Name> {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = 0x80 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return format(bytes) as Id<Name>;
}

function format(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
