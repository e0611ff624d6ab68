import { nearestPromise, standingOf, toldShare, type PromiseClock } from './promise-standing';

const now = Date.parse('2026-11-22T03:00:00Z');
const at = (ms: number): string => new Date(now + ms).toISOString();
const clock = (change: Partial<PromiseClock> = {}): PromiseClock =>
  ({ metric: 'ACKNOWLEDGE', state: 'RUNNING', outcome: 'PENDING', dueAt: at(60_000), targetSec: 900, elapsedSec: 840, ...change });

describe('how a promise stands', () => {
  it.each<[string, Partial<PromiseClock>, { kind: string; ms?: number }]>([
    ['runs to the server’s due instant', {}, { kind: 'running', ms: 60_000 }],
    ['is due this very moment', { dueAt: at(0) }, { kind: 'running', ms: 0 }],
    ['is late until the server has judged it', { dueAt: at(-1_000) }, { kind: 'late', ms: -1_000 }],
    ['is broken and runs on', { dueAt: at(-5_000), outcome: 'BREACHED' }, { kind: 'breached', ms: -5_000 }],
    ['was broken', { state: 'STOPPED', outcome: 'BREACHED' }, { kind: 'breached' }],
    ['was kept', { state: 'STOPPED', outcome: 'MET' }, { kind: 'met' }],
    ['is paused: what is left, and no due time', { state: 'PAUSED', dueAt: null }, { kind: 'paused', ms: 60_000 }],
    ['is paused after it was broken', { state: 'PAUSED', outcome: 'BREACHED', elapsedSec: 960, dueAt: null }, { kind: 'breached', ms: -60_000 }],
    ['has not begun', { state: 'NOT_STARTED', dueAt: null }, { kind: 'waiting' }],
    ['was dropped', { state: 'CANCELLED', outcome: 'CANCELLED' }, { kind: 'cancelled' }],
    ['runs without a due instant, of which nothing is made up', { dueAt: null }, { kind: 'running' }],
  ])('%s', (_how, change, standing) => {
    expect(standingOf(clock(change), now)).toEqual(standing);
  });
});

describe('the promise of a row', () => {
  const soon = clock({ dueAt: at(1_000) });
  const later = clock({ dueAt: at(9_000) });
  const late = clock({ dueAt: at(-1_000) });
  const broken = clock({ outcome: 'BREACHED', dueAt: at(-9_000) });
  const paused = clock({ state: 'PAUSED', dueAt: null, elapsedSec: 100 });
  const kept = clock({ state: 'STOPPED', outcome: 'MET' });

  it('is the running one that is due first, whatever else is broken, paused or kept', () => {
    expect(nearestPromise([kept, broken, later, paused, soon], now)).toBe(soon);
    expect(nearestPromise([later, late], now)).toBe(late);
  });

  it('is, where none runs, the broken one, then the paused one, then what became of it', () => {
    expect(nearestPromise([kept, paused, broken], now)).toBe(broken);
    expect(nearestPromise([kept, paused], now)).toBe(paused);
    expect(nearestPromise([kept], now)).toBe(kept);
    expect(nearestPromise([], now)).toBeUndefined();
  });
});

describe('what is read aloud of a running promise', () => {
  it.each([[451, 0], [450, 50], [225, 75], [91, 75], [90, 90], [-10, 90]])('with %i s of 900 left is the share of %i percent', (left, share) => {
    expect(toldShare(clock({ dueAt: at(left * 1_000) }), now)).toBe(share);
  });

  it('is nothing while it is paused or over', () => {
    expect(toldShare(clock({ state: 'PAUSED', dueAt: null }), now)).toBe(0);
    expect(toldShare(clock({ state: 'STOPPED', outcome: 'MET' }), now)).toBe(0);
  });
});
