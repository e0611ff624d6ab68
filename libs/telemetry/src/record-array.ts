import type { FrameLimits } from './frame';
import { BYTE, JsonScanner, skipSpace, stringEnd } from './json-scan';

/** Keys of envelopes that hold many records: `Records` of CloudTrail files and S3 notices, `records` of Azure Monitor. */
const ENVELOPE_KEYS = new Set(['Records', 'records']);

/**
 * The elements of a known many-records envelope: an object whose only key is one of them and whose value is an array of at least one
 * object. Returns pairs of byte positions, start and exclusive end, flat; undefined for anything else, which stays one record.
 * Both sides of the daily balance count elements this way (design: the unit of counting is the framed record).
 */
export function recordArraySpans(bytes: Uint8Array, start: number, end: number, limits: FrameLimits): number[] | undefined {
  const arrayAt = arrayOfEnvelope(bytes, start, end);
  if (arrayAt === -1) return undefined;
  const scanner = new JsonScanner(limits);
  const spans: number[] = [];
  let at = skipSpace(bytes, arrayAt + 1, end);
  while (bytes[at] === BYTE.openObject) {
    const after = scanner.valueEnd(bytes, at, end);
    if (after === -1) return undefined;
    spans.push(at, after);
    const next = skipSpace(bytes, after, end);
    if (bytes[next] === BYTE.closeArray) return closesEnvelope(bytes, next + 1, end) ? spans : undefined;
    if (bytes[next] !== BYTE.comma) return undefined;
    at = skipSpace(bytes, next + 1, end);
  }
  return undefined;
}

/** Position of the opening bracket of the records, or -1. Looks at a handful of bytes for everything that is no envelope. */
function arrayOfEnvelope(bytes: Uint8Array, start: number, end: number): number {
  if (bytes[start] !== BYTE.openObject) return -1;
  const keyAt = skipSpace(bytes, start + 1, end);
  if (bytes[keyAt] !== BYTE.quote || (bytes[keyAt + 1] | 0x20) !== 0x72) return -1;
  const keyEnd = stringEnd(bytes, keyAt, Math.min(end, keyAt + 16));
  if (keyEnd === -1 || !ENVELOPE_KEYS.has(Buffer.from(bytes.subarray(keyAt + 1, keyEnd - 1)).toString('latin1'))) return -1;
  const colon = skipSpace(bytes, keyEnd, end);
  const value = skipSpace(bytes, colon + 1, end);
  return bytes[colon] === BYTE.colon && bytes[value] === BYTE.openArray ? value : -1;
}

function closesEnvelope(bytes: Uint8Array, at: number, end: number): boolean {
  const close = skipSpace(bytes, at, end);
  return bytes[close] === BYTE.closeObject && skipSpace(bytes, close + 1, end) === end;
}
