import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PreconditionFailed } from '@yagura/kernel';
import { codeOf, takeLock } from './folder-lock';

/** The folder of everything that one installation keeps, held by one process at a time. */
export interface DataFolder {
  readonly path: string;
  at(...parts: readonly string[]): string;
  release(): void;
}

/**
 * Makes the folder and takes its lock. Throws Conflict when a living process holds it and PreconditionFailed when it cannot be used, each
 * with what to do.
 */
export function openDataFolder(given: string): DataFolder {
  const path = resolve(given);
  try {
    // Others must pass through to the database's folder, which belongs to another user when root starts us; keys have folders of their own.
    mkdirSync(path, { recursive: true, mode: 0o755 });
    demandOwner(given, path);
    const release = takeLock(join(path, 'yagura.pid'), given);
    return { path, at: (...parts) => join(path, ...parts), release };
  } catch (error) {
    throw unusable(given, error);
  }
}

/** What one user's start has made no other user's start can read, root's apart, which would leave files that the owner cannot read. */
function demandOwner(given: string, path: string): void {
  const owner = statSync(join(path, 'keys'), { throwIfNoEntry: false })?.uid;
  if (owner === undefined || owner === process.getuid?.()) return;
  throw new PreconditionFailed(`The folder ${given} holds the data of the user with the number ${owner}; start Yagura as that user, or name another folder with --data.`, { slug: 'data.other_owner' });
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there', EPERM: 'this user may not write there', EROFS: 'it lies on a read-only file system', ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file stands at its place', ENOSPC: 'the disk is full', ENAMETOOLONG: 'its name is too long',
};

function unusable(given: string, error: unknown): unknown {
  const reason = REASONS[String(codeOf(error))];
  if (reason === undefined) return error;
  return new PreconditionFailed(`The folder ${given} cannot be used: ${reason}; name another one with --data.`, { slug: 'data.unusable', cause: error });
}
