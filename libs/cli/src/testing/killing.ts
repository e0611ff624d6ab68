import { setTimeout as pause } from 'node:timers/promises';
import { MOST_AFTER, type PlannedKill } from './kill-order';

/** As `Victim` of @yagura/testing describes it. */
export interface Killable {
  readonly name: string;
  readonly thing: string;
  kill(): Promise<void>;
  revive(): Promise<void>;
}

/** What moves while the installation works, as counts that only grow. */
export type Pulse = () => { readonly acked: number; readonly answered: number; readonly told: number };
type Observe = (what: string, look: () => Promise<boolean>) => Promise<unknown>;

const PULSES = ['acked', 'answered', 'told'] as const;
/** An overlapping kill waits for nothing but this much time at most: what the former one stopped may be what moves the load. */
const STAGGER_MS = 400;

/**
 * Kills in the given order while the load goes on. Each victim is brought back at once. Between two kills that do not overlap everything is back, and
 * the load has moved since; which of its pulses must move is decided by the plan. Answers one line per kill, for a report.
 */
export async function killAll(victims: readonly Killable[], order: readonly PlannedKill[], { pulse, observe }: { readonly pulse: Pulse; readonly observe: Observe }): Promise<readonly string[]> {
  const coming = new Map<string, Promise<void>>();
  const story: string[] = [];
  const began = performance.now();
  for (const { victim, isOverlapping, after } of order) {
    const { name, thing } = victims[victim];
    if (isOverlapping) await pause(STAGGER_MS * (after / MOST_AFTER));
    else await calm(coming, after, { pulse, observe }, story.at(-1) ?? 'the start');
    // A thing that is not back yet cannot be killed once more.
    await coming.get(thing);
    await victims[victim].kill();
    const at = performance.now();
    story.push(`${((at - began) / 1_000).toFixed(1)} s: ${name}${isOverlapping ? ', before the former was back' : ''}`);
    const line = story.length - 1;
    const revival = victims[victim].revive().then(() => { story[line] += ` (back after ${((performance.now() - at) / 1_000).toFixed(1)} s)`; });
    // Whoever waits for it hears of a failure; meanwhile it must not end the test's process.
    revival.catch(() => undefined);
    coming.set(thing, revival);
  }
  await calm(coming, 1, { pulse, observe }, story.at(-1) ?? 'the start');
  return story;
}

async function calm(coming: Map<string, Promise<void>>, after: number, { pulse, observe }: { readonly pulse: Pulse; readonly observe: Observe }, since: string): Promise<void> {
  await Promise.all(coming.values());
  coming.clear();
  const moving = PULSES[after % PULSES.length];
  const before = pulse()[moving];
  await observe(`${after} more are ${moving} after ${since}`, () => Promise.resolve(pulse()[moving] >= before + after));
}
