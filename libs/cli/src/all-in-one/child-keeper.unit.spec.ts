import { ChildKeeper, type Again, type Mortal, type Patience } from './child-keeper';

/** A child whose end the test decides. */
class Child implements Mortal {
  end: (how: string) => void = () => undefined;
  isStopped = false;
  readonly ended = new Promise<string>((resolve) => { this.end = resolve; });
  stop(): Promise<void> {
    this.isStopped = true;
    this.end('stopped');
    return Promise.resolve();
  }
}

const PATIENCE: Patience = { firstPauseMs: 10, longestPauseMs: 40, steadyMs: 1_000, limit: 4 };

describe('the keeper of a child process', () => {
  beforeEach(() => { jest.useFakeTimers({ now: 0 }); });
  afterEach(() => { jest.useRealTimers(); });

  const kept = (): { children: Child[]; told: (Again | undefined)[]; keeper: ChildKeeper<Child>; refuse: { next: number } } => {
    const children: Child[] = [];
    const told: (Again | undefined)[] = [];
    const refuse = { next: 0 };
    const open = (): Promise<Child> => {
      if (refuse.next > 0) {
        refuse.next -= 1;
        return Promise.reject(new Error('not now'));
      }
      const child = new Child();
      children.push(child);
      return Promise.resolve(child);
    };
    return { children, told, refuse, keeper: new ChildKeeper(open, (_, again) => { told.push(again); }, PATIENCE) };
  };

  it('starts another when one ends, after pauses that grow to the longest, and gives up at the limit', async () => {
    const { children, told, keeper, refuse } = kept();
    await keeper.start();
    refuse.next = 10;
    children[0].end('killed');
    await jest.advanceTimersByTimeAsync(1_000);

    expect(told).toEqual([{ ends: 1, pauseMs: 10 }, { ends: 2, pauseMs: 20 }, { ends: 3, pauseMs: 40 }, { ends: 4, pauseMs: 40 }, undefined]);
    expect(children).toHaveLength(1);
  });

  it('counts anew after one that lived for a while, and not after one that soon ended', async () => {
    const { children, told, keeper } = kept();
    await keeper.start();
    children[0].end('killed');
    await jest.advanceTimersByTimeAsync(10);
    children[1].end('killed');
    await jest.advanceTimersByTimeAsync(20);
    await jest.advanceTimersByTimeAsync(1_000);
    children[2].end('killed');
    await jest.advanceTimersByTimeAsync(10);

    expect(told).toEqual([{ ends: 1, pauseMs: 10 }, { ends: 2, pauseMs: 20 }, { ends: 1, pauseMs: 10 }]);
    expect(children).toHaveLength(4);
  });

  it('starts none after it was stopped, also when it stops while it waits', async () => {
    const { children, told, keeper } = kept();
    await keeper.start();
    children[0].end('killed');
    await jest.advanceTimersByTimeAsync(5);
    await keeper.stop();
    await jest.advanceTimersByTimeAsync(1_000);

    expect(told).toHaveLength(1);
    expect(children).toHaveLength(1);
  });

  it('stops the child that runs, and takes that for no end to repair', async () => {
    const { children, told, keeper } = kept();
    await keeper.start();
    await keeper.stop();

    expect(children[0].isStopped).toBe(true);
    expect(told).toEqual([]);
  });
});
