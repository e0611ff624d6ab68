import { stepsOf } from './steps';

const at = (minute: number): string => `2026-11-21T03:${String(minute).padStart(2, '0')}:00Z`;

describe('a promise told step by step', () => {
  it('is a chain of stretches, each with its reason, from the start to the end', () => {
    const steps = stepsOf([
      { sequence: 1, kind: 'START', at: at(0), targetSec: 3_600 }, { sequence: 2, kind: 'PAUSE', at: at(20), reason: 'customer' },
      { sequence: 3, kind: 'RESUME', at: at(48) }, { sequence: 4, kind: 'STOP', at: at(59) },
    ]);

    expect(steps.map(({ state, because }) => [state, because])).toEqual([['running', 'start'], ['paused', 'customer'], ['running', 'resume'], ['stopped', 'stop']]);
    expect(steps.map(({ from, to }) => [from, to])).toEqual([[at(0), at(20)], [at(20), at(48)], [at(48), at(59)], [at(59), at(59)]]);
  });

  it('goes on while nothing has ended it, and keeps doing what it did when its target changes', () => {
    const steps = stepsOf([{ sequence: 2, kind: 'RETARGET', at: at(5), targetSec: 900 }, { sequence: 1, kind: 'START', at: at(0), targetSec: 3_600 }]);

    expect(steps.map(({ state, because, to, targetSec }) => [state, because, to, targetSec])).toEqual([['running', 'start', at(5), 3_600], ['running', 'retarget', null, 900]]);
  });

  it('names an agreed pause whose reason it does not know', () => {
    expect(stepsOf([{ sequence: 1, kind: 'START', at: at(0) }, { sequence: 2, kind: 'PAUSE', at: at(1), reason: 'moon' }]).at(-1)).toMatchObject({ state: 'paused', because: 'other', to: null });
  });
});
