/// <reference types="jest" />
import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const START = join(__dirname, '..', '..', '..', '..', 'deploy', 'native', 'kafka', 'start.mjs');

/** A real Kafka of one or three brokers on loopback, empty at its start and gone with its process. */
export interface KafkaServer {
  readonly brokers: readonly string[];
  /** Ends a broker as kill -9 does; its records stay on its disk. */
  kill(broker: number): Promise<void>;
  /** Brings a killed broker back; resolves when the cluster knows it again. */
  start(broker: number): Promise<void>;
  stop(): Promise<void>;
}

/** `describe` where a broker can be started, else a skipped suite whose name says what is missing. */
export function describeWithKafka(title: string, body: () => void): void {
  const missing = lack();
  if (missing === undefined) describe(title, body);
  else describe.skip(`${title} (skipped: ${missing})`, body);
}

/** What this machine lacks for a broker; undefined when nothing. */
function lack(): string | undefined {
  const told = spawnSync(process.execPath, [START, '--missing'], { encoding: 'utf8' });
  if (told.status !== 0) return 'the broker’s script does not run';
  const answer: unknown = JSON.parse(told.stdout);
  return typeof answer === 'object' && answer !== null && 'missing' in answer && typeof answer.missing === 'string' ? answer.missing : undefined;
}

/** Starts it through the script that people use; when this process ends, its input ends and so does the broker. */
export async function startKafka({ brokers = 1 } = {}): Promise<KafkaServer> {
  const child = spawn(process.execPath, [START, '--brokers', `${brokers}`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = new Lines(child);
  const told = await lines.next();
  if (!('brokers' in told) || !Array.isArray(told.brokers)) throw new TypeError('the broker did not tell its address');
  const order = async (text: string): Promise<void> => {
    child.stdin.write(`${text}\n`);
    const answer = await lines.next();
    if (!('done' in answer)) throw new TypeError(`the broker did not do ${text}: ${JSON.stringify(answer)}`);
  };
  return {
    brokers: told.brokers.map(String), kill: (broker) => order(`kill ${broker}`), start: (broker) => order(`start ${broker}`),
    stop: () => new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.stdin.end();
    }),
  };
}

/** Answers of the script, one line of JSON each. */
class Lines {
  private readonly told: object[] = [];
  private wanting?: { resolve(line: object): void; reject(error: Error): void };
  private readonly input: Interface;

  constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.input = createInterface({ input: child.stdout });
    this.input.on('line', (line) => this.take(JSON.parse(line) as object));
    child.once('exit', () => this.wanting?.reject(new TypeError('the broker’s script ended')));
  }

  next(): Promise<object> {
    const known = this.told.shift();
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve, reject) => { this.wanting = { resolve, reject }; });
  }

  private take(line: object): void {
    const { wanting } = this;
    this.wanting = undefined;
    if (wanting === undefined) this.told.push(line);
    else wanting.resolve(line);
  }
}
