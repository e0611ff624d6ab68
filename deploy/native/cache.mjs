// What the servers of this folder are made of is fetched once and kept: YAGURA_NATIVE_CACHE, else the user's cache folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cacheFolder = () => process.env.YAGURA_NATIVE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'yagura', 'native');

export const isKept = (name) => existsSync(join(cacheFolder(), name));

/**
 * The folder of a name in the cache, made once. `make` fills the folder that it is given and may answer one inside it instead. A folder in the
 * cache is complete or not there: the work is done beside it and then takes the name. Of two that make it at once the second throws its own away.
 */
export function kept(name, make) {
  const place = join(cacheFolder(), name);
  if (existsSync(place)) return place;
  mkdirSync(cacheFolder(), { recursive: true });
  const staged = mkdtempSync(join(cacheFolder(), `.${name}-`));
  try {
    renameSync(make(staged) ?? staged, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
  return place;
}

/** Runs a program to its end; throws with what it said when it fails. */
export function must(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024, ...options });
  if (done.status !== 0) throw new Error(`${command} ${args[0]} failed: ${done.stdout ?? ''}${done.stderr ?? ''}${done.error ?? ''}`);
}

/** Ports that nobody listens on, all different. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  for (const server of servers) await new Promise((resolve, reject) => { server.once('error', reject).listen(0, '127.0.0.1', resolve); });
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
  return ports;
}
