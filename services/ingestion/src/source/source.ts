/** A source's health, from the door's own counts. "Never seen" is its own state: it was set up and nothing came. */
export type SourceState = 'never_seen' | 'active' | 'silent' | 'disabled';

/** A log source that sends nothing this long is flagged; server and workstation cadences are learned later (service levels, section 3.2). */
export const SILENT_AFTER_MS = 12 * 3_600_000;

export function sourceState(facts: { readonly enabled: boolean; readonly lastAt: Date | null }, now: Date): SourceState {
  if (!facts.enabled) return 'disabled';
  if (facts.lastAt === null) return 'never_seen';
  return now.getTime() - facts.lastAt.getTime() > SILENT_AFTER_MS ? 'silent' : 'active';
}
