import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '@yagura/kernel';
import type { DocumentModel } from './document-model';
import { renderPdf } from './render-pdf';

/** A render thread's whole program: one document, then it ends and its memory with it. */
renderPdf(workerData as DocumentModel).then(
  (bytes) => parentPort?.postMessage({ bytes }),
  (error: unknown) => parentPort?.postMessage({ failed: error instanceof AppError ? error.message : error instanceof Error ? error.name : 'unknown' }),
);
