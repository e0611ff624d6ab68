import { join } from 'node:path';
import type { AskJob, AskResult } from './asker-job';
import { runApart } from './apart';

/** Built code, also when this file runs from its source. */
const PROGRAM = join(__dirname, '..', '..', 'dist', 'bench', 'asker.js');

/** Runs the askers in a process of their own and answers their times. Throws Unavailable with the first fault. */
export const askMany = (job: AskJob): Promise<AskResult> => runApart<AskJob, AskResult>(PROGRAM, job);
