import fc from 'fast-check';
import { WorkSlots } from './work-slots';

const slots = (change: Partial<ConstructorParameters<typeof WorkSlots>[0]> = {}): WorkSlots =>
  new WorkSlots({ total: 4, perHolder: 2, waiting: 100, holdMs: 60_000, ...change });
/** Whoever is still waiting when a test ends is refused when the hold is over; nobody listens any more. */
const unserved = (): undefined => undefined;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the slots of a door', () => {
  it('give one sender at most its share while others find room', async () => {
    const work = slots();
    await Promise.all([work.take('flood'), work.take('flood')]);
    let isThirdIn = false;
    work.take('flood').then(() => { isThirdIn = true; }, unserved);

    await expect(work.take('other')).resolves.toBeInstanceOf(Function);
    await settled();
    expect(isThirdIn).toBe(false);
  });

  it('go to the sender with the fewest before the longer queue of another', async () => {
    const work = slots({ total: 2, perHolder: 2 });
    const [first] = await Promise.all([work.take('flood'), work.take('flood')]);
    const order: string[] = [];
    for (const holder of ['flood', 'flood', 'late']) work.take(holder).then(() => order.push(holder), unserved);

    first();
    await settled();

    expect(order).toEqual(['late']);
  });

  it('refuse who waited out the hold, and at once who stands behind a full queue', async () => {
    const work = slots({ total: 1, waiting: 1, holdMs: 5 });
    await work.take('a');
    const waiting = work.take('a');

    await expect(work.take('b')).rejects.toMatchObject({ slug: 'door.busy', kind: 'RateLimited' });
    await expect(waiting).rejects.toMatchObject({ slug: 'door.busy' });
  });

  it('are given back once, also when the answer is called twice', async () => {
    const work = slots({ total: 1, perHolder: 1, holdMs: 5 });
    const release = await work.take('a');
    release();
    release();

    await work.take('a');
    await expect(work.take('b')).rejects.toMatchObject({ slug: 'door.busy' });
  });

  it('never exceed the total nor a share, and serve everyone, in whatever order work begins and ends', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(9)), { maxLength: 60 }), async (steps) => {
      const work = slots({ total: 3, perHolder: 2 });
      const running: { holder: string; release: () => void }[] = [];
      let served = 0;
      for (const [holder, pick] of steps) {
        void work.take(holder).then((release) => { served += 1; running.push({ holder, release }); });
        await settled();
        expect(running.length).toBeLessThanOrEqual(3);
        for (const name of ['a', 'b', 'c']) expect(running.filter((one) => one.holder === name).length).toBeLessThanOrEqual(2);
        if (pick > 4) running.splice(pick % Math.max(1, running.length), 1)[0]?.release();
      }
      while (running.length > 0) {
        running.splice(0, 1)[0]?.release();
        await settled();
      }
      expect(served).toBe(steps.length);
    }), { numRuns: 50 });
  });
});
