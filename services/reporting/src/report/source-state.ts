/** How a source stands at the report's instant. */
export const SOURCE_STATES = ['active', 'silent', 'never_seen', 'disabled'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

/** A log source that sends nothing this long is flagged (service levels, section 3.2). */
const SILENT_AFTER_MS = 12 * 3_600_000;

export function sourceState(facts: { readonly disabledAt: Date | null; readonly lastReceivedAt: Date | null }, asOf: Date): SourceState {
  if (facts.disabledAt !== null && facts.disabledAt <= asOf) return 'disabled';
  if (facts.lastReceivedAt === null) return 'never_seen';
  return asOf.getTime() - facts.lastReceivedAt.getTime() > SILENT_AFTER_MS ? 'silent' : 'active';
}
