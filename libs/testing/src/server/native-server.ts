import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** One line that a server's script says. */
export type Told = Readonly<Record<string, unknown>>;
export const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null;
const scriptOf = (name: string): string => join(__dirname, '..', '..', '..', '..', 'deploy', 'native', name, 'start.mjs');

/** What this machine lacks for the server of `deploy/native/<name>`; undefined when nothing. */
export function lackOf(name: string): string | undefined {
  const told = spawnSync(process.execPath, [scriptOf(name), '--missing'], { encoding: 'utf8' });
  if (told.status !== 0) return `the script of ${name} does not run`;
  const answer: unknown = JSON.parse(told.stdout);
  return isTold(answer) && typeof answer.missing === 'string' ? answer.missing : undefined;
}

/** A server started by the script that people use. When this process ends, its input ends and so does the server. */
export class NativeServer {
  private readonly told: Told[] = [];
  private wanting?: { resolve(line: Told): void; reject(error: Error): void };
  private child?: ChildProcessByStdio<Writable, Readable, null>;

  constructor(private readonly name: string, private readonly args: readonly string[] = []) {}

  /** The first line that it says, when it is ready. */
  start(): Promise<Told> {
    const child = spawn(process.execPath, [scriptOf(this.name), ...this.args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child = child;
    createInterface({ input: child.stdout }).on('line', (line) => this.take(JSON.parse(line)));
    child.once('exit', () => this.wanting?.reject(new TypeError(`the script of ${this.name} ended`)));
    return this.next();
  }

  async order(text: string): Promise<void> {
    this.child?.stdin.write(`${text}\n`);
    const answer = await this.next();
    if (!('done' in answer)) throw new TypeError(`${this.name} did not do ${text}: ${JSON.stringify(answer)}`);
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
    child.stdin.end();
    await ended;
  }

  private next(): Promise<Told> {
    const known = this.told.shift();
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => { this.wanting = { resolve, reject }; });
  }

  private take(line: unknown): void {
    if (!isTold(line)) return;
    const { wanting } = this;
    this.wanting = undefined;
    if (wanting === undefined) this.told.push(line);
    else wanting.resolve(line);
  }
}
