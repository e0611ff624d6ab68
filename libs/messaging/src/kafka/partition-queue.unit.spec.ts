import type { Message } from 'kafkajs';
import { PartitionQueue } from './partition-queue';

const MIB = 1_048_576;
const texts = (messages: readonly Message[]): string => messages.map(({ value }) => String(value)).join();

/** A broker that answers when the test says so. */
class SlowBroker {
  readonly sends: string[] = [];
  private answers: { resolve(offset: bigint): void; reject(error: Error): void }[] = [];

  readonly send = (messages: readonly Message[]): Promise<bigint> => {
    this.sends.push(texts(messages));
    return new Promise((resolve, reject) => { this.answers.push({ resolve, reject }); });
  };

  async answer(offset: bigint | Error): Promise<void> {
    const next = this.answers.shift();
    if (typeof offset === 'bigint') next?.resolve(offset);
    else next?.reject(offset);
    await new Promise((resolve) => { setImmediate(resolve); });
  }
}

describe('appends of one partition', () => {
  it('go one send at a time, and what arrives meanwhile shares the next', async () => {
    const broker = new SlowBroker();
    const queue = new PartitionQueue(broker.send);
    const first = queue.add({ value: 'a' }, 1);
    const others = [queue.add({ value: 'b' }, 1), queue.add({ value: 'c' }, 1)];

    expect(broker.sends).toEqual(['a']);
    await broker.answer(7n);
    expect(broker.sends).toEqual(['a', 'b,c']);
    await broker.answer(20n);

    expect([await first, await Promise.all(others)]).toEqual([7n, [20n, 21n]]);
  });

  it('share a send up to a mebibyte; a larger one goes by itself', async () => {
    const broker = new SlowBroker();
    const queue = new PartitionQueue(broker.send);
    const all = [queue.add({ value: 'a' }, 1), ...['b', 'c', 'd'].map((value) => queue.add({ value }, MIB / 2)), queue.add({ value: 'large' }, 3 * MIB)];
    for (const offset of [0n, 1n, 3n, 4n]) await broker.answer(offset);

    expect(broker.sends).toEqual(['a', 'b,c', 'd', 'large']);
    expect(await Promise.all(all)).toEqual([0n, 1n, 2n, 3n, 4n]);
  });

  it('fail together with what waits behind them when the broker does not answer, and begin anew after', async () => {
    const broker = new SlowBroker();
    const queue = new PartitionQueue(broker.send);
    const settled = Promise.allSettled([queue.add({ value: 'a' }, 1), queue.add({ value: 'b' }, 1)]);
    await broker.answer(new RangeError('no answer'));
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

    const later = queue.add({ value: 'c' }, 1);
    await broker.answer(3n);

    expect(broker.sends).toEqual(['a', 'c']);
    expect(await later).toBe(3n);
  });

  it('do not suffer for a neighbour that is too large', async () => {
    const broker = new SlowBroker();
    const queue = new PartitionQueue(broker.send);
    const all = Promise.allSettled([queue.add({ value: 'a' }, 1), queue.add({ value: 'large' }, 1), queue.add({ value: 'b' }, 1)]);
    const tooLarge = Object.assign(new Error('refused'), { type: 'MESSAGE_TOO_LARGE' });
    for (const answer of [0n, tooLarge, tooLarge, 1n]) await broker.answer(answer);

    expect(broker.sends).toEqual(['a', 'large,b', 'large', 'b']);
    expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
