import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Events of one batch; the last of them is one that a rule of the pack finds. */
export const EVENTS_PER_BATCH = 5;
const LANES = 2;
const PAUSE_MS = 60;
const EVENTS = '/services/collector/event';
const BULK = '/_bulk';
const AGAIN_MS = 100;
const PATIENCE_MS = 10_000;

export interface SenderOptions {
  /** Speaks to the Elasticsearch bulk door instead of the HTTP Event Collector. */
  readonly isBulk?: boolean;
  /** Rest of a lane after each acknowledgement, in milliseconds. */
  readonly pauseMs?: number;
}

/**
 * A shipper for tests of crashes: posts numbered batches without end and notes each answer 200 in a file of its own. What was not answered
 * is sent again, unchanged, as every shipper does, until it is.
 */
export class NumberedSender {
  private next = 0;
  private stopped = false;
  private abandoned = false;
  private lanes: Promise<void>[] = [];
  private bytes = 0;
  private readonly channel = randomUUID();

  /** `urlOf` is asked before each request: a restart may answer elsewhere. */
  constructor(private readonly urlOf: () => string, private readonly token: string, private readonly ackFile: string, private readonly options: SenderOptions = {}) {}

  /** Bytes of the batches that the door has acknowledged, each batch once. */
  get ackedBytes(): number {
    return this.bytes;
  }

  start(): void {
    appendFileSync(this.ackFile, '');
    this.stopped = false;
    this.lanes = Array.from({ length: LANES }, () => this.lane());
  }

  /** Begins no new batch and waits until each that was begun is acknowledged. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.lanes);
  }

  /** Ends at once: what was begun may be acknowledged or not. */
  async abandon(): Promise<void> {
    this.abandoned = true;
    await this.stop();
  }

  /** Numbers of the batches that the door has acknowledged. */
  acked(): number[] {
    return readFileSync(this.ackFile, 'utf8').split('\n').filter((line) => line !== '').map(Number);
  }

  private async lane(): Promise<void> {
    while (!this.stopped) {
      const number = this.next;
      this.next += 1;
      const body = this.options.isBulk === true ? bulkBodyOf(number) : bodyOf(number);
      while (!(await this.post(body, number))) {
        if (this.abandoned) return;
        await pause(AGAIN_MS);
      }
      appendFileSync(this.ackFile, `${number}\n`);
      this.bytes += Buffer.byteLength(body);
      await pause(this.options.pauseMs ?? PAUSE_MS);
    }
  }

  private async post(body: string, number: number): Promise<boolean> {
    const isBulk = this.options.isBulk === true;
    const headers: Record<string, string> = isBulk
      ? { 'authorization': `Bearer ${this.token}`, 'content-type': 'application/x-ndjson', 'user-agent': 'numbered-sender', 'idempotency-key': `${this.channel}.${number}` }
      : { 'authorization': `Splunk ${this.token}`, 'x-splunk-request-channel': this.channel };
    try {
      const response = await fetch(`${this.urlOf()}${isBulk ? BULK : EVENTS}`, { method: 'POST', body, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
      await response.arrayBuffer();
      return response.status === 200;
    } catch {
      // Nobody listens at this moment, or the answer was cut off: it may be stored or not, so it is sent again.
      return false;
    }
  }
}

/** Name of the machine whose events one batch holds; the lake keeps it in a column of its own. */
export const hostOf = (batch: number): string => `machine-${String(batch).padStart(6, '0')}`;

const bodyOf = (batch: number): string => eventsOf(batch).map((event) => JSON.stringify({ host: hostOf(batch), sourcetype: 'windows', event })).join('\n');

const bulkBodyOf = (batch: number): string => eventsOf(batch).map((event) => `{"create":{}}\n${JSON.stringify(event)}\n`).join('');

function eventsOf(batch: number): Record<string, unknown>[] {
  return Array.from({ length: EVENTS_PER_BATCH }, (_, at) => ({
    EventTime: new Date().toISOString(), Hostname: hostOf(batch), EventID: at === EVENTS_PER_BATCH - 1 ? 1102 : 4624, Channel: 'Security',
    SourceName: 'Microsoft-Windows-Security-Auditing', RecordNumber: String(at), SourceModuleName: 'eventlog', SourceModuleType: 'im_msvistalog', SubjectUserName: 'svc-backup',
  }));
}
