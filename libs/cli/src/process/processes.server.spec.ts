import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithKafka, eventually, ProcessWorld, startKafka, type KafkaServer } from '@yagura/testing';
import { QUEUE } from '../api/case-documents';
import { makeCompany, operatorOf, type Company } from '../testing/company';
import { countByMachine } from '../testing/lake-count';
import { EVENTS_PER_BATCH, hostOf, NumberedSender } from '../testing/numbered-sender';

const SETTLED_MS = 90_000;

jest.setTimeout(400_000);

describeWithKafka('every service in a process of its own, both lanes on Kafka', () => {
  const world = new ProcessWorld();
  const acks = mkdtempSync(join(tmpdir(), 'yagura-acks-'));
  let kafka: KafkaServer;
  let own: Company;
  let sender: NumberedSender;

  beforeAll(async () => {
    kafka = await startKafka();
    await world.start(2, { flags: ['--kafka-brokers', kafka.brokers.join(',')] });
  });
  afterAll(async () => {
    await sender?.stop().catch(() => undefined);
    await world.stop();
    await kafka?.stop();
    world.remove();
    rmSync(acks, { recursive: true, force: true });
  });

  it('brings a client company in', async () => {
    own = await makeCompany(operatorOf(world.place), 'on-kafka');

    expect(own.token).toMatch(/./);
  });

  it('makes a case of what the door took, while one of the two detections is killed', async () => {
    sender = new NumberedSender(() => world.place.hecUrl, own.token, join(acks, 'acks'));
    sender.start();
    await eventually('the door acknowledges', () => Promise.resolve(sender.acked().length >= 5), SETTLED_MS);
    await world.end(world.of('detection')[0], 'SIGKILL');
    const before = sender.acked().length;
    await eventually('the door goes on', () => Promise.resolve(sender.acked().length >= before + 5), SETTLED_MS);
    await sender.stop();
    const batches = sender.acked().length;
    const found = await eventually('every finding is in a case', async () => {
      const { cases: { nodes } } = await operatorOf(world.place).ask(QUEUE, { first: 100 });
      const count = nodes.reduce((sum, { findingCount }) => sum + findingCount, 0);
      return count >= batches && count;
    }, SETTLED_MS);

    expect(found).toBe(batches);
  });

  it('has stored every acknowledged event once', async () => {
    const machines = await countByMachine(world.place, own.tenantId);

    expect([...machines.keys()].sort()).toEqual(sender.acked().map(hostOf).sort());
    expect([...machines.values()].filter(({ rows, records, batches }) => rows !== EVENTS_PER_BATCH || records !== EVENTS_PER_BATCH || batches !== 1)).toEqual([]);
  });

  it('says of each process that it gets on', async () => {
    const answers = await Promise.all(world.processes.map(async ({ part, url }) => ({ part, status: (await fetch(`${url}/readyz`)).status })));

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
