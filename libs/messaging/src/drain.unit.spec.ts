import { Drain } from './drain';

const HOUR_MS = 3_600_000;
const FAILED = new RangeError('away');

function drainOf(take: (portion: number) => Promise<boolean> | boolean, lookAgainMs = HOUR_MS): { drain: Drain; portions: () => number; failures: unknown[] } {
  let portions = 0;
  const failures: unknown[] = [];
  const drain = new Drain({ take: async () => { portions += 1; return take(portions); }, onFailure: (error) => { failures.push(error); }, lookAgainMs });
  return { drain, portions: () => portions, failures };
}

/** Lets everything that waits for nothing outside come to its end. */
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

describe('a drain', () => {
  it('takes until a portion says that there is no more', async () => {
    const { drain, portions } = drainOf((portion) => portion < 4);
    drain.start();
    await settled();
    await drain.stop();
    expect(portions()).toBe(4);
  });

  it('takes one portion at a time, and looks once more for all calls that came during one', async () => {
    let end: (more: boolean) => void = () => undefined;
    const { drain, portions } = drainOf((portion) => (portion === 1 ? new Promise<boolean>((resolve) => { end = resolve; }) : false));
    drain.start();
    for (let calls = 0; calls < 3; calls += 1) drain.wake();
    await settled();
    expect(portions()).toBe(1);
    end(false);
    await settled();
    await drain.stop();
    expect(portions()).toBe(2);
  });

  it('loses no call, in whichever turn after the last portion it comes', async () => {
    for (let turns = 0; turns < 8; turns += 1) {
      const { drain, portions } = drainOf(async (portion) => {
        if (portion === 1) void turnsLater(turns, () => drain.wake());
        return Promise.resolve(false);
      });
      drain.start();
      await settled();
      await drain.stop();
      expect({ turns, portions: portions() }).toEqual({ turns, portions: 2 });
    }
  });

  it('tells of a failure and goes on with the next call', async () => {
    const { drain, portions, failures } = drainOf((portion) => { if (portion === 1) throw FAILED; return false; });
    drain.start();
    await settled();
    expect(failures).toEqual([FAILED]);
    drain.wake();
    await settled();
    await drain.stop();
    expect(portions()).toBe(2);
  });

  it('looks by itself when nobody calls', async () => {
    let third: () => void = () => undefined;
    const seen = new Promise<void>((resolve) => { third = resolve; });
    const { drain } = drainOf((portion) => { if (portion === 3) third(); return false; }, 1);
    drain.start();
    await seen;
    await drain.stop();
  });

  it('hears nobody before its start and after its stop, which waits for the portion in hand', async () => {
    let isThrough = false;
    const { drain, portions } = drainOf(async () => { await settled(); isThrough = true; return true; });
    drain.wake();
    expect(portions()).toBe(0);
    drain.start();
    await drain.stop();
    expect(isThrough).toBe(true);
    drain.wake();
    await settled();
    expect(portions()).toBe(1);
  });
});

async function turnsLater(turns: number, then: () => void): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  then();
}
