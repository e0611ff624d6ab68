import { emptyHotColumns, type HotColumns, SEVERITY } from '@yagura/ocsf';
import { readAccessLine } from './access-line';
import { readAuditd } from './auditd-line';
import { CLOUD_PACKS, unwrapCloud } from './cloud-packs';
import { eventTime, type TimeContext, timeOf } from './event-time';
import { DEFAULT_LIMITS, type Frame, type FrameFault } from './frame';
import { jsonPackReader } from './json-pack';
import { JsonScanner } from './json-scan';
import { asText, isObject, type JsonObject, member, memberText, scalarTexts } from './json-value';
import { type RecordKind, recordKind } from './log-source';
import { NETWORK_PACKS } from './network-packs';
import { JsonView, TextView } from './record-view';
import { readSyslog } from './syslog-line';
import { type Quarantined, type Reading, TelemetryRecord } from './telemetry-record';
import { readWindows } from './windows-record';

/** What the source's settings say about its events. */
export interface SourceSettings {
  /** Log type such as `nginx/access`, used as `src` of records that no parser recognises; never overrides what a record shows. */
  readonly parser?: string;
  /** IANA zone of times without an offset. */
  readonly timeZone?: string;
}

const readPack = jsonPackReader([...CLOUD_PACKS, ...NETWORK_PACKS]);
const scanner = new JsonScanner(DEFAULT_LIMITS);
const JSON_KIND = recordKind('json', {});
const TEXT_KIND = recordKind('text', {});
const LONE_SURROGATE = /\p{Surrogate}/u;
const HIGH_ESCAPE = /\\u[dD][89a-fA-F]/;

/**
 * Reads one framed event. Shape decides the parser, not the door: Windows (four shapes), CloudTrail and other audit logs, Zeek, EVE,
 * web logs, Linux audit, syslog, then any JSON and any text, stored unmapped (class 0). Only what cannot be read at all is
 * quarantined: a frame's fault, JSON that is none, lone surrogates, binary. Never throws, whatever the bytes were.
 */
export function parseRecord(frame: Frame, source: SourceSettings, receivedAtMs: number): TelemetryRecord | Quarantined {
  if (frame.fault !== undefined) return quarantine(frame, frame.fault, receivedAtMs);
  const context: TimeContext = { recvMs: receivedAtMs, timeZone: source.timeZone, envelopeMs: frame.envelope?.time };
  const isJson = frame.raw.charCodeAt(firstInk(frame.raw)) === 0x7b;
  const reading = isJson ? readJson(frame, context, source) : readText(frame, context, source);
  if (typeof reading === 'string') return quarantine(frame, reading, receivedAtMs);
  if (reading.hot.host === '' && frame.envelope?.host !== undefined) reading.hot.host = frame.envelope.host;
  if (frame.scanned !== 'plain') showNul(reading.hot);
  return new TelemetryRecord(frame.raw, receivedAtMs, reading);
}

function readJson(frame: Frame, context: TimeContext, source: SourceSettings): Reading | FrameFault {
  const { raw } = frame;
  const fault = frame.scanned === undefined ? scanFault(raw) : undefined;
  if (fault !== undefined) return fault;
  const root = parsed(raw);
  if (root === undefined) return 'malformed_json';
  if (frame.scanned !== 'plain' && HIGH_ESCAPE.test(raw) && holdsLoneSurrogate(root)) return 'lone_surrogate';
  return readWindows(raw, root, context) ?? readPack(raw, root, unwrapCloud(root), context) ?? unmappedJson(raw, root, context, source);
}

function readText(frame: Frame, context: TimeContext, source: SourceSettings): Reading | FrameFault {
  const { raw } = frame;
  const reading = readAuditd(raw, context) ?? readSyslog(raw, context) ?? readAccessLine(raw, context);
  if (reading !== undefined) return reading;
  if (isBinary(raw)) return 'control_text';
  const hot = emptyHotColumns();
  hot.cmd = raw.length > 4_096 ? raw.slice(0, 4_096) : raw;
  const kind = kindNamed(TEXT_KIND, source.parser ?? frame.envelope?.sourcetype);
  return { kind, view: new TextView(raw, new Map([['message', raw]])), time: eventTime(undefined, false, context), severityId: SEVERITY.unknown, hot };
}

function unmappedJson(raw: string, root: JsonObject, context: TimeContext, source: SourceSettings): Reading {
  const written = member(root, '@timestamp') ?? member(root, 'timestamp') ?? member(root, 'time') ?? member(root, 'ts');
  const hot = emptyHotColumns();
  hot.host = memberText(root, 'host') || memberText(root, 'hostname');
  hot.user = memberText(root, 'user') || memberText(root, 'username');
  hot.cmd = memberText(root, 'message') || memberText(root, 'msg');
  const time = timeOf(written);
  const kind = kindNamed(JSON_KIND, source.parser);
  return { kind, view: new JsonView(raw, root), time: eventTime(time, time === undefined && asText(written) !== '', context), severityId: SEVERITY.unknown, hot };
}

/** A source's own name for its log type, within bounds: it becomes a low-cardinality column. */
function kindNamed(kind: RecordKind, name: string | undefined): RecordKind {
  return name !== undefined && /^[\w:/.-]{1,64}$/.test(name) ? { ...kind, src: name } : kind;
}

/** NUL becomes a visible escape: text columns of PostgreSQL refuse it. The raw text keeps it. */
function showNul(hot: HotColumns): void {
  for (const [name, value] of Object.entries(hot)) {
    if (typeof value === 'string' && value.includes('\0')) Object.assign(hot, { [name]: value.replaceAll('\0', '\\u0000') });
  }
}

function quarantine(frame: Frame, reason: FrameFault, recvTs: number): Quarantined {
  return { quarantined: true, reason, raw: frame.raw, bytes: frame.bytes, recvTs };
}

function scanFault(raw: string): FrameFault | undefined {
  const bytes = Buffer.from(raw);
  if (bytes.length > DEFAULT_LIMITS.maxEventBytes) return 'too_large';
  return scanner.isOneValue(bytes, 0, bytes.length) ? undefined : scanner.fault;
}

function parsed(raw: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function holdsLoneSurrogate(root: JsonObject): boolean {
  for (const text of scalarTexts(root)) if (LONE_SURROGATE.test(text)) return true;
  return false;
}

/** More than three characters in ten that no log writes: UTF-16 read as bytes, an archive, an image. */
function isBinary(raw: string): boolean {
  const sample = raw.length > 1_024 ? raw.slice(0, 1_024) : raw;
  let controls = 0;
  for (let at = 0; at < sample.length; at += 1) {
    const code = sample.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d && code !== 0x1b) controls += 1;
  }
  return controls * 10 > sample.length * 3;
}

function firstInk(raw: string): number {
  let at = 0;
  while (at < raw.length && raw.charCodeAt(at) <= 0x20) at += 1;
  return at;
}
