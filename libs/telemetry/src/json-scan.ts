import type { FrameFault, FrameLimits } from './frame';

/** Where a scan stopped: after the value, or at the fault that makes it unusable. */
export type ScanFault = Extract<FrameFault, 'malformed_json' | 'too_deep' | 'too_many_keys' | 'key_too_long'>;

/** Bytes with a meaning of their own in JSON (RFC 8259, section 2). */
export const BYTE = {
  tab: 0x09, lf: 0x0a, cr: 0x0d, space: 0x20, quote: 0x22, comma: 0x2c, colon: 0x3a, openArray: 0x5b, backslash: 0x5c,
  closeArray: 0x5d, u: 0x75, openObject: 0x7b, closeObject: 0x7d,
} as const;

const STRUCTURAL = structuralBytes();

/**
 * Finds where one JSON value ends without building it: follows strings, brackets, depth, keys per object and key length, and checks
 * that brackets pair up. It does not check scalars or commas: that is the parser's work. One scanner serves one thread; `fault` and
 * the positions are of the last call.
 */
export class JsonScanner {
  /** Why the last scan returned -1. */
  fault: ScanFault = 'malformed_json';
  /** Whether a string of the last scan held a unicode escape. */
  unicodeEscapes = false;
  private readonly keysAtDepth: Int32Array;
  private readonly objectAtDepth: Uint8Array;

  constructor(private readonly limits: FrameLimits) {
    this.keysAtDepth = new Int32Array(limits.maxDepth + 1);
    this.objectAtDepth = new Uint8Array(limits.maxDepth + 1);
  }

  /** Index after the value that begins at `start` (no leading white space), or -1 with `fault` set. */
  valueEnd(bytes: Uint8Array, start: number, end: number): number {
    const first = bytes[start];
    this.unicodeEscapes = false;
    if (first === BYTE.quote) return this.faultWhen(this.stringEnd(bytes, start, end));
    if (first === BYTE.openObject || first === BYTE.openArray) return this.containerEnd(bytes, start, end);
    let at = start;
    while (at < end && isScalarByte(bytes[at])) at += 1;
    return at === start ? this.fail('malformed_json') : at;
  }

  /** Whether the bytes of `start` to `end` are exactly one value, white space around it allowed. */
  isOneValue(bytes: Uint8Array, start: number, end: number): boolean {
    const valueAt = skipSpace(bytes, start, end);
    if (valueAt === end) { this.fault = 'malformed_json'; return false; }
    const after = this.valueEnd(bytes, valueAt, end);
    if (after === -1) return false;
    if (skipSpace(bytes, after, end) === end) return true;
    this.fault = 'malformed_json';
    return false;
  }

  private containerEnd(bytes: Uint8Array, start: number, end: number): number {
    const { maxDepth, maxKeysPerObject, maxKeyBytes } = this.limits;
    const { keysAtDepth, objectAtDepth } = this;
    let depth = 0;
    let keyLength = 0;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at];
      if (STRUCTURAL[byte] === 0) continue;
      if (byte === BYTE.quote) {
        const after = this.stringEnd(bytes, at, end);
        if (after === -1) return this.fail('malformed_json');
        keyLength = after - at - 2;
        at = after - 1;
      } else if (byte === BYTE.colon) {
        if (objectAtDepth[depth] === 0) return this.fail('malformed_json');
        if (keyLength > maxKeyBytes) return this.fail('key_too_long');
        if (++keysAtDepth[depth] > maxKeysPerObject) return this.fail('too_many_keys');
      } else if (byte === BYTE.openObject || byte === BYTE.openArray) {
        depth += 1;
        if (depth > maxDepth) return this.fail('too_deep');
        objectAtDepth[depth] = byte === BYTE.openObject ? 1 : 0;
        keysAtDepth[depth] = 0;
      } else {
        if (objectAtDepth[depth] !== (byte === BYTE.closeObject ? 1 : 0)) return this.fail('malformed_json');
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    return this.fail('malformed_json');
  }

  private stringEnd(bytes: Uint8Array, start: number, end: number): number {
    for (let at = start + 1; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === BYTE.quote) return at + 1;
      if (byte !== BYTE.backslash) continue;
      at += 1;
      if (bytes[at] === BYTE.u) this.unicodeEscapes = true;
    }
    return -1;
  }

  private faultWhen(position: number): number {
    return position === -1 ? this.fail('malformed_json') : position;
  }

  private fail(fault: ScanFault): -1 {
    this.fault = fault;
    return -1;
  }
}

/** Index after the closing quote of the string that opens at `start`, or -1 when it never closes. */
export function stringEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at];
    if (byte === BYTE.quote) return at + 1;
    if (byte === BYTE.backslash) at += 1;
  }
  return -1;
}

/** Index of the first byte from `start` that is not JSON white space, or `end`. */
export function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isSpace(bytes[at])) at += 1;
  return at;
}

function isSpace(byte: number): boolean {
  return byte === BYTE.space || byte === BYTE.lf || byte === BYTE.cr || byte === BYTE.tab;
}

function isScalarByte(byte: number): boolean {
  return !isSpace(byte) && (STRUCTURAL[byte] === 0 && byte !== BYTE.comma);
}

function structuralBytes(): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of [BYTE.quote, BYTE.colon, BYTE.openArray, BYTE.closeArray, BYTE.openObject, BYTE.closeObject]) table[byte] = 1;
  return table;
}
