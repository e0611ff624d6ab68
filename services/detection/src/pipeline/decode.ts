import { gunzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { emptyEventRow, eventBlocks, quarantineBlocks } from '@yagura/lake';
import { compileRules, parseRules, type CompiledRules, type RuleMask } from '@yagura/sigma';
import { type Door, frameBody, inflatedSize, parseRecord, type TelemetryRecord } from '@yagura/telemetry';
import type { BatchResult, DecodeJob, DecodeResult, JobBatch, Match, RuleText } from './decode-job';
import { matchOf } from './match';

/** The door inflated the same bytes under the same cap; this one guards a log that somebody else wrote into. */
const MAX_RAW_BYTES = 64 * 1_048_576;
const PARSER_PACK = 1;

/** The version of a rule set: what a finding names as the content that judged it. */
export const contentVersionOf = (rules: readonly RuleText[]): string =>
  createHash('sha256').update(JSON.stringify(rules.map(({ file, text }) => [file, text]))).digest('hex').slice(0, 16);

/** The door that wrote a record; the log's text is not trusted to be one of them. */
const doorOf = (name: string): Door => (name === 'hec.raw' || name === 'bulk' ? name : 'hec.event');

interface Cpu { inflate: number; parse: number; match: number; encode: number }

/**
 * The one pass over a group of batches: inflate, frame, parse, match, rows for the lake. Pure but for the engine's caches: the same job
 * gives the same rows, so that a group sent twice under one token is one.
 */
export class Decoder {
  private readonly rules: CompiledRules;
  private readonly contentVersion: string;
  private readonly events = eventBlocks();
  private readonly quarantine = quarantineBlocks();
  private cpu: Cpu = { inflate: 0, parse: 0, match: 0, encode: 0 };

  constructor(texts: readonly RuleText[]) {
    this.rules = compileRules(texts.flatMap(({ file, text }) => parseRules(text, file).rules));
    this.contentVersion = contentVersionOf(texts);
  }

  decode(job: DecodeJob): DecodeResult {
    this.cpu = { inflate: 0, parse: 0, match: 0, encode: 0 };
    const masks = new Map<string, RuleMask>();
    for (const [tenantId, ids] of Object.entries(job.disabled)) if (ids.length > 0) masks.set(tenantId, this.rules.maskOf(ids));
    const batches = job.batches.map((batch) => this.decodeBatch(batch, masks.get(batch.tenantId)));
    const start = performance.now();
    const events = this.events.take();
    const quarantine = this.quarantine.take();
    this.cpu.encode += performance.now() - start;
    const micros = (ms: number): number => Math.round(ms * 1_000);
    const { inflate, parse, match, encode } = this.cpu;
    return { id: job.id, batches, events, quarantine, cpu: { inflate: micros(inflate), parse: micros(parse), match: micros(match), encode: micros(encode) } };
  }

  private decodeBatch(batch: JobBatch, disabled: RuleMask | undefined): BatchResult {
    const { headers } = batch;
    let at = performance.now();
    const raw = headers.encoding === 'gzip' ? gunzipSync(batch.body, { maxOutputLength: MAX_RAW_BYTES, chunkSize: inflatedSize(batch.body, MAX_RAW_BYTES) }) : batch.body;
    at = this.spent('inflate', at);
    const framed = frameBody(raw, doorOf(headers.door));
    const tally = { stored: 0, quarantined: 0, storedBytes: headers.rawBytes, firstAt: null as number | null, lastAt: null as number | null, matches: [] as Match[] };
    if (!framed.ok) return this.lost(batch, tally, raw, `${doorOf(headers.door).split('.')[0]}_${framed.code}`);
    tally.storedBytes -= framed.leftOutBytes;
    const settings = { parser: headers.parser ?? undefined, timeZone: headers.timeZone };
    for (const [seq, frame] of framed.frames.entries()) {
      at = performance.now();
      const record = parseRecord(frame, settings, headers.receivedAt);
      at = this.spent('parse', at);
      if (record.quarantined) {
        tally.quarantined += 1;
        tally.storedBytes -= record.bytes?.length ?? Buffer.byteLength(record.raw);
        this.quarantine.append({ tenant: batch.tenantId, recv_ts: record.recvTs, source_id: headers.sourceNumber, batch: batch.batchId, seq, reason: record.reason, raw: record.bytes ?? record.raw });
        continue;
      }
      for (const index of this.rules.match(record, disabled)) tally.matches.push(matchOf(batch, seq, record, this.rules.compiled[index], this.contentVersion));
      at = this.spent('match', at);
      this.store(batch, seq, record);
      this.spent('encode', at);
      tally.stored += 1;
      tally.firstAt = Math.min(tally.firstAt ?? record.ts, record.ts);
      tally.lastAt = Math.max(tally.lastAt ?? record.ts, record.ts);
    }
    return { ...tally, storedBytes: Math.max(0, tally.stored === 0 ? 0 : tally.storedBytes) };
  }

  /** A body that the door could frame and this reader cannot: kept whole as one quarantined record, never dropped. */
  private lost(batch: JobBatch, tally: Omit<BatchResult, 'matches'> & { matches: Match[] }, raw: Uint8Array, reason: string): BatchResult {
    this.quarantine.append({ tenant: batch.tenantId, recv_ts: batch.headers.receivedAt, source_id: batch.headers.sourceNumber, batch: batch.batchId, seq: 0, reason, raw });
    return { ...tally, quarantined: batch.headers.count, storedBytes: 0 };
  }

  private store(batch: JobBatch, seq: number, record: TelemetryRecord): void {
    const { hot } = record;
    const row = emptyEventRow({ tenant: batch.tenantId, ts: record.ts, recv_ts: record.recvTs, batch: batch.batchId, seq });
    row.src = record.src;
    row.source_id = batch.headers.sourceNumber;
    row.class_uid = record.classUid;
    row.activity = record.activityId;
    row.severity = record.severityId;
    row.pack = PARSER_PACK;
    row.host = hot.host;
    row.user = hot.user;
    row.image = hot.image;
    row.cmd = hot.cmd;
    row.parent = hot.parent;
    row.file = hot.file;
    row.reg = hot.reg;
    row.src_ip = hot.src_ip;
    row.dst_ip = hot.dst_ip;
    row.dst_port = hot.dst_port;
    row.dns = hot.dns;
    row.url = hot.url;
    row.sha256 = hot.sha256;
    row.event_code = hot.event_code;
    row.raw = record.raw;
    this.events.append(row);
  }

  private spent(part: keyof Cpu, since: number): number {
    const now = performance.now();
    this.cpu[part] += now - since;
    return now;
  }
}
