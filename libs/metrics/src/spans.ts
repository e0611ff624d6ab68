import { type Bounds, boundsOf, type CaseTimes, type FindingTimes, isWithin, millis, type MetricDataset, optionalMillis } from './dataset';

/** Durations of one speed metric; a duration belongs to the period of its end (specification 3.3). */
export interface Spans {
  readonly durationsMs: readonly number[];
  /** Items whose end precedes their start: rejected from this metric only, never clamped. */
  readonly rejected: number;
  /** Items of the population whose start is not known. */
  readonly unknownStart: number;
}

interface Span { readonly start: number | null; readonly end: number | null }

function spansOf(items: readonly Span[], bounds: Bounds): Spans {
  const ended = items.filter(({ end }) => isWithin(end, bounds));
  const known = ended.flatMap(({ start, end }) => (start === null || end === null ? [] : [end - start]));
  return { durationsMs: known.filter((ms) => ms >= 0), rejected: known.filter((ms) => ms < 0).length, unknownStart: ended.length - known.length };
}

type FindingInstant = 'occurredAt' | 'createdAt' | 'acknowledgedAt' | 'verdictAt';
type CaseInstant = 'investigatedAt' | 'customerNotifiedAt' | 'containedAt' | 'remediatedAt' | 'recoveredAt' | 'resolvedAt';

/** From one milestone of a finding to another, over the findings of the population. */
export const findingSpans = (from: FindingInstant, to: FindingInstant, isCounted: (finding: FindingTimes) => boolean) => (dataset: MetricDataset): Spans =>
  spansOf(dataset.findings.filter(isCounted).map((finding) => ({
    start: optionalMillis(finding[from], `findings.${finding.id}.${from}`), end: optionalMillis(finding[to], `findings.${finding.id}.${to}`),
  })), boundsOf(dataset));

/** From the opening of a case to a milestone of it. */
export const caseSpans = (to: CaseInstant, isCounted: (one: CaseTimes) => boolean = () => true) => (dataset: MetricDataset): Spans =>
  spansOf(dataset.cases.filter(isCounted).map((one) => ({
    start: millis(one.openedAt, `cases.${one.id}.openedAt`), end: optionalMillis(one[to], `cases.${one.id}.${to}`),
  })), boundsOf(dataset));

/** From the first evil of a case to its first detection: its earliest finding, or its opening when it has none, as after a hunt. */
export function dwellSpans(dataset: MetricDataset): Spans {
  const firstFinding = new Map<string, number>();
  for (const finding of dataset.findings) {
    if (finding.caseId === null || finding.caseId === undefined) continue;
    const at = millis(finding.createdAt, `findings.${finding.id}.createdAt`);
    firstFinding.set(finding.caseId, Math.min(at, firstFinding.get(finding.caseId) ?? at));
  }
  return spansOf(dataset.cases.map((one) => ({
    start: optionalMillis(one.firstEvilAt, `cases.${one.id}.firstEvilAt`),
    end: firstFinding.get(one.id) ?? millis(one.openedAt, `cases.${one.id}.openedAt`),
  })), boundsOf(dataset));
}
