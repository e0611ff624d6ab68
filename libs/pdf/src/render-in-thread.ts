import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DocumentModel } from './document-model';
import { RenderFailed } from './document.errors';

/** Threads run built code also when this file runs from its source, as under a test runner. */
const THREAD = join(__dirname, '..', 'dist', 'render.worker.js');
/** A hundred pages stay far below this; a document that outgrows it fails alone instead of taking the process with it. */
const THREAD_HEAP_MB = 384;

type Answer = { readonly bytes: Uint8Array } | { readonly failed: string };

/** Documents are set one after another: two at once would only share the same cores and double the memory. */
let last: Promise<unknown> = Promise.resolve();

/**
 * `renderPdf` in a thread of its own, so that setting a long document delays no call. The bytes are the same as those of `renderPdf`.
 * Throws RenderFailed, also for a malformed model. Never call it inside a transaction: it waits for every document before it.
 */
export function renderInThread(model: DocumentModel): Promise<Uint8Array> {
  const mine = last.then(() => render(model));
  last = mine.catch(() => undefined);
  return mine;
}

function render(model: DocumentModel): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, { workerData: model, resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB } });
    thread.once('message', (answer: Answer) => {
      if ('bytes' in answer) resolve(answer.bytes);
      else reject(new RenderFailed(answer.failed));
    });
    thread.once('error', (cause: unknown) => reject(new RenderFailed('the thread failed', cause)));
    thread.once('exit', () => reject(new RenderFailed('the thread ended without an answer')));
  });
}
