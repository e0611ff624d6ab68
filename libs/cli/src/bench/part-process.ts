import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ProcessName } from '@yagura/config';
import { Unavailable } from '@yagura/kernel';
import { z } from 'zod';

const BIN = join(__dirname, '..', '..', 'bin', 'yagura.js');
const READY_WITHIN_MS = 120_000;

const readiness = z.object({ port: z.int(), addresses: z.record(z.string(), z.string()) });

/** What a part says when it is ready: its internal port, and where others reach it. */
export type PartReadiness = z.output<typeof readiness>;

type Program = ChildProcessByStdio<null, Readable, null>;
// Options of this process's Node, such as the space for young objects or a profile, are those of the parts too.
const run = (args: readonly string[]): Program => spawn(process.execPath, [...process.execArgv, BIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
const endOf = (child: Program): Promise<number | null> => new Promise((resolve) => { child.once('exit', (code) => resolve(code)); });

/** One part of an installation in a process of its own, started as a supervisor would. */
export class PartProcess {
  private readonly child: Program;
  private readonly ended: Promise<number | null>;
  private readonly line: Promise<string>;

  constructor(readonly name: ProcessName, args: readonly string[]) {
    this.child = run(['serve', name, '--json', ...args]);
    this.ended = endOf(this.child);
    this.line = new Promise((resolve) => { createInterface({ input: this.child.stdout }).once('line', resolve); });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Throws Unavailable when the process ends instead, or says nothing for two minutes. */
  async ready(): Promise<PartReadiness> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), READY_WITHIN_MS); });
    const said = await Promise.race([this.line, this.ended.then(() => undefined), late]).finally(() => clearTimeout(timer));
    if (said === undefined) throw new Unavailable(`The process of ${this.name} did not become ready.`, { slug: 'bench.start_failed' });
    return readiness.parse(JSON.parse(said));
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** Makes the stores ready for the other parts, as `yagura prepare` does. */
export async function prepareStores(args: readonly string[]): Promise<void> {
  const child = run(['prepare', '--json', ...args]);
  child.stdout.resume();
  if (await endOf(child) !== 0) throw new Unavailable('The stores could not be made ready.', { slug: 'bench.start_failed' });
}
