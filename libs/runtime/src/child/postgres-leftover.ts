import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '@yagura/kernel';
import { isAliveAs, processesNaming } from './process-tree';

/** How long each way of ending a server may take before the next, harsher one. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 25;

/**
 * A name that every process of the server on `dataDir` bears in its command line: given as `cluster_name`, PostgreSQL writes it into the
 * titles of its backends too, so that one whose postmaster was killed is still known as ours.
 */
export const clusterName = (dataDir: string): string => `yagura-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;

/**
 * Ends what an earlier, killed run left on this folder, so that two servers never share it. First in order (SIGINT: a checkpoint is
 * written), then at once (SIGQUIT: the log is replayed at the next start). Throws Unavailable when neither helps.
 */
export async function endLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  const mark = clusterName(dataDir);
  const postmaster = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0;
  const isOurs = (): boolean => isAliveAs(postmaster, mark);
  if (isOurs()) await end([postmaster], 'SIGINT', () => !isOurs());
  const left = (): number[] => processesNaming(mark);
  if (left().length > 0) await end(left(), 'SIGQUIT', () => left().length === 0);
  if (left().length > 0) throw new Unavailable('A database server of an earlier run does not end; stop it and start again.', { slug: 'postgres.leftover' });
  // PostgreSQL itself clears the file of a process that is gone, but refuses when another program now has its number.
  if (postmaster > 0 && isAliveAs(postmaster, '')) rmSync(pidFile, { force: true });
}

async function end(pids: readonly number[], signal: NodeJS.Signals, isOver: () => boolean): Promise<void> {
  for (const pid of pids) send(pid, signal);
  for (const until = performance.now() + PATIENCE_MS; !isOver() && performance.now() < until;) await pause(LOOK_EVERY_MS);
}

/** One that ended meanwhile needs no signal. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
