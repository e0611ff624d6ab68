import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Unavailable } from '@yagura/kernel';
import type { DocumentModel } from '@yagura/pdf';
import type { RenderAnswer, Rendered } from './render-job';

/** Threads run built code also when this file runs from its source, as under a test runner. */
const THREAD = join(__dirname, '..', '..', 'dist', 'report', 'render.worker.js');
/** Reports wait behind the one being set; more would only wait longer than their callers do. */
const MOST_WAITING = 2;
/** Fonts and charts take a hundred megabytes; a thread that nobody needs gives them back. */
const IDLE_MS = 30_000;
const THREAD_HEAP_MB = 384;
const RETRY_AFTER_SEC = 5;

interface Waiting { readonly model: DocumentModel; readonly resolve: (rendered: Rendered) => void; readonly reject: (error: Error) => void }

export class TooManyReports extends Unavailable {
  constructor() { super('Other reports are being set; try again in a moment.', { slug: 'report.busy', retryAfterSec: RETRY_AFTER_SEC }); }
}

/** Sets one document after another in a thread of its own, which is started when it is needed. A thread that dies fails its document only. */
export class RenderPool {
  private readonly queue: Waiting[] = [];
  private worker?: Worker;
  private current?: Waiting;
  private idle?: NodeJS.Timeout;

  /** The document as PDF. Throws TooManyReports when two already wait. */
  render(model: DocumentModel): Promise<Rendered> {
    if (this.queue.length >= MOST_WAITING) return Promise.reject(new TooManyReports());
    return new Promise((resolve, reject) => {
      this.queue.push({ model, resolve, reject });
      this.next();
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    for (const { reject } of this.queue.splice(0)) reject(new TooManyReports());
    await this.worker?.terminate();
  }

  private next(): void {
    if (this.current !== undefined) return;
    this.current = this.queue.shift();
    clearTimeout(this.idle);
    if (this.current === undefined) {
      this.idle = setTimeout(() => { void this.worker?.terminate(); }, IDLE_MS).unref();
      return;
    }
    this.worker ??= this.start();
    this.worker.postMessage(this.current.model);
  }

  private start(): Worker {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB } });
    worker.on('message', (answer: RenderAnswer) => {
      const { current } = this;
      this.current = undefined;
      if ('failed' in answer) current?.reject(new Unavailable('The report could not be set.', { slug: 'report.not_set', cause: answer.failed }));
      else current?.resolve(answer);
      this.next();
    });
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.current?.reject(new Unavailable('The thread that sets reports died.', { slug: 'report.thread_died' }));
      this.current = undefined;
      if (this.queue.length > 0) this.next();
    });
    return worker;
  }
}
