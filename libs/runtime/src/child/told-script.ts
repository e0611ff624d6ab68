import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Unavailable } from '@yagura/kernel';

/** One line of JSON that a script says. */
export type Told = Readonly<Record<string, unknown>>;
export const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null;

interface Waiting { resolve(line: Told): void; reject(error: Error): void }

/**
 * A script of `deploy/native` that starts a server, says one line when it is ready, and answers each order with one line. When this
 * process goes, the script's input ends and so does its server. Throws Unavailable (`script.ended`) to whoever waits for a script that is over, and
 * (`script.refused`) for an order that was not carried out.
 */
export class ToldScript {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly told: Told[] = [];
  private waiting?: Waiting;
  private hasEnded = false;

  constructor(private readonly name: string, path: string, args: readonly string[] = []) {
    this.child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.take(JSON.parse(line)));
    // An order to a script that has just ended: whoever waits for the answer hears of it below.
    this.child.stdin.on('error', () => undefined);
    // `close` and not `exit`: only then all that it said has been heard.
    this.child.once('close', () => {
      this.hasEnded = true;
      this.waiting?.reject(this.ended());
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The first line, which it says when its server is ready. */
  ready(): Promise<Told> {
    return this.next();
  }

  async order(text: string): Promise<Told> {
    if (this.child.stdin.writable) this.child.stdin.write(`${text}\n`);
    const answer = await this.next();
    if (!('done' in answer)) throw new Unavailable(`The script of ${this.name} did not do "${text}": ${JSON.stringify(answer)}.`, { slug: 'script.refused' });
    return answer;
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const over = new Promise<void>((resolve) => { this.child.once('close', () => resolve()); });
    this.child.stdin.end();
    await over;
  }

  private next(): Promise<Told> {
    const known = this.told.shift();
    if (known !== undefined) return Promise.resolve(known);
    if (this.hasEnded) return Promise.reject(this.ended());
    return new Promise((resolve, reject) => { this.waiting = { resolve, reject }; });
  }

  private take(line: unknown): void {
    if (!isTold(line)) return;
    const { waiting } = this;
    this.waiting = undefined;
    if (waiting === undefined) this.told.push(line);
    else waiting.resolve(line);
  }

  private ended(): Unavailable {
    return new Unavailable(`The script of ${this.name} ended; what it lacks stands above.`, { slug: 'script.ended' });
  }
}
