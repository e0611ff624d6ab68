import { SEVERITIES, severity as severityWord, slaMetric } from '@yagura/contracts';
import { attainment, attainmentTable, funnel, measure, undecidedClocks, verdictCounts, type MetricName, type PublishedMetric } from '@yagura/metrics';
import { ATTACK_TACTICS } from '@yagura/ocsf';
import type { FindingFacts, Snapshot, TelemetryDay } from '../fact/snapshot';
import type { Figures, PublishedFigure } from './figure-shape';
import { isOpen, spanData, type Span, type SpanData } from './dataset';
import { localDate } from './period';

/** Figures in the order in which reports show them. */
const PUBLISHED: readonly MetricName[] = ['timeToDetect', 'timeToAcknowledge', 'timeToResolve', 'falsePositiveRate', 'slaAttainment'];

export function figuresOf(snapshot: Snapshot, span: Span): Figures {
  const data = spanData(snapshot, span);
  const counts = funnel(data.dataset);
  const verdicts = verdictCounts(data.dataset);
  return {
    funnel: {
      eventsAccepted: acceptedEvents(snapshot, span).toString(), findings: counts.findingsCreated, findingsInCases: counts.findingsInCases, casesOpened: counts.casesOpened,
      attacks: counts.incidents,
    },
    bySeverity: [...SEVERITIES].reverse().map((severity) => ({
      severity, findings: findingsIn(data).filter(({ level }) => level === severity).length,
      cases: data.stories.filter((story) => story.severity === severity && story.openedAt >= span.from && story.openedAt < span.until).length,
    })),
    byTactic: byTactic(findingsIn(data)),
    verdicts: {
      truePositive: verdicts.true_positive, falsePositive: verdicts.false_positive, benignTruePositive: verdicts.benign_true_positive, undetermined: verdicts.undetermined,
      open: verdicts.open,
    },
    openCases: data.stories.filter(isOpen).length, metrics: PUBLISHED.map((name) => published(measure(name, data.dataset))), promises: promisesOf(data),
  };
}

/** Findings that were made in the span. */
export const findingsIn = ({ findings, span }: SpanData): FindingFacts[] => findings.filter(({ createdAt }) => createdAt >= span.from);

/** Days of a snapshot that lie in the span. */
export const telemetryIn = ({ telemetry, tenant }: Snapshot, { from, until }: Span): readonly TelemetryDay[] => {
  const [first, last] = [localDate(from, tenant.timeZone), localDate(new Date(until.getTime() - 1), tenant.timeZone)];
  return telemetry.filter(({ day }) => first <= day && day <= last);
};

const acceptedEvents = (snapshot: Snapshot, span: Span): bigint => telemetryIn(snapshot, span).reduce((sum, day) => sum + day.stored + day.quarantined, 0n);

export function published(metric: PublishedMetric): PublishedFigure {
  const { id, formulaVersion, unit } = metric;
  switch (metric.kind) {
    case 'durations':
      return { id, formulaVersion, unit, n: metric.n, value: metric.mean, median: metric.p50, p90: metric.p90, nullReason: metric.nullReason ?? null };
    case 'share': return { id, formulaVersion, unit, n: metric.denominator, value: metric.value, median: null, p90: null, nullReason: metric.nullReason ?? null };
    case 'count': return { id, formulaVersion, unit, n: metric.value, value: metric.value, median: null, p90: null, nullReason: null };
  }
}

/** Id of a tactic that a Sigma tag names (`defense-evasion`), or that is an id already; undefined for what this version of ATT&CK does not know. */
export function tacticId(name: string): string | undefined {
  const wanted = name.replaceAll('_', '-');
  return ATTACK_TACTICS.find(({ id, shortName }) => id === wanted || shortName === wanted)?.id;
}

/** A finding counts once in each of its tactics, in the order of the matrix; tactics without findings are left out. */
function byTactic(findings: readonly FindingFacts[]): { tactic: string; findings: number }[] {
  const counts = new Map<string, number>();
  for (const { tactics } of findings) {
    for (const id of new Set(tactics.flatMap((name) => tacticId(name) ?? []))) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return ATTACK_TACTICS.flatMap(({ id }) => (counts.has(id) ? [{ tactic: id, findings: counts.get(id) ?? 0 }] : []));
}

const rankOf = (severity: string): number => SEVERITIES.findIndex((one) => one === severity);

function promisesOf({ dataset, clocks }: SpanData): Figures['promises'] {
  const { cancelled } = undecidedClocks(dataset);
  const running = clocks.filter(({ outcome }) => outcome === 'pending');
  const rows = attainmentTable(dataset).map(({ metric, severity, met, breached, percent }) => {
    const own = clocks.filter((clock) => clock.metric === metric && clock.severity === severity);
    return {
      metric: slaMetric.parse(metric), severity: severityWord.parse(severity), met, breached, percent, running: own.filter(({ outcome }) => outcome === 'pending').length,
      targetSec: [...new Set(own.map(({ targetSec }) => targetSec))].sort((a, b) => a - b),
    };
  }).filter((row) => row.met + row.breached + row.running > 0).sort((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : rankOf(b.severity) - rankOf(a.severity)));
  return { ...attainment(dataset), running: running.length, cancelled, rows };
}
