import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PreconditionFailed } from '@yagura/kernel';
import { isReachableByServer, REACHABLE } from './postgres-binaries';

/** What stands in the file beside a database that lives elsewhere: where, and for which folder it was made. */
interface Note { readonly place: string; readonly madeFor: string }

/**
 * Where the cluster of `dataDir` stands: there, or for root, when the unprivileged server cannot reach it, in a folder of a random name
 * below /var/lib, noted in `dataDir.at`. So a data folder that is moved finds its database, and one that is made anew gets a new one.
 * Throws PreconditionFailed for a copied folder and for a database that was removed.
 */
export function clusterPlace(dataDir: string): string {
  const file = `${dataDir}.at`;
  const note = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Note) : undefined;
  if (note === undefined) return existsSync(join(dataDir, 'PG_VERSION')) || isReachableParent(dataDir) ? dataDir : newPlace(dataDir, file);
  if (!existsSync(dirname(note.place))) {
    throw new PreconditionFailed(`The database of ${dirname(dataDir)} stood in ${note.place} and is gone; restore it from a backup.`, { slug: 'postgres.gone' });
  }
  if (note.madeFor !== dataDir && existsSync(`${note.madeFor}.at`)) {
    throw new PreconditionFailed(`The folder ${dirname(dataDir)} is a copy of ${dirname(note.madeFor)}, and two cannot share one database; remove one of them.`, { slug: 'postgres.copied' });
  }
  if (note.madeFor !== dataDir) write(file, { ...note, madeFor: dataDir });
  return note.place;
}

function isReachableParent(dataDir: string): boolean {
  mkdirSync(dirname(dataDir), { recursive: true });
  return isReachableByServer(dirname(dataDir));
}

function newPlace(dataDir: string, file: string): string {
  const folder = join(REACHABLE, randomBytes(8).toString('hex'));
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chmodSync(REACHABLE, 0o755);
  const place = join(folder, 'postgres');
  write(file, { place, madeFor: dataDir });
  return place;
}

/** The file appears whole or not at all. */
function write(file: string, note: Note): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
