import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Unavailable } from '@yagura/kernel';
import type { AskJob, AskResult } from './asker-job';

/** Built code, also when this file runs from its source. */
const PROGRAM = join(__dirname, '..', '..', 'dist', 'bench', 'asker.js');

/** Runs the askers in a process of their own and answers their times. Throws Unavailable with the first fault. */
export async function askMany(job: AskJob): Promise<{ readonly times: readonly number[]; readonly asked: number; readonly sample: string }> {
  const child = fork(PROGRAM, [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const result = await new Promise<AskResult>((resolve) => {
      child.once('message', (answer: AskResult) => resolve(answer));
      child.once('exit', () => resolve({ ok: false, fault: 'the askers’ process died' }));
      child.send(job);
    });
    if (result.ok) return result;
    throw new Unavailable(`The askers failed: ${result.fault}.`, { slug: 'bench.asker' });
  } finally {
    if (child.connected) child.disconnect();
  }
}
