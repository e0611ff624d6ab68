import { Agent, request } from 'node:http';
import type { AskJob, AskResult } from './asker-job';

/** Each client asks, waits for the answer and asks again; a kept-alive connection each. */
async function ask({ url, token, body, clients, warmUpSec, seconds }: AskJob): Promise<AskResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const from = performance.now() + warmUpSec * 1_000;
  const until = from + seconds * 1_000;
  const times: number[] = [];
  let sample = '';
  let count = 0;
  const client = async (): Promise<void> => {
    for (let asked = performance.now(); asked < until; asked = performance.now()) {
      const { status, text } = await post(agent, url, token, body);
      if (status !== 200 || text.includes('"errors"')) throw new TypeError(`the gateway answered ${status}: ${text.slice(0, 300)}`);
      if (asked >= from) times.push(performance.now() - asked);
      count += 1;
      sample = text;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return { ok: true, times, asked: count, sample };
}

function post(agent: Agent, url: string, token: string, body: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) };
    const asking = request(url, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') })).once('error', reject);
    });
    asking.once('error', reject);
    asking.end(body);
  });
}

/** Runs in the child process only: the file is its entry. */
export function runAsker(): void {
  const tell = (result: AskResult): void => { process.send?.(result); };
  process.once('message', (job: AskJob) => {
    ask(job).then(tell, (error: unknown) => tell({ ok: false, fault: error instanceof Error ? error.message : String(error) }));
  });
  process.once('disconnect', () => process.exit(0));
}

if (require.main === module) runAsker();
