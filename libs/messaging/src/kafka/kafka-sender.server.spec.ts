import { connect, type Socket } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { describeWithKafka, sharedKafka, type SharedKafka } from '@yagura/testing';
import { KafkaAdmin } from './kafka-admin';
import { KafkaSender } from './kafka-sender';
import { ensureTopics } from './kafka-topics';


/** A line to the broker that can lose what the broker says, as a network does: requests arrive, answers do not. */
class LossyLine {
  isDeaf = false;

  open(host: string, port: number, onConnect: () => void): Socket {
    const socket = connect(port, host, onConnect);
    const emit = socket.emit.bind(socket);
    socket.emit = (event: string | symbol, ...given: unknown[]) => (event === 'data' && this.isDeaf ? true : emit(event, ...given));
    return socket;
  }
}

describeWithKafka('a send to Kafka', () => {
  let server: SharedKafka;
  let topic: string;
  let plain: Kafka;
  beforeAll(async () => {
    server = await sharedKafka();
    topic = `${server.prefix}.sender`;
    plain = new Kafka({ clientId: 'spec', brokers: [...server.brokers], logLevel: logLevel.NOTHING });
    const admin = new KafkaAdmin(plain);
    await ensureTopics(admin, { brokers: server.brokers, clientId: 'spec', log: { warn: () => undefined, error: () => undefined } }, [{ topic, partitions: 1 }]);
    await admin.close();
  });

  async function logged(count: number): Promise<string[]> {
    const found: string[] = [];
    const consumer = plain.consumer({ groupId: `${server.prefix}.judge`, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.run({ autoCommit: false, eachMessage: ({ message }) => {
        found.push(String(message.value));
        if (found.length === count) resolve();
        return Promise.resolve();
      } }).catch(reject);
    });
    await consumer.disconnect();
    return found;
  }

  it('keeps what it acknowledged after one whose answer was lost: the next is not taken for its repetition', async () => {
    const line = new LossyLine();
    const sender = new KafkaSender(new Kafka({
      clientId: 'spec', brokers: [...server.brokers], logLevel: logLevel.NOTHING, requestTimeout: 1_000, socketFactory: ({ host, port, onConnect }) => line.open(host, port, onConnect),
    }), 1);
    await sender.send(topic, 0, [{ value: 'first' }]);
    line.isDeaf = true;
    const unanswered = sender.send(topic, 0, [{ value: 'unanswered' }]);
    await expect(unanswered).rejects.toThrow(Error);
    line.isDeaf = false;

    const offset = await sender.send(topic, 0, [{ value: 'acknowledged' }]);
    await sender.close();

    expect(offset).toBe(2n);
    expect(await logged(3)).toEqual(['first', 'unanswered', 'acknowledged']);
  });
});
