import { isAscii, isUtf8 } from 'node:buffer';
import { DEFAULT_LIMITS, type Door, type Envelope, type Frame, type FrameLimits, type Refusal, refusal } from './frame';
import { addsDocument, walkBulkBody } from './bulk-body';
import { type HecSpan, walkHecBody } from './hec-body';
import { BYTE, JsonScanner } from './json-scan';
import { walkLines } from './raw-lines';
import { recordArraySpans } from './record-array';

/**
 * The events of one body in order, or the refusal of all of it. `leftOutBytes` is what the door had refused inside an accepted body: the
 * lines of bulk actions that add no document.
 */
export type FramedBody = { readonly ok: true; readonly frames: Frame[]; readonly leftOutBytes: number } | Refusal;

/** Characters of an oversized event that stay readable in quarantine; its exact bytes are kept beside them. */
const SHOWN_CHARS = 4_096;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Splits one decompressed request body into its events. Gives the same answer about the whole body as `checkBody`; an event that
 * cannot be read becomes a frame with a `fault` and its neighbours are kept. Positions, not copies: `raw` is a slice of the body's
 * text where the body is ASCII, so holding one frame holds the text of its body.
 */
export function frameBody(bytes: Uint8Array, door: Door, limits: FrameLimits = DEFAULT_LIMITS): FramedBody {
  const framer = new Framer(bytes, limits);
  if (door === 'hec.event') {
    const walked = walkHecBody(bytes, limits, (span) => { framer.addHec(span); });
    if (!walked.ok) return walked;
  } else if (door === 'bulk') {
    const walked = walkBulkBody(bytes, limits, (action, start, end) => {
      if (addsDocument(action)) framer.addDocument(start, end);
      else framer.leftOutBytes += end - start;
    });
    if (!walked.ok) return walked.fault === 'no_data' ? refusal(5) : refusal(6, walked.line);
  } else {
    walkLines(bytes, (start, end) => framer.addLine(start, end));
    if (framer.frames.length === 0) return refusal(5);
  }
  return framer.frames.length > limits.maxEvents ? refusal(6, limits.maxEvents) : { ok: true, frames: framer.frames, leftOutBytes: framer.leftOutBytes };
}

class Framer {
  readonly frames: Frame[] = [];
  leftOutBytes = 0;
  private readonly buffer: Buffer;
  private readonly scanner: JsonScanner;
  private readonly asciiText: string | undefined;
  private readonly allUtf8: boolean;

  constructor(private readonly bytes: Uint8Array, private readonly limits: FrameLimits) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.scanner = new JsonScanner(limits);
    this.asciiText = isAscii(bytes) ? this.buffer.toString('latin1') : undefined;
    this.allUtf8 = this.asciiText !== undefined || isUtf8(bytes);
  }

  addHec(span: HecSpan): void {
    const envelope = this.envelopeOf(span);
    if (this.bytes[span.eventStart] === BYTE.quote) this.addString(span, envelope);
    else this.addValue(span.eventStart, span.eventEnd, envelope ?? undefined, envelope === null ? 'bad_envelope' : undefined, scanOf(span.eventEscapes));
  }

  /** A document of a bulk action is an object; anything else goes into quarantine. */
  addDocument(start: number, end: number): void {
    if (this.bytes[start] === BYTE.openObject) this.addLine(start, end);
    else this.addValue(start, end, undefined, 'malformed_json', undefined);
  }

  addLine(start: number, end: number): boolean {
    const isObject = this.bytes[start] === BYTE.openObject;
    const fits = end - start <= this.limits.maxEventBytes;
    const looked = isObject && fits;
    const whole = looked && this.scanner.isOneValue(this.bytes, start, end);
    this.addValue(start, end, undefined, looked && !whole ? this.scanner.fault : undefined, whole ? scanOf(this.scanner.unicodeEscapes) : undefined);
    return this.frames.length <= this.limits.maxEvents;
  }

  private addValue(start: number, end: number, envelope: Envelope | undefined, fault: Frame['fault'], scanned: Frame['scanned']): void {
    const spans = fault === undefined ? recordArraySpans(this.bytes, start, end, this.limits) : undefined;
    if (spans === undefined) { this.frames.push(this.frame(start, end, envelope, fault, scanned)); return; }
    for (let i = 0; i < spans.length; i += 2) this.frames.push(this.frame(spans[i], spans[i + 1], envelope, undefined, scanned));
  }

  private frame(start: number, end: number, envelope: Envelope | undefined, fault: Frame['fault'], scanned: Frame['scanned']): Frame {
    if (end - start > this.limits.maxEventBytes) {
      return { raw: this.text(start, start + SHOWN_CHARS), envelope, fault: 'too_large', bytes: this.bytes.subarray(start, end) };
    }
    if (!this.allUtf8 && !isUtf8(this.bytes.subarray(start, end))) {
      return { raw: this.text(start, end), envelope, fault: 'bad_utf8', bytes: this.bytes.subarray(start, end) };
    }
    return fault === undefined ? { raw: this.text(start, end), envelope, scanned } : { raw: this.text(start, end), envelope, fault };
  }

  /** A string event is its decoded text; without an escape the decoded text is the source text between the quotes. */
  private addString(span: HecSpan, envelope: Envelope | null | undefined): void {
    const quoted = this.frame(span.eventStart, span.eventEnd, envelope ?? undefined, envelope === null ? 'bad_envelope' : undefined, undefined);
    if (quoted.fault !== undefined) { this.frames.push(quoted); return; }
    const decoded = decodedText(quoted.raw);
    if (decoded === undefined) this.frames.push({ ...quoted, fault: 'malformed_json' });
    else if (decoded.lone) this.frames.push({ ...quoted, fault: 'lone_surrogate' });
    else this.frames.push({ raw: decoded.text, envelope: quoted.envelope });
  }

  /** Everything of the object but its event: parsed alone, so that a large event is not parsed twice. Null when it is no JSON. */
  private envelopeOf(span: HecSpan): Envelope | null | undefined {
    const before = this.text(span.start, span.eventStart);
    const after = this.text(span.eventEnd, span.end);
    if (after.length === 1 && before.length < 12) return undefined;
    try {
      return envelopeFrom(JSON.parse(`${before}0${after}`) as Record<string, unknown>);
    } catch {
      return null;
    }
  }

  private text(start: number, end: number): string {
    return this.asciiText === undefined ? this.buffer.toString('utf8', start, end) : this.asciiText.slice(start, end);
  }
}

function scanOf(escapes: boolean): 'plain' | 'escaped' {
  return escapes ? 'escaped' : 'plain';
}

function decodedText(quoted: string): { text: string; lone: boolean } | undefined {
  if (!quoted.includes('\\')) return { text: quoted.slice(1, -1), lone: false };
  try {
    const text = String(JSON.parse(quoted));
    return { text, lone: /\\u[dD]/.test(quoted) && LONE_SURROGATE.test(text) };
  } catch {
    return undefined;
  }
}

function envelopeFrom(fields: Record<string, unknown>): Envelope {
  const seconds = typeof fields.time === 'string' && fields.time.trim() !== '' ? Number(fields.time) : fields.time;
  return {
    time: typeof seconds === 'number' && Number.isFinite(seconds) ? Math.round(seconds * 1000) : undefined,
    host: textOf(fields.host),
    sourcetype: textOf(fields.sourcetype),
    index: textOf(fields.index),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
