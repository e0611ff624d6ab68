export interface ClockEntry { readonly sequence: number; readonly kind: string; readonly at: string; readonly recordedAt: string; readonly reason?: string | null; readonly targetSec?: number | null }

export type StepState = 'running' | 'paused' | 'ended';

/** One stretch of a clock between two entries of its history; the last one of a clock that goes on ends with the computation. */
export interface ClockStep { readonly from: number; readonly until: number; readonly state: StepState; readonly because: ClockEntry }

const STATE_AFTER: Readonly<Record<string, StepState>> = { START: 'running', PAUSE: 'paused', RESUME: 'running', STOP: 'ended', REOPEN: 'running', CANCEL: 'ended' };

/** What a clock did, stretch by stretch, as its history tells. Another target changes the promise, not the stretch; time after a stop is none of the clock's, unless it went on. */
export function clockSteps(entries: readonly ClockEntry[], asOf: string): ClockStep[] {
  const turns = entries.filter(({ kind }) => STATE_AFTER[kind] !== undefined).sort((a, b) => time(a.at) - time(b.at) || a.sequence - b.sequence);
  return turns.flatMap((because, index) => {
    const [from, next] = [time(because.at), turns[index + 1]];
    const state = STATE_AFTER[because.kind] ?? 'ended';
    if (next === undefined && state === 'ended') return [];
    return [{ from, until: next === undefined ? Math.max(from, time(asOf)) : time(next.at), state, because }];
  });
}

const time = (text: string): number => new Date(text).getTime();
