import { spreadOf } from './spread';

describe('the spread of a measurement', () => {
  it('names ranks of all times, and the slow end of each quarter in the order of time', () => {
    const times = [...Array.from({ length: 100 }, () => 10), ...Array.from({ length: 100 }, () => 20), ...Array.from({ length: 100 }, () => 30), ...Array.from({ length: 100 }, () => 40.04)];

    expect(spreadOf(times)).toEqual({ p50Ms: 20, p95Ms: 40, p99Ms: 40, maxMs: 40, p95MsOfQuarters: [10, 20, 30, 40] });
  });

  it('loses no time between its quarters', () => {
    expect(spreadOf([1, 2, 3, 4, 5, 6]).p95MsOfQuarters).toEqual([1, 3, 4, 6]);
  });

  it('is nothing of nothing', () => {
    expect(spreadOf([])).toEqual({ p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null, p95MsOfQuarters: [null, null, null, null] });
  });
});
