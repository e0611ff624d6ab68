import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from '../bench/percentile';
import { timedStart } from '../bench/started-process';
import { InvalidUsage, type Command } from './command';
import { Progress } from './progress';
import { wholeNumber } from './required';

/** Seconds until everything answers, on a fresh folder and on one that was used before; a JSON line for each kind. */
export const benchStart: Command = {
  usage: '[--runs 5]',
  options: { runs: { type: 'string', about: 'starts of each kind (5)' } },
  run: async ({ flags, positionals, terminal }) => {
    if (positionals.length > 0) throw new InvalidUsage('Type "yagura bench start [--runs N]".');
    const runs = wholeNumber('runs', flags['runs'], 5);
    const progress = new Progress(terminal, 'starting');
    const first: Awaited<ReturnType<typeof timedStart>>[] = [];
    const later: typeof first = [];
    const folders: string[] = [];
    try {
      for (let run = 0; run < runs; run += 1) {
        const folder = freshFolder();
        folders.push(folder);
        first.push(await timedStart(folder));
        later.push(await timedStart(folder));
        progress.show(run + 1, runs);
      }
    } finally {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    }
    for (const [kind, results] of [['first', first], ['later', later]] as const) {
      const ready = results.map(({ readyMs }) => readyMs);
      terminal.out(JSON.stringify({ run: kind, readyMs: ready, medianMs: percentile(ready, 0.5), maxMs: Math.max(...ready), pssMb: results.map(({ pssMb }) => pssMb) }));
    }
    return 0;
  },
};

/** The database's unprivileged user must be able to pass through it when root starts us. */
function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yagura-bench-'));
  chmodSync(folder, 0o755);
  return folder;
}
