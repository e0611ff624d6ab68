import { parentPort } from 'node:worker_threads';
import { pageCount, renderPdf, type DocumentModel } from '@yagura/pdf';
import type { RenderAnswer } from './render-job';

/** A thread's whole program: it sets one document after another. */
parentPort?.on('message', (model: DocumentModel) => {
  void answerFor(model).then((answer) => parentPort?.postMessage(answer));
});

async function answerFor(model: DocumentModel): Promise<RenderAnswer> {
  try {
    const bytes = await renderPdf(model);
    return { bytes: new Uint8Array(bytes), pages: pageCount(bytes) };
  } catch (error) {
    return { failed: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' };
  }
}
