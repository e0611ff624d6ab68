import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isReachableByServer } from '@yagura/runtime';
import { fail, ok, warn, type Health } from './health';

const GIB = 1024 ** 3;
const DISK = { needed: 0.5 * GIB, enough: 5 * GIB } as const;
/** Below the data folder: what only its owner may read. Folders hold nothing else. */
const SECRETS = ['keys', 'identity', 'demo', join('lake', 'lake.key'), 'yagura.json'] as const;

/** The data folder: there or to be made, writable, large enough, its secrets closed, and reachable for the database's user. */
export function dataHealth(dataDir: string): Health[] {
  const path = resolve(dataDir);
  const home = nearest(path);
  return [folderHealth(path, home), diskHealth(home), secretsHealth(path), userHealth(home)];
}

function folderHealth(path: string, home: string): Health {
  if (!statSync(home).isDirectory()) return fail('data folder', `${home} is no folder`, 'name another folder with --data');
  try {
    accessSync(home, constants.W_OK | constants.X_OK);
  } catch {
    return fail('data folder', `${home} may not be written by this user`, 'give it to this user (chown), or name another folder with --data');
  }
  return ok('data folder', home === path ? path : `${path} (made on the first start)`);
}

function diskHealth(home: string): Health {
  const { bavail, bsize } = statfsSync(home);
  const free = bavail * bsize;
  const found = `${(free / GIB).toFixed(1)} GiB free`;
  if (free < DISK.needed) return fail('disk', found, 'free some space, or name a folder on another disk with --data');
  return free < DISK.enough ? warn('disk', found, 'telemetry fills disks: free some space soon') : ok('disk', found);
}

function secretsHealth(path: string): Health {
  const files = SECRETS.flatMap((name) => filesOf(join(path, name)));
  const open = files.filter((file) => (statSync(file).mode & 0o077) !== 0).map((file) => relative(path, file));
  if (open.length > 0) return fail('secrets', `others may read ${open.join(', ')}`, `run "chmod 600" on them in ${path}, and think about who could read them until now`);
  return ok('secrets', files.length === 0 ? 'none made yet' : `${files.length} files, readable by their owner only`);
}

/** Root's server is another user, who must be able to pass through the folders above its data; the start moves the data when it cannot. */
function userHealth(home: string): Health {
  if (process.getuid?.() !== 0) return ok('user', `user ${process.getuid?.() ?? 'unknown'}; PostgreSQL runs as the same user`);
  if (isReachableByServer(home)) return ok('user', 'root; PostgreSQL runs as the unprivileged user nobody and reaches the folder');
  return warn('user', `root; the unprivileged user of PostgreSQL cannot pass to ${home}, so its files go below /var/lib/yagura`,
    'better run Yagura as a user of its own, or name a folder with --data that others may pass through');
}

const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
