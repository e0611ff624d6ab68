import { spawnSync } from 'node:child_process';
import { Unavailable } from '@yagura/kernel';

const WITHIN_MS = 20_000;

/**
 * Loads the engine's library in a process of its own, opens no data, and answers the versions that the library tells. Throws Unavailable
 * (`lake.library`) when it does not load here. Costs about a third of a second; for `yagura doctor`.
 */
export function engineVersion(): string {
  const loaded = spawnSync(process.execPath, ['-p', 'const { chdb, libchdb } = require("chdb").version(); `chdb ${chdb}, engine ${JSON.parse(libchdb)}`'], { cwd: __dirname, encoding: 'utf8', timeout: WITHIN_MS });
  if (loaded.status !== 0) {
    const words = loaded.stderr.trim().split('\n').find((line) => /Error/.test(line)) ?? loaded.error?.message ?? 'it said nothing';
    throw new Unavailable(`The lake’s library does not load: ${words}`, { slug: 'lake.library' });
  }
  return loaded.stdout.trim();
}
