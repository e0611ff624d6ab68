/** An entry of a promise's history, as the API gives it. */
export interface ClockEntry { readonly sequence: number; readonly kind: string; readonly at: string; readonly reason?: string | null; readonly targetSec?: number | null }

/** A stretch between two entries: what the clock did, and why it began to do so. */
export interface Step {
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
  readonly state: 'running' | 'paused' | 'stopped';
  readonly because: string;
  readonly targetSec: number | null;
}

const LEADS_TO: Readonly<Record<string, Step['state'] | undefined>> = { START: 'running', RESUME: 'running', REOPEN: 'running', PAUSE: 'paused', STOP: 'stopped', CANCEL: 'stopped' };
const WAITED_FOR = ['customer', 'vendor', 'maintenance'];

/** The history as stretches in the order of time. A change of the target is told, and the clock goes on doing what it did. */
export function stepsOf(entries: readonly ClockEntry[]): Step[] {
  const sorted = [...entries].sort((one, other) => Date.parse(one.at) - Date.parse(other.at) || one.sequence - other.sequence);
  const steps: Step[] = [];
  for (const entry of sorted) {
    const before = steps.at(-1);
    const state = LEADS_TO[entry.kind] ?? before?.state ?? 'running';
    if (before !== undefined) steps[steps.length - 1] = { ...before, to: entry.at };
    steps.push({ from: entry.at, to: null, state, because: becauseOf(entry), targetSec: entry.targetSec ?? null });
  }
  // A clock that has stopped has no length of its own: its last line is the moment in which it ended.
  return steps.map((step) => (step.to === null && step.state === 'stopped' ? { ...step, to: step.from } : step));
}

function becauseOf({ kind, reason }: ClockEntry): string {
  if (kind !== 'PAUSE') return kind.toLowerCase();
  return WAITED_FOR.find((known) => known === reason) ?? 'other';
}
