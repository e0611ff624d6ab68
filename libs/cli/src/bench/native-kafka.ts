import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { PreconditionFailed, Unavailable } from '@yagura/kernel';

/** The script that people use, beside the command line in a checkout. */
const SCRIPT = join(__dirname, '..', '..', '..', '..', 'deploy', 'native', 'kafka', 'start.mjs');

/** Brokers of one measurement on loopback, empty at their start and gone with it. */
export interface NativeKafka {
  readonly brokers: readonly string[];
  /** Id of the script’s process: its CPU and memory are the brokers’, with all that stands below it. */
  readonly pid: number;
  /** Ends a broker as kill -9 does; its records stay on its disk. Brokers count from 1. */
  kill(broker: number): Promise<void>;
  /** Brings a killed broker back; resolves when the cluster knows it again. */
  start(broker: number): Promise<void>;
  /** The broker that leads a partition now. */
  leader(topic: string, partition: number): Promise<number>;
  stop(): Promise<void>;
}

type Told = Readonly<Record<string, unknown>>;
const isTold = (value: unknown): value is Told => typeof value === 'object' && value !== null;

/**
 * Starts one broker, or three. When this process ends, the script’s input ends and so do the brokers. Throws PreconditionFailed (`bench.no_kafka`)
 * where a broker cannot be started, and Unavailable when the script ends early.
 */
export async function startNativeKafka(brokers: 1 | 3 = 1): Promise<NativeKafka> {
  if (!existsSync(SCRIPT)) throw new PreconditionFailed('Brokers are started by deploy/native/kafka of a checkout, and this is none; name running ones with --kafka-brokers.', { slug: 'bench.no_kafka' });
  const child = spawn(process.execPath, [SCRIPT, '--brokers', `${brokers}`], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = new Answers(child);
  const { brokers: addresses } = await answers.next();
  if (!Array.isArray(addresses)) throw new Unavailable('The brokers did not tell their addresses.', { slug: 'bench.kafka' });
  const order = async (text: string): Promise<Told> => {
    child.stdin.write(`${text}\n`);
    const answer = await answers.next();
    if (!('done' in answer)) throw new Unavailable(`The brokers did not do "${text}": ${JSON.stringify(answer)}.`, { slug: 'bench.kafka' });
    return answer;
  };
  return {
    brokers: addresses.map(String), pid: child.pid ?? 0, leader: async (topic, partition) => Number((await order(`leader ${topic}/${partition}`))['leader']),
    kill: async (broker) => { await order(`kill ${broker}`); }, start: async (broker) => { await order(`start ${broker}`); },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
      child.stdin.end();
      await ended;
    },
  };
}

/** Answers of the script in their order, one line of JSON each; a script that ended answers nothing more. */
class Answers {
  private readonly told: Told[] = [];
  private wanting?: { resolve(line: Told): void; reject(error: Error): void };
  private hasEnded = false;

  constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    createInterface({ input: child.stdout }).on('line', (line) => this.take(JSON.parse(line)));
    child.once('exit', () => {
      this.hasEnded = true;
      this.wanting?.reject(ended());
    });
  }

  next(): Promise<Told> {
    const known = this.told.shift();
    if (known !== undefined) return Promise.resolve(known);
    if (this.hasEnded) return Promise.reject(ended());
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

const ended = (): Unavailable => new Unavailable('The brokers’ script ended; what it lacks stands above.', { slug: 'bench.kafka' });
