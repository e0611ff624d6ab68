import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { InvalidInput, Unavailable } from '@yagura/kernel';
import type { FromSender, ToSender } from './sender-job';

/** Built code, also when this file runs from its source. */
const PROGRAM = join(__dirname, '..', '..', 'dist', 'bench', 'sender.js');

type Loaded = Extract<FromSender, { kind: 'loaded' }>;
export type Sent = Extract<FromSender, { kind: 'done' }>;

/** The generator of load as the bench sees it: a process of its own that ends with us. */
export class SenderProcess {
  private readonly child: ChildProcess = fork(PROGRAM, [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

  async load(folder: string, batch: number): Promise<Loaded> {
    const answer = await this.ask({ kind: 'load', folder, batch });
    if (answer.kind === 'loaded') return answer;
    throw new InvalidInput(answer.failed ?? 'The events cannot be read.', { slug: 'bench.no_events' });
  }

  async go(job: Omit<Extract<ToSender, { kind: 'go' }>, 'kind'>): Promise<Sent> {
    const answer = await this.ask({ kind: 'go', ...job });
    if (answer.kind === 'done' && answer.failed === null) return answer;
    throw new Unavailable(`The bench’s sender failed: ${answer.kind === 'done' ? answer.failed ?? '' : 'out of turn'}.`, { slug: 'bench.sender' });
  }

  isAt(events: number): void {
    if (this.child.connected) this.child.send({ kind: 'processed', events } satisfies ToSender);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  stop(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private ask(job: ToSender): Promise<FromSender> {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new Unavailable('The bench’s sender died.', { slug: 'bench.sender' }));
      this.child.once('exit', gone);
      this.child.once('message', (answer: FromSender) => {
        this.child.off('exit', gone);
        resolve(answer);
      });
      this.child.send(job);
    });
  }
}
