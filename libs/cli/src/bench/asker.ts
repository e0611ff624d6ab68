import { Agent, request } from 'node:http';
import { answerApart } from './apart';
import type { AskJob, AskResult } from './asker-job';

/** Each client asks, waits for the answer and asks again; a kept-alive connection each. */
async function ask({ url, token, body, clients, warmUpSec, seconds }: AskJob): Promise<AskResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const from = performance.now() + warmUpSec * 1_000;
  const until = from + seconds * 1_000;
  const times: number[] = [];
  let sample: string | undefined;
  let count = 0;
  let different = 0;
  const client = async (): Promise<void> => {
    for (let asked = performance.now(); asked < until; asked = performance.now()) {
      const { status, text } = await post(agent, url, token, body);
      if (status !== 200 || text.includes('"errors"')) throw new TypeError(`the gateway answered ${status}: ${text.slice(0, 300)}`);
      if (asked >= from) times.push(performance.now() - asked);
      count += 1;
      sample ??= text;
      if (text !== sample) different += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  agent.destroy();
  return { times, asked: count, different, sample: sample ?? '' };
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

// The file is the entry of the child process.
if (require.main === module) answerApart(ask);
