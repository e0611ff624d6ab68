import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Unavailable } from '@yagura/kernel';
import { isAliveAs } from '@yagura/runtime';
import { z } from 'zod';
import type { DataFolder } from './data-folder';

const FILE = 'yagura.json';
const facts = z.object({ pid: z.int().positive(), graphqlUrl: z.url(), hecUrl: z.url(), identityUrl: z.url(), consoleUrl: z.url(), portalUrl: z.url() });

/** Where a running installation answers, for the other commands on the same folder. */
export type RunningFacts = z.output<typeof facts>;

/** Writes the addresses of this process beside its data; the file appears whole or not at all. Returns what takes it away again. */
export function announce(folder: DataFolder, where: Omit<RunningFacts, 'pid'>): () => void {
  const file = folder.at(FILE);
  const half = `${file}.new`;
  writeFileSync(half, `${JSON.stringify({ pid: process.pid, ...where }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(half, file);
  return () => { rmSync(file, { force: true }); };
}

/** The installation that runs on the folder now; undefined when none does. What a killed run left behind is not mistaken for one. */
export function readRunning(dataDir: string): RunningFacts | undefined {
  const file = join(resolve(dataDir), FILE);
  if (!existsSync(file)) return undefined;
  const read = facts.safeParse(parsed(readFileSync(file, 'utf8')));
  return read.success && isAliveAs(read.data.pid, 'yagura') ? read.data : undefined;
}

/** The same, for commands that need one. Throws Unavailable with what to type. */
export function demandRunning(dataDir: string): RunningFacts {
  const running = readRunning(dataDir);
  if (running === undefined) throw new Unavailable(`No Yagura runs on the folder ${dataDir}; start one with "yagura up", or name its folder with --data.`, { slug: 'data.not_running' });
  return running;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
