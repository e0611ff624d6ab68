import { parentPort } from 'node:worker_threads';
import { AppError } from '@yagura/kernel';
import type { DocumentModel } from './document-model';
import { renderPdf } from './render-pdf';

/** A render thread's whole program: one document after another. */
parentPort?.on('message', (model: DocumentModel) => {
  renderPdf(model).then(
    (bytes) => parentPort?.postMessage({ bytes }),
    (error: unknown) => parentPort?.postMessage({ failed: error instanceof AppError ? error.message : error instanceof Error ? error.name : 'unknown' }),
  );
});
