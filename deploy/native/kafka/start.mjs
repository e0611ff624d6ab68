// node deploy/native/kafka/start.mjs [--brokers 3] [--folder path]
//
// Starts Apache Kafka on this machine and prints one line of JSON with its addresses. It runs until it is interrupted, or until its input ends
// when something holds that. Lines of input: `kill 1` (as kill -9), `start 1`, `stop`; each is answered with one line of JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { missing, startCluster } from './broker.mjs';

const { values } = parseArgs({ options: { brokers: { type: 'string', default: '1' }, folder: { type: 'string' }, missing: { type: 'boolean', default: false } } });
const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);

const lack = missing();
if (values.missing) {
  say({ missing: lack ?? null });
  process.exit(0);
}
if (lack !== undefined) {
  process.stderr.write(`No broker can be started: ${lack}.\n`);
  process.exit(1);
}

const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'yagura-kafka-'));
const cluster = await startCluster({ folder, brokers: Number(values.brokers) });
let ending;
const end = () => {
  ending ??= cluster.stop().then(() => {
    // A folder that somebody named keeps its records for the next start.
    if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
  return ending;
};
process.on('SIGTERM', end).on('SIGINT', end);

async function obey(line) {
  const [order, id] = line.trim().split(/\s+/);
  if (order === 'stop') return end();
  if (order !== 'kill' && order !== 'start') return say({ error: 'kill <id>, start <id> or stop' });
  await cluster[order](id);
  return say({ done: order, id: Number(id) });
}

let orders = Promise.resolve();
const input = createInterface({ input: process.stdin });
input.on('line', (line) => { orders = orders.then(() => obey(line)).catch((error) => say({ error: error.message })); });
if (!process.stdin.isTTY) input.on('close', end);
say({ brokers: cluster.addresses });
