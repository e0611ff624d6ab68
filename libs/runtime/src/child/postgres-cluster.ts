import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Unavailable } from '@yagura/kernel';
import { guard } from './guardian';
import { lastLine, postgresProgram, serverUser } from './postgres-binaries';

/**
 * Makes the cluster when there is none. It is made beside its place and moved there when it is whole, since `initdb` writes the file that
 * tells a cluster long before the rest: a start that is killed meanwhile leaves nothing that the next one would take for a database.
 */
export async function ensureCluster(dataDir: string, password: string): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  const parent = dirname(dataDir);
  mkdirSync(parent, { recursive: true });
  const halfMade = `${basename(dataDir)}.half-`;
  for (const name of readdirSync(parent)) if (name.startsWith(halfMade)) rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 5 });
  const half = join(parent, `${halfMade}${process.pid}`);
  const secret = `${half}-password`;
  const user = serverUser();
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  try {
    if (user.uid !== undefined && user.gid !== undefined) for (const path of [half, secret]) chownSync(path, user.uid, user.gid);
    await initdb(['-D', half, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`, '--locale=C', '-E', 'UTF8', '--no-sync', '--data-checksums']);
    // An empty folder may stand at the place, made by hand or by an earlier version.
    rmSync(dataDir, { recursive: true, force: true });
    renameSync(half, dataDir);
  } finally {
    rmSync(secret, { force: true });
    rmSync(half, { recursive: true, force: true });
  }
}

async function initdb(given: readonly string[]): Promise<void> {
  const child = spawn(postgresProgram('initdb'), given, { ...serverUser(), detached: true, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { words = (words + text).slice(-8_192); });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  const release = child.pid === undefined ? undefined : guard(child.pid, 'KILL');
  try {
    const code = await ended;
    if (code !== 0) throw new Unavailable(`PostgreSQL could not create its data folder: ${lastLine(words)}`, { slug: 'postgres.initdb_failed' });
  } finally {
    release?.();
  }
}
