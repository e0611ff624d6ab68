import { countsPerTenant, rangeOf, runBulk, type BulkOutcome } from './bulk';

type Outcome = BulkOutcome<number, string, string>;

describe('a bulk', () => {
  /** Runs a bulk whose every item waits until it is let go. */
  function started(items: readonly number[], atOnce: number, isStopped = () => false) {
    const outcomes: Outcome[] = [];
    const begun = new Map<number, (answer: { done: string } | { refused: string }) => void>();
    const over = runBulk<number, string, string>(items, { atOnce, isStopped, act: (item) => new Promise((resolve) => begun.set(item, resolve)), onOutcome: (outcome) => outcomes.push(outcome) });
    const answer = async (item: number, with_: { done: string } | { refused: string } = { done: 'yes' }): Promise<void> => {
      begun.get(item)?.(with_);
      await new Promise(setImmediate);
    };
    return { outcomes, begun: () => [...begun.keys()], answer, over };
  }

  it('does a few at a time, in their order', async () => {
    const bulk = started([1, 2, 3, 4], 2);
    expect(bulk.begun()).toEqual([1, 2]);
    await bulk.answer(2);
    expect(bulk.begun()).toEqual([1, 2, 3]);
    await bulk.answer(3);
    await bulk.answer(1);
    await bulk.answer(4);
    await bulk.over;
    expect(bulk.outcomes.map(({ item }) => item)).toEqual([2, 3, 1, 4]);
  });

  it('tells each refusal and goes on', async () => {
    const outcomes: Outcome[] = [];
    await runBulk<number, string, string>([1, 2, 3], { atOnce: 1, act: async (item) => (item === 2 ? { refused: 'changed' } : { done: 'yes' }), onOutcome: (outcome) => outcomes.push(outcome) });
    expect(outcomes).toEqual([{ item: 1, done: 'yes' }, { item: 2, refused: 'changed' }, { item: 3, done: 'yes' }]);
  });

  it('begins nothing more after it was stopped, and finishes what it began', async () => {
    let isStopped = false;
    const bulk = started([1, 2, 3], 1, () => isStopped);
    isStopped = true;
    await bulk.answer(1);
    await bulk.over;
    expect([bulk.begun(), bulk.outcomes.map(({ item }) => item)]).toEqual([[1], [1]]);
  });

  it('of nothing is over at once', async () => {
    await runBulk([], { atOnce: 4, act: async () => ({ done: '' }), onOutcome: () => { throw new Error('there is nothing'); } });
  });
});

describe('who a bulk touches', () => {
  it('is counted by tenant, most first, then by code', () => {
    const tenant = (code: string) => ({ tenant: { id: `id-${code}`, code } });
    expect(countsPerTenant([tenant('NAN'), tenant('KIT'), tenant('AOB'), tenant('KIT')]).map(({ tenant: { code }, count }) => [code, count])).toEqual([['KIT', 2], ['AOB', 1], ['NAN', 1]]);
  });
});

describe('a range', () => {
  it.each([['b', 'd', ['b', 'c', 'd']], ['d', 'b', ['b', 'c', 'd']], ['c', 'c', ['c']], [undefined, 'c', ['c']], ['gone', 'c', ['c']]])('from %s to %s', (from, to, ids) => {
    expect(rangeOf(['a', 'b', 'c', 'd', 'e'], from, to)).toEqual(ids);
  });
});
