import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { batchesOf, eventFiles, type Batch } from './event-batches';
import { postHec } from './hec-post';
import type { FromSender, ToSender } from './sender-job';

type Go = Extract<ToSender, { kind: 'go' }>;

const RETRY_MS = 50;
/** Larger than any patience of a benchmark: a door that stays shut is a fault to report. */
const MAX_TRIES = 2_000;

/** A batch with the number of the source that it comes from: a kind of log has a source of its own, as in a real company. */
interface Addressed extends Batch { readonly source: number }

/** All queues side by side, each in its own order: sources send at the same time, not one after the other. */
function interleaved(queues: readonly (readonly Addressed[])[]): Addressed[] {
  const places = queues.flatMap((queue) => queue.map((batch, index) => ({ batch, at: (index + 0.5) / queue.length })));
  return places.sort((a, b) => a.at - b.at).map(({ batch }) => batch);
}

/** The sender's whole program: loads and packs all batches first, so that while the clock runs it only posts bytes. */
class Sender {
  private batches: readonly Addressed[] = [];
  private processed = 0;
  private readonly refused: Record<string, number> = {};

  async load(folder: string, size: number): Promise<void> {
    const files = eventFiles(folder);
    const queues: Addressed[][] = [];
    for (const [source, file] of files.entries()) {
      const queue: Addressed[] = [];
      for await (const batch of batchesOf(file, size)) queue.push({ ...batch, source });
      queues.push(queue);
    }
    this.batches = interleaved(queues);
    const sum = (pick: (batch: Batch) => number): number => this.batches.reduce((total, batch) => total + pick(batch), 0);
    tell({ kind: 'loaded', events: sum(({ events }) => events), files: files.length, rawBytes: sum(({ rawBytes }) => rawBytes), gzipBytes: sum(({ body }) => body.length) });
  }

  isAt(processed: number): void {
    this.processed = processed;
  }

  /** Posts until the time is over or the events are sent. Each turn through the batches is a round with a channel of its own. */
  async go({ url, tokens, seconds, events, connections, maxBehind }: Go): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const until = performance.now() + seconds * 1_000;
    let next = 0;
    let sent = 0;
    let posted = 0;
    let channel = randomUUID();
    const lane = async (): Promise<void> => {
      while (performance.now() < until && sent < events) {
        if (sent - this.processed > maxBehind) {
          await pause(5);
          continue;
        }
        if (next > 0 && next % this.batches.length === 0) channel = randomUUID();
        const at = next;
        next += 1;
        const batch = this.batches[at % this.batches.length];
        sent += batch.events;
        posted += 1;
        await this.post(agent, url, tokens[batch.source % tokens.length], channel, batch.body);
      }
    };
    const lanes = await Promise.allSettled(Array.from({ length: connections }, lane));
    agent.destroy();
    const fault = lanes.find((each) => each.status === 'rejected');
    tell({ kind: 'done', sent, batches: posted, refused: this.refused, failed: fault === undefined ? null : String(fault.reason) });
  }

  private async post(agent: Agent, url: string, token: string, channel: string, body: Buffer): Promise<void> {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const status = await postHec(agent, url, { token, channel, body });
      if (status === 200) return;
      this.refused[status] = (this.refused[status] ?? 0) + 1;
      if (status < 500) throw new TypeError(`the door answered ${status}`);
      await pause(RETRY_MS);
    }
    throw new TypeError('the door stayed busy');
  }
}

const tell = (answer: FromSender): void => { process.send?.(answer); };

/** Runs in the child process only: the file is its entry. */
export function runSender(): void {
  const sender = new Sender();
  const fail = (error: unknown): void => tell({ kind: 'done', sent: 0, batches: 0, refused: {}, failed: error instanceof Error ? error.message : String(error) });
  process.on('message', (message: ToSender) => {
    if (message.kind === 'load') sender.load(message.folder, message.batch).catch(fail);
    else if (message.kind === 'go') sender.go(message).catch(fail);
    else sender.isAt(message.events);
  });
  process.once('disconnect', () => process.exit(0));
}

if (require.main === module) runSender();
