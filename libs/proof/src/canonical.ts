import { NotCanonical } from './proof.errors';

/** What has canonical bytes: JSON, and whole numbers of any size as bigint. An undefined property counts as absent. */
export type CanonicalValue =
  | null | boolean | number | bigint | string | readonly CanonicalValue[] | { readonly [name: string]: CanonicalValue | undefined };

// Entries are a few levels deep; the limit turns a hostile or circular value into an error before the stack ends.
const MAX_DEPTH = 64;

/**
 * The one text of a value in the manner of RFC 8785: names sorted by UTF-16 code units, no white space, ECMAScript numbers.
 * Whole numbers beyond ±(2^53 − 1) are written as strings of digits, since readers that parse JSON into doubles would change
 * them; hence a value and the string of its digits share one text there. Throws NotCanonical with the path of the fault.
 */
export const canonicalText = (value: CanonicalValue): string => write(value, '$', 0);

/** UTF-8 of `canonicalText`: what hashes and associated data are made over. */
export const canonicalBytes = (value: CanonicalValue): Uint8Array => new TextEncoder().encode(canonicalText(value));

function write(value: unknown, path: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotCanonical(path, `nested deeper than ${MAX_DEPTH} levels`);
  switch (typeof value) {
    case 'string': return writeString(value, path);
    case 'number': return writeNumber(value, path);
    case 'bigint': return writeWhole(value);
    case 'boolean': return String(value);
    case 'object': return value === null ? 'null' : writeStructure(value, path, depth);
    default: throw new NotCanonical(path, `a ${typeof value} is not JSON`);
  }
}

function writeString(text: string, path: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new NotCanonical(path, 'half of a surrogate pair');
  return JSON.stringify(text);
}

function writeNumber(number: number, path: string): string {
  if (!Number.isFinite(number)) throw new NotCanonical(path, 'not a finite number');
  return Number.isInteger(number) ? writeWhole(BigInt(number)) : String(number);
}

function writeWhole(whole: bigint): string {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return whole > limit || whole < -limit ? `"${whole}"` : String(whole);
}

function writeStructure(value: object, path: string, depth: number): string {
  if (Array.isArray(value)) {
    return `[${Array.from(value, (item: unknown, at) => write(item, `${path}[${at}]`, depth + 1)).join(',')}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotCanonical(path, 'only plain objects are JSON');
  const members = Object.entries(value).filter(([, member]) => member !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${writeString(name, path)}:${write(member, `${path}.${name}`, depth + 1)}`).join(',')}}`;
}
