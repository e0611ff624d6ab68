import { readFileSync } from 'node:fs';

/**
 * The id of the process that the engine's own lock file names, when it is alive and not us; the engine reports a lock held by another only on
 * its error output. A stale file may name a reused id, so this is asked only after an opening failed.
 */
export function holderOf(statusFile: string): number | undefined {
  const pid = namedIn(statusFile);
  return pid !== undefined && pid !== process.pid && isAlive(pid) ? pid : undefined;
}

function namedIn(statusFile: string): number | undefined {
  try {
    const found = /^PID: (\d+)$/m.exec(readFileSync(statusFile, 'utf8'));
    return found ? Number(found[1]) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
