import { clockSteps, type ClockEntry } from './clock-steps';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 3, minute)).toISOString();
const entry = (sequence: number, kind: string, minute: number): ClockEntry => ({ sequence, kind, at: at(minute), recordedAt: at(minute) });
const shown = (entries: readonly ClockEntry[], asOf = 60): unknown[] => clockSteps(entries, at(asOf)).map(({ from, until, state, because }) => [new Date(from).getUTCMinutes(), (until - from) / 60_000, state, because.kind]);

describe('what a clock did', () => {
  it('is told stretch by stretch, up to the computation', () => {
    expect(shown([entry(1, 'START', 0), entry(2, 'PAUSE', 20), entry(3, 'RESUME', 48)])).toEqual([[0, 20, 'running', 'START'], [20, 28, 'paused', 'PAUSE'], [48, 12, 'running', 'RESUME']]);
  });

  it('ends with the stop, and goes on where the case went back to work', () => {
    expect(shown([entry(1, 'START', 0), entry(2, 'STOP', 10)])).toEqual([[0, 10, 'running', 'START']]);
    expect(shown([entry(1, 'START', 0), entry(2, 'STOP', 10), entry(3, 'REOPEN', 30)])).toEqual([[0, 10, 'running', 'START'], [10, 20, 'ended', 'STOP'], [30, 30, 'running', 'REOPEN']]);
  });

  it('is not cut by another target', () => {
    expect(shown([entry(1, 'START', 0), entry(2, 'RETARGET', 5), entry(3, 'STOP', 10)])).toEqual([[0, 10, 'running', 'START']]);
  });

  it('goes by when things happened, not by when they became known', () => {
    expect(shown([entry(1, 'START', 0), entry(2, 'RESUME', 40), entry(3, 'PAUSE', 20)])).toEqual([[0, 20, 'running', 'START'], [20, 20, 'paused', 'PAUSE'], [40, 20, 'running', 'RESUME']]);
  });
});
