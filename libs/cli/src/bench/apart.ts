import { fork } from 'node:child_process';
import { Unavailable } from '@yagura/kernel';

/** What a program answers to its one job. */
export type ApartAnswer<Result> = { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly fault: string };

const BEGUN = 'begun';

/**
 * Runs a generator of load in a process of its own, so that its CPU stays apart: gives it one job and answers its result. Throws Unavailable
 * with its fault, or when it dies. `onBegun` is called when the program says that its load has begun.
 */
export async function runApart<Job extends object, Result>(program: string, job: Job, onBegun: () => void = () => undefined): Promise<Result> {
  const child = fork(program, [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const answer = await new Promise<ApartAnswer<Result>>((resolve) => {
      child.on('message', (message: ApartAnswer<Result> | typeof BEGUN) => (message === BEGUN ? onBegun() : resolve(message)));
      child.once('exit', () => resolve({ ok: false, fault: 'its process died' }));
      child.send(job);
    });
    if (answer.ok) return answer.result;
    throw new Unavailable(`The bench’s generator failed: ${answer.fault}.`, { slug: 'bench.generator' });
  } finally {
    if (child.connected) child.disconnect();
  }
}

/** The other side, in the child process only: does the one job that it is given, and may say when what it does first is over. */
export function answerApart<Job, Result>(work: (job: Job, sayBegun: () => void) => Promise<Result>): void {
  const tell = (answer: ApartAnswer<Result>): void => { process.send?.(answer); };
  process.once('message', (job: Job) => {
    work(job, () => { process.send?.(BEGUN); }).then((result) => tell({ ok: true, result }), (error: unknown) => tell({ ok: false, fault: error instanceof Error ? error.message : String(error) }));
  });
  process.once('disconnect', () => process.exit(0));
}
