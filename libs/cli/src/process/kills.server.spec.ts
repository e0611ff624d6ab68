import { describeWithKafka, eventually, ProcessWorld, startKafka, victimsOf, WebhookReceiver, type KafkaServer, type Victim } from '@yagura/testing';
import { killSuite } from '../testing/kill-suite';

/** Give a seed to see its order of kills again. */
const SEED = Number(process.env['YAGURA_KILL_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const KILLS = Number(process.env['YAGURA_KILLS'] ?? 30);

jest.setTimeout(1_200_000);

describeWithKafka('an installation of processes on Kafka, whatever of it is killed', () => {
  const world = new ProcessWorld();
  let kafka: KafkaServer;
  let receiver: WebhookReceiver;
  let victims: readonly Victim[];
  let isStopped = false;

  beforeAll(async () => {
    [kafka, receiver] = await Promise.all([startKafka(), WebhookReceiver.open()]);
    await world.start(2, { flags: ['--kafka-brokers', kafka.brokers.join(','), '--any-document', 'true', '--egress-allow', receiver.place] });
    victims = victimsOf(world, kafka);
  });
  afterAll(async () => {
    if (!isStopped) await world.stop();
    await Promise.all([kafka?.stop(), receiver?.close()]);
    world.remove();
  });

  killSuite(() => ({
    victims, receiver, processes: world.processes, place: { ...world.place, databaseUrl: world.one('database').addresses['databaseUrl'] ?? '' },
    stop: () => {
      isStopped = true;
      return world.stop();
    },
  }), { seed: SEED, kills: KILLS, observe: eventually });
});
