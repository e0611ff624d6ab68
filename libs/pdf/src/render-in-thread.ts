import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { DocumentModel } from './document-model';
import { RenderFailed } from './document.errors';

/** Threads run built code also when this file runs from its source, as under a test runner. */
const THREAD = join(__dirname, '..', 'dist', 'render.worker.js');
/** A hundred pages stay far below this; a document that outgrows it fails alone instead of taking the process with it. */
const THREAD_HEAP_MB = 384;
/** A month's documents come in a row: the thread stays warm between them, and its fonts leave the memory soon after the last. */
const IDLE_MS = 5_000;

type Answer = { readonly bytes: Uint8Array } | { readonly failed: string };

let thread: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
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

async function render(model: DocumentModel): Promise<Uint8Array> {
  clearTimeout(idle);
  const current = thread ?? begin();
  thread = current;
  current.ref();
  try {
    return await answerOf(current, model);
  } finally {
    // A waiting thread keeps no process alive.
    current.unref();
    idle = setTimeout(() => { end(current); }, IDLE_MS).unref();
  }
}

function begin(): Worker {
  const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB } });
  // An error also ends the document in hand; one between documents must not end the process.
  worker.on('error', () => undefined);
  worker.once('exit', () => { if (thread === worker) thread = undefined; });
  return worker;
}

function end(worker: Worker): void {
  if (thread === worker) thread = undefined;
  void worker.terminate();
}

function answerOf(worker: Worker, model: DocumentModel): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      act();
    };
    const onMessage = (answer: Answer): void => settle(() => ('bytes' in answer ? resolve(answer.bytes) : reject(new RenderFailed(answer.failed))));
    const onError = (cause: unknown): void => settle(() => reject(new RenderFailed('the thread failed', cause)));
    const onExit = (): void => settle(() => reject(new RenderFailed('the thread ended without an answer')));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(model);
  });
}
