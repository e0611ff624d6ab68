// node deploy/native/kafka/plain-load.mjs --brokers host:port [--bytes 262144] [--partitions 12] [--lanes 24] [--seconds 20]
//
// A producer and a consumer of kafkajs as its manual shows them, each in a process of its own, on a topic of their own: the yardstick of
// `yagura bench kafka`. Prints one line of JSON: MB (10^6 bytes) a second through the topic, and the 95th percentile of a send.
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const { values } = parseArgs({
  options: {
    brokers: { type: 'string' }, topic: { type: 'string', default: `plain-${process.pid}` }, bytes: { type: 'string', default: '262144' }, partitions: { type: 'string', default: '12' },
    lanes: { type: 'string', default: '24' }, seconds: { type: 'string', default: '20' }, consume: { type: 'boolean', default: false },
  },
});
const { topic } = values;
const [bytes, partitions, lanes, seconds] = [values.bytes, values.partitions, values.lanes, values.seconds].map(Number);
const kafka = new Kafka({ clientId: 'plain', brokers: (values.brokers ?? '').split(','), logLevel: logLevel.NOTHING });

async function consume() {
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 250, maxBytesPerPartition: 2 * 1_048_576 });
  let [count, lastAt, expected] = [0, 0, Infinity];
  const tell = () => { if (count >= expected) process.send({ lastAt }); };
  consumer.on(consumer.events.GROUP_JOIN, () => process.send({ joined: true }));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachBatch: async ({ batch }) => {
    count += batch.messages.length;
    lastAt = Date.now();
    tell();
  } });
  process.on('message', ({ sent }) => {
    expected = sent;
    tell();
  });
}

async function produce() {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: partitions, configEntries: [{ name: 'max.message.bytes', value: '10551296' }] }] });
  await admin.disconnect();
  const reader = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--topic', topic, '--consume']);
  await once(reader, 'message');
  const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const bodies = Array.from({ length: 24 }, () => randomBytes(bytes));
  const waits = [];
  const startedAt = Date.now();
  let sent = 0;
  const lane = async (partition) => {
    while (Date.now() < startedAt + seconds * 1_000) {
      const began = performance.now();
      sent += 1;
      await producer.send({ topic, acks: -1, messages: [{ partition, value: bodies[sent % bodies.length] }] });
      waits.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index % partitions)));
  reader.send({ sent: waits.length });
  const [{ lastAt }] = await once(reader, 'message');
  reader.kill('SIGKILL');
  await producer.disconnect();
  waits.sort((a, b) => a - b);
  const mbPerS = (waits.length * bytes) / 1_000 / (lastAt - startedAt);
  process.stdout.write(`${JSON.stringify({ mbPerS: Number(mbPerS.toFixed(1)), appendP95Ms: Math.round(waits[Math.ceil(waits.length * 0.95) - 1]) })}\n`);
}

await (values.consume ? consume() : produce());
