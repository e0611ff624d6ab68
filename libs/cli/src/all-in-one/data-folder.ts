import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Conflict } from '@yagura/kernel';
import { isAliveAs } from '@yagura/runtime';

/** The folder of everything that one installation keeps, held by one process at a time. */
export interface DataFolder {
  readonly path: string;
  at(...parts: readonly string[]): string;
  release(): void;
}

/**
 * Makes the folder and takes its lock. A lock left by a killed run is recognised, since no process of that number runs Yagura any more;
 * one of a living run is respected. Throws Conflict, which says what to do.
 */
export function openDataFolder(given: string): DataFolder {
  const path = resolve(given);
  // Others must pass through to the database's folder, which belongs to another user when root starts us; keys have folders of their own.
  mkdirSync(path, { recursive: true, mode: 0o755 });
  const lock = join(path, 'yagura.pid');
  const holder = Number(readIfThere(lock));
  if (holder > 0 && holder !== process.pid && isAliveAs(holder, 'yagura')) {
    throw new Conflict(`Another Yagura (process ${holder}) runs on the folder ${given}; stop it first, or name another folder with --data.`, { slug: 'data.in_use' });
  }
  writeFileSync(lock, `${process.pid}\n`, { mode: 0o600 });
  return { path, at: (...parts) => join(path, ...parts), release: () => { rmSync(lock, { force: true }); } };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
