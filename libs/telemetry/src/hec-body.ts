import { type FrameLimits, type Refusal, refusal } from './frame';
import { BYTE, JsonScanner, skipSpace, stringEnd } from './json-scan';

/** One object of a HEC body, as byte positions; the value of its `event` key lies inside. Ends are exclusive. */
export interface HecSpan {
  readonly start: number;
  readonly end: number;
  readonly eventStart: number;
  readonly eventEnd: number;
  /** Whether the event holds a unicode escape. */
  readonly eventEscapes: boolean;
}

const EVENT_KEY = Buffer.from('event');
const FIELDS_KEY = Buffer.from('fields');

/**
 * Calls `visit` for each object of a HEC event body, in order, and says how many there were. Objects may stand side by side or be
 * divided by white space; anything else between them, a missing or blank `event`, or a value beyond the limits refuses the whole
 * body, also after some visits, so the caller must drop what it collected when the answer is a refusal.
 */
export function walkHecBody(bytes: Uint8Array, limits: FrameLimits, visit: (span: HecSpan) => void): { ok: true } | Refusal {
  const walker = new HecWalker(bytes, limits);
  let at = skipSpace(bytes, afterBom(bytes), bytes.length);
  let number = 0;
  while (at < bytes.length) {
    const span = number < limits.maxEvents ? walker.objectAt(at) : 6;
    if (typeof span === 'number') return refusal(span, number);
    visit(span);
    number += 1;
    at = skipSpace(bytes, span.end, bytes.length);
  }
  return number === 0 ? refusal(5) : { ok: true };
}

/** Index after a UTF-8 byte order mark, or 0: some agents put one before the first event. */
export function afterBom(bytes: Uint8Array): number {
  return bytes.length > 2 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

class HecWalker {
  private readonly scanner: JsonScanner;

  constructor(private readonly bytes: Uint8Array, private readonly limits: FrameLimits) {
    this.scanner = new JsonScanner(limits);
  }

  /** The object that begins at `start`, or the Splunk code that refuses the body. */
  objectAt(start: number): HecSpan | 6 | 12 | 13 | 15 {
    const { bytes } = this;
    if (bytes[start] !== BYTE.openObject) return 6;
    let eventStart = -1;
    let eventEnd = -1;
    let eventEscapes = false;
    let at = skipSpace(bytes, start + 1, bytes.length);
    for (let keys = 0; bytes[at] !== BYTE.closeObject; keys += 1) {
      const keyAt = at;
      const valueAt = this.valueAfterKey(keyAt);
      if (valueAt === -1 || keys === this.limits.maxKeysPerObject) return 6;
      const valueEnd = this.scanner.valueEnd(bytes, valueAt, bytes.length);
      if (valueEnd === -1) return 6;
      if (this.isKey(keyAt, EVENT_KEY)) {
        if (eventStart !== -1) return 6;
        eventStart = valueAt;
        eventEnd = valueEnd;
        eventEscapes = this.scanner.unicodeEscapes;
      } else if (this.isKey(keyAt, FIELDS_KEY) && !this.isFlat(valueAt, valueEnd)) return 15;
      at = this.nextMember(valueEnd);
      if (at === -1) return 6;
    }
    if (eventStart === -1) return 12;
    if (isBlank(bytes, eventStart, eventEnd)) return 13;
    return { start, end: at + 1, eventStart, eventEnd, eventEscapes };
  }

  /** Position of the value whose key opens at `at`, or -1 when there is no key, no colon or the key is too long. */
  private valueAfterKey(at: number): number {
    const { bytes } = this;
    if (bytes[at] !== BYTE.quote) return -1;
    const keyEnd = stringEnd(bytes, at, bytes.length);
    if (keyEnd === -1 || keyEnd - at - 2 > this.limits.maxKeyBytes) return -1;
    const colon = skipSpace(bytes, keyEnd, bytes.length);
    return bytes[colon] === BYTE.colon ? skipSpace(bytes, colon + 1, bytes.length) : -1;
  }

  /** Position of the next key or of the closing bracket; -1 when neither follows. */
  private nextMember(valueEnd: number): number {
    const at = skipSpace(this.bytes, valueEnd, this.bytes.length);
    if (this.bytes[at] === BYTE.closeObject) return at;
    if (this.bytes[at] !== BYTE.comma) return -1;
    const key = skipSpace(this.bytes, at + 1, this.bytes.length);
    return this.bytes[key] === BYTE.quote ? key : -1;
  }

  private isKey(at: number, key: Uint8Array): boolean {
    const { bytes } = this;
    if (bytes[at + key.length + 1] === BYTE.quote && key.every((byte, offset) => bytes[at + 1 + offset] === byte)) return true;
    const end = stringEnd(bytes, at, bytes.length);
    if (!bytes.subarray(at, end).includes(BYTE.backslash)) return false;
    return decodedString(bytes, at, end) === Buffer.from(key).toString('latin1');
  }

  /** Indexed fields are one level of names and values, lists of values among them; null says that there are none. */
  private isFlat(start: number, end: number): boolean {
    const { bytes } = this;
    if (bytes[start] !== BYTE.openObject) return end - start === 4 && bytes[start] === 0x6e;
    for (let at = start + 1; at < end; at += 1) {
      if (bytes[at] === BYTE.openObject) return false;
      if (bytes[at] === BYTE.quote) at = stringEnd(bytes, at, end) - 1;
    }
    return true;
  }
}

/** A key written with escapes, such as "\u0065vent", is the same key (RFC 8259, section 8.3). */
function decodedString(bytes: Uint8Array, start: number, end: number): string {
  try {
    return String(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')));
  } catch {
    return '';
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== BYTE.quote) return end - start === 4 && bytes[start] === 0x6e;
  return skipSpace(bytes, start + 1, end) === end - 1;
}
