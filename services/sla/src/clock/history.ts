import type { ClockEntry } from '@yagura/contracts';
import { type ClockEvent, parseInstant } from '@yagura/sla';

/** One entry of a clock's append-only history; `targetSec` belongs to starts and retargets. */
export interface HistoryEntry {
  readonly sequence: number;
  readonly kind: ClockEntry['kind'];
  readonly at: Date;
  readonly recordedAt: Date;
  readonly reason: string | null;
  readonly targetSec: number | null;
}

/** The entry in the engine's words. */
export function toEngine({ kind, at, recordedAt, reason, targetSec }: HistoryEntry): ClockEvent {
  const dated = { at: at.toISOString(), recordedAt: recordedAt.toISOString() };
  switch (kind) {
    case 'pause':
    case 'resume': return { ...dated, type: kind, reason: reason ?? '' };
    case 'retarget': return { ...dated, type: kind, mode: 'retroactive', ...(targetSec === null ? {} : { targetSec }) };
    case 'start':
    case 'stop':
    case 'reopen':
    case 'cancel': return { ...dated, type: kind };
  }
}

/** Entries that the engine sees at an instant, in its order: by instant, then as recorded. */
export const seenAt = (history: readonly HistoryEntry[], asOf: string): HistoryEntry[] =>
  history.filter(({ at }) => at.getTime() <= parseInstant(asOf)).sort((a, b) => a.at.getTime() - b.at.getTime() || a.sequence - b.sequence);

/** The stop or cancellation that holds: the first one since the start or the last return to work. */
export function endOf(seen: readonly HistoryEntry[]): HistoryEntry | undefined {
  let end: HistoryEntry | undefined;
  for (const entry of seen) {
    if (entry.kind === 'reopen') end = undefined;
    if (entry.kind === 'stop' || entry.kind === 'cancel') end ??= entry;
  }
  return end;
}

/** Sequence of the entry that set the present target; the same target set again is no news. */
export function targetSetBy(seen: readonly HistoryEntry[]): number {
  let revision = 0;
  let target: number | null = null;
  for (const { sequence, targetSec } of seen) {
    if (targetSec === null || targetSec === target) continue;
    revision = sequence;
    target = targetSec;
  }
  return revision;
}
