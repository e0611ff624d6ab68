import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Events of one batch; the last of them is one that a rule of the pack finds. */
export const EVENTS_PER_BATCH = 5;
const LANES = 2;
const PAUSE_MS = 60;
const AGAIN_MS = 100;
const PATIENCE_MS = 10_000;

/**
 * A shipper for tests of crashes: posts numbered batches without end and notes each answer 200 in a file of its own. What was not answered
 * is sent again, unchanged, as every shipper does, until it is.
 */
export class NumberedSender {
  private next = 0;
  private stopped = false;
  private lanes: Promise<void>[] = [];
  private readonly channel = randomUUID();

  /** `urlOf` is asked before each request: a restart may answer elsewhere. */
  constructor(private readonly urlOf: () => string, private readonly token: string, private readonly ackFile: string) {}

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

  /** Numbers of the batches that the door has acknowledged. */
  acked(): number[] {
    return readFileSync(this.ackFile, 'utf8').split('\n').filter((line) => line !== '').map(Number);
  }

  private async lane(): Promise<void> {
    while (!this.stopped) {
      const number = this.next;
      this.next += 1;
      const body = bodyOf(number);
      while (!(await this.post(body))) await pause(AGAIN_MS);
      appendFileSync(this.ackFile, `${number}\n`);
      await pause(PAUSE_MS);
    }
  }

  private async post(body: string): Promise<boolean> {
    const headers = { authorization: `Splunk ${this.token}`, 'x-splunk-request-channel': this.channel };
    try {
      const response = await fetch(`${this.urlOf()}/services/collector/event`, { method: 'POST', body, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
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

function bodyOf(batch: number): string {
  const events = Array.from({ length: EVENTS_PER_BATCH }, (_, at) => ({
    EventTime: new Date().toISOString(), Hostname: hostOf(batch), EventID: at === EVENTS_PER_BATCH - 1 ? 1102 : 4624, Channel: 'Security',
    SourceName: 'Microsoft-Windows-Security-Auditing', RecordNumber: String(at), SourceModuleName: 'eventlog', SourceModuleType: 'im_msvistalog', SubjectUserName: 'svc-backup',
  }));
  return events.map((event) => JSON.stringify({ host: hostOf(batch), sourcetype: 'windows', event })).join('\n');
}
