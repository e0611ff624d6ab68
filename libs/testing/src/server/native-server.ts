import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isTold, ToldScript, type Told } from '@yagura/runtime';

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
  private script?: ToldScript;

  constructor(private readonly name: string, private readonly args: readonly string[] = []) {}

  /** The first line that it says, when it is ready. */
  start(): Promise<Told> {
    this.script = new ToldScript(this.name, scriptOf(this.name), this.args);
    return this.script.ready();
  }

  async order(text: string): Promise<void> {
    await this.script?.order(text);
  }

  async stop(): Promise<void> {
    await this.script?.stop();
  }
}
