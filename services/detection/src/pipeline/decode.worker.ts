import { parentPort, workerData } from 'node:worker_threads';
import { Decoder } from './decode';
import type { DecodeFailure, DecodeJob, RuleText } from './decode-job';

/** A worker thread's whole program: one decoder with one immutable rule set, one job after another. A new rule set means a new thread. */
const decoder = new Decoder((workerData as { readonly rules: readonly RuleText[] }).rules);

parentPort?.on('message', (job: DecodeJob) => {
  try {
    const result = decoder.decode(job);
    const blocks = [...result.events, ...result.quarantine].map(({ bytes }) => bytes.buffer as ArrayBuffer);
    parentPort?.postMessage(result, [...new Set(blocks)]);
  } catch (error) {
    const failure: DecodeFailure = { id: job.id, failed: error instanceof Error ? `${error.name}: ${error.message}` : 'unknown' };
    parentPort?.postMessage(failure);
  }
});
