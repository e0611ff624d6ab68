import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Unavailable } from '@yagura/kernel';
import type { DecodeFailure, DecodeJob, DecodeResult, RuleText } from './decode-job';

/** Threads run built code also when this file runs from its source, as under a test runner. */
const THREAD = join(__dirname, '..', '..', 'dist', 'pipeline', 'decode.worker.js');
/** Telemetry's live objects are small; a thread that outgrows this is replaced rather than the process killed. */
const THREAD_HEAP_MB = 256;

interface Waiting { readonly job: DecodeJob; readonly resolve: (result: DecodeResult) => void; readonly reject: (error: Error) => void }
interface Thread { readonly worker: Worker; current?: Waiting }

/** A fixed number of decoding threads and one queue before them. A thread that dies gives its job back to the caller and is replaced. */
export class DecodePool {
  private readonly threads: Thread[] = [];
  private readonly queue: Waiting[] = [];
  private nextId = 0;
  private closed = false;

  constructor(private readonly rules: readonly RuleText[], count: number) {
    for (let made = 0; made < count; made += 1) this.add();
  }

  /** Decodes a group. Its bodies are handed over with it and are empty for the caller afterwards, where they had a buffer of their own. */
  run(work: Omit<DecodeJob, 'id'>): Promise<DecodeResult> {
    return new Promise((resolve, reject) => {
      this.queue.push({ job: { ...work, id: this.nextId++ }, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private add(): void {
    const worker = new Worker(THREAD, { workerData: { rules: this.rules }, resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB } });
    const thread: Thread = { worker };
    this.threads.push(thread);
    worker.on('message', (answer: DecodeResult | DecodeFailure) => {
      const { current } = thread;
      thread.current = undefined;
      if ('failed' in answer) current?.reject(new Unavailable('A decoding thread failed.', { slug: 'detection.decode_failed', cause: answer.failed }));
      else current?.resolve(answer);
      this.next();
    });
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.threads.splice(this.threads.indexOf(thread), 1);
      thread.current?.reject(new Unavailable('A decoding thread died.', { slug: 'detection.thread_died' }));
      if (!this.closed) {
        this.add();
        this.next();
      }
    });
  }

  private next(): void {
    for (const thread of this.threads) {
      if (thread.current !== undefined) continue;
      const waiting = this.queue.shift();
      if (waiting === undefined) return;
      thread.current = waiting;
      thread.worker.postMessage(waiting.job, ownedBuffers(waiting.job));
    }
  }
}

/**
 * Buffers of a job's bodies that hold nothing else: they are handed over instead of copied, and whoever asked for the job may not read
 * them again. A body that is a view of a shared buffer is copied.
 */
function ownedBuffers({ batches }: DecodeJob): ArrayBuffer[] {
  const owned = batches.flatMap(({ body: { buffer, byteLength } }) => (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []));
  return [...new Set(owned)];
}
