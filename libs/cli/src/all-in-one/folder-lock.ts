import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { Conflict } from '@yagura/kernel';
import { startOf } from '@yagura/runtime';

/** One round removes a stale lock; more are needed only when several starts meet. */
const TRIES = 5;

/** Number and start of one process: together they are never used again, so a lock of a killed run is told from one of a living run. */
const identityOf = (pid: number): string => `${pid} ${startOf(pid) ?? 'gone'}`;

/**
 * Takes the lock file, or throws Conflict that names its holder. A lock appears with its content (a link to a finished file), so a reader
 * never sees half of one, and of two starts at the same moment one gets it. Returns what gives it back.
 */
export function takeLock(file: string, folder: string): () => void {
  const own = identityOf(process.pid);
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${own}\n`, { mode: 0o600 });
  try {
    for (let tries = 1; !linked(mine, file); tries += 1) {
      refuseLiving(file, folder);
      if (tries === TRIES) throw new Conflict(`The folder ${folder} changes hands just now; try again.`, { slug: 'data.in_use' });
      removeStale(file, mine);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => { if (contentOf(file) === own) rmSync(file, { force: true }); };
}

function refuseLiving(file: string, folder: string): void {
  const [pid] = contentOf(file).split(' ');
  if (contentOf(file) !== identityOf(Number(pid))) return;
  throw new Conflict(`Another Yagura (process ${pid}) runs on the folder ${folder}; stop it first, or name another folder with --data.`, { slug: 'data.in_use' });
}

/** Moves the file away before it is judged again: what another start has put there meanwhile is put back. */
function removeStale(file: string, mine: string): void {
  const aside = `${mine}.stale`;
  if (!moved(file, aside)) return;
  const [pid] = contentOf(aside).split(' ');
  if (contentOf(aside) === identityOf(Number(pid))) linked(aside, file);
  rmSync(aside, { force: true });
}

const linked = (from: string, to: string): boolean => done(() => linkSync(from, to), 'EEXIST');

const moved = (from: string, to: string): boolean => done(() => renameSync(from, to), 'ENOENT');

/** False when the step met what it must expect of others; any other failure is thrown. */
function done(step: () => void, expected: string): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (codeOf(error) === expected) return false;
    throw error;
  }
}

/** Name of a failure of the operating system, such as ENOENT. */
export const codeOf = (error: unknown): unknown => (typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined);

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
