import { boundsOf, type FindingTimes, isWithin, millis, type MetricDataset, optionalMillis, VERDICT_GROUPS, type VerdictGroup } from './dataset';
import { minutes, percent } from './statistics';

/** Verdicts given in the period, and `open`: created before its end and without verdict at `asOf`. */
export type VerdictCounts = Readonly<Record<VerdictGroup | 'open', number>>;

/** Counts verdicts by group (specification 3.3). */
export function verdictCounts(dataset: MetricDataset): VerdictCounts {
  const bounds = boundsOf(dataset);
  const given = dataset.findings.filter((one) => isWithin(optionalMillis(one.verdictAt, `findings.${one.id}.verdictAt`), bounds));
  const counts = Object.fromEntries(VERDICT_GROUPS.map((group) => [group, given.filter(({ verdict }) => verdict === group).length])) as Record<VerdictGroup, number>;
  const open = openFindings(dataset).filter((one) => millis(one.createdAt, 'createdAt') < bounds.to).length;
  return { ...counts, open };
}

function openFindings(dataset: MetricDataset): FindingTimes[] {
  const { asOf } = boundsOf(dataset);
  return dataset.findings.filter((one) => millis(one.createdAt, `findings.${one.id}.createdAt`) <= asOf && !isReached(one.verdictAt, asOf));
}

const isReached = (at: string | null | undefined, asOf: number): boolean => {
  const reached = optionalMillis(at, 'milestone');
  return reached !== null && reached <= asOf;
};

/** What was detected, and what became of it. Stages that the dataset cannot know are given by the caller. */
export interface Funnel {
  readonly findingsCreated: number;
  /** Findings of the period that are part of a case. */
  readonly findingsInCases: number;
  readonly casesOpened: number;
  readonly casesFromFindings: number;
  readonly incidents: number;
}

/** Counts of what was created in the period. */
export function funnel(dataset: MetricDataset): Funnel {
  const bounds = boundsOf(dataset);
  const findings = dataset.findings.filter((one) => isWithin(millis(one.createdAt, `findings.${one.id}.createdAt`), bounds));
  const cases = dataset.cases.filter((one) => isWithin(millis(one.openedAt, `cases.${one.id}.openedAt`), bounds));
  return {
    findingsCreated: findings.length, findingsInCases: findings.filter(({ caseId }) => caseId !== null && caseId !== undefined).length,
    casesOpened: cases.length, casesFromFindings: cases.filter(({ origin }) => origin === 'alert').length,
    incidents: cases.filter(({ isIncident }) => isIncident === true).length,
  };
}

/** Cases opened in the period that reached a tier, of all opened in it. */
export function escalated(dataset: MetricDataset, tier: number): { readonly numerator: number; readonly denominator: number } {
  const bounds = boundsOf(dataset);
  const cases = dataset.cases.filter((one) => isWithin(millis(one.openedAt, `cases.${one.id}.openedAt`), bounds));
  return { numerator: cases.filter(({ maxTier }) => maxTier >= tier).length, denominator: cases.length };
}

/** Cases that a hunt opened and that were remediated in the period. */
export function huntRemediations(dataset: MetricDataset): number {
  const bounds = boundsOf(dataset);
  return dataset.cases.filter((one) => one.origin === 'hunt' && isWithin(optionalMillis(one.remediatedAt, `cases.${one.id}.remediatedAt`), bounds)).length;
}

/** Findings created in the period that claim to have been created before they occurred, whatever their verdict. */
export function clockSkewRejected(dataset: MetricDataset): number {
  const bounds = boundsOf(dataset);
  return dataset.findings.filter((one) => {
    const created = millis(one.createdAt, `findings.${one.id}.createdAt`);
    const occurred = optionalMillis(one.occurredAt, `findings.${one.id}.occurredAt`);
    return isWithin(created, bounds) && occurred !== null && created < occurred;
  }).length;
}

/** Upper ends of the age classes of a backlog in hours; what is older is in the last, open class. */
export const BACKLOG_AGE_HOURS = [4, 24, 72, 168] as const;

/** What is open at `asOf`. Ages are minutes with three decimals, null when nothing is open. */
export interface Backlog {
  readonly openAlerts: number;
  readonly openCases: number;
  readonly oldestOpenCaseAgeMin: number | null;
  readonly oldestUnacknowledgedAlertAgeMin: number | null;
}

/** Open findings have no verdict, open cases are not resolved (specification 3.2). */
export function backlog(dataset: MetricDataset): Backlog {
  const { asOf } = boundsOf(dataset);
  const findings = openFindings(dataset);
  const cases = openCases(dataset);
  const unseen = findings.filter((one) => !isReached(one.acknowledgedAt, asOf));
  return {
    openAlerts: findings.length, openCases: cases.length,
    oldestOpenCaseAgeMin: oldest(cases.map(({ openedAt }) => openedAt), asOf), oldestUnacknowledgedAlertAgeMin: oldest(unseen.map(({ createdAt }) => createdAt), asOf),
  };
}

/** Number of open cases per age class of `BACKLOG_AGE_HOURS`, the open class last; an age at a class's upper end is in the next. */
export function backlogAges(dataset: MetricDataset): readonly number[] {
  const { asOf } = boundsOf(dataset);
  const classes = [...BACKLOG_AGE_HOURS, Number.POSITIVE_INFINITY].map(() => 0);
  for (const one of openCases(dataset)) {
    const hours = (asOf - millis(one.openedAt, 'openedAt')) / 3_600_000;
    const index = BACKLOG_AGE_HOURS.findIndex((upTo) => hours < upTo);
    classes[index === -1 ? BACKLOG_AGE_HOURS.length : index] += 1;
  }
  return classes;
}

function openCases(dataset: MetricDataset): MetricDataset['cases'] {
  const { asOf } = boundsOf(dataset);
  return dataset.cases.filter((one) => millis(one.openedAt, `cases.${one.id}.openedAt`) <= asOf && !isReached(one.resolvedAt, asOf));
}

const oldest = (instants: readonly string[], asOf: number): number | null =>
  (instants.length === 0 ? null : minutes(asOf - Math.min(...instants.map((text) => millis(text, 'instant')))));

/** Promises kept; `percent` is cut to two decimals and null when no promise was decided, never 100. */
export interface Attainment { readonly met: number; readonly breached: number; readonly percent: number | null }

/** Counts each clock once, in the period in which its outcome became final (specification 1.12). */
export function attainment(dataset: Pick<MetricDataset, 'clocks' | 'period' | 'asOf'>): Attainment {
  const bounds = boundsOf(dataset);
  const decided = dataset.clocks.filter((clock) => isWithin(optionalMillis(clock.finalAt, `clocks.${clock.id}.finalAt`), bounds));
  const met = decided.filter(({ outcome }) => outcome === 'met').length;
  const breached = decided.filter(({ outcome }) => outcome === 'breached').length;
  return { met, breached, percent: percent(met, met + breached) };
}

/** Attainment of one metric and severity with the ids of its breaches. */
export interface AttainmentRow extends Attainment { readonly metric: string; readonly severity: string; readonly breachedIds: readonly string[] }

/** Attainment by metric and severity, sorted by both; pairs without any clock are not listed. */
export function attainmentTable(dataset: Pick<MetricDataset, 'clocks' | 'period' | 'asOf'>): AttainmentRow[] {
  const bounds = boundsOf(dataset);
  const groups = new Map<string, MetricDataset['clocks'][number][]>();
  for (const clock of dataset.clocks) {
    const key = JSON.stringify([clock.metric ?? '', clock.severity ?? '']);
    groups.set(key, [...(groups.get(key) ?? []), clock]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, clocks]) => ({
    metric: clocks[0].metric ?? '', severity: clocks[0].severity ?? '', ...attainment({ ...dataset, clocks }),
    breachedIds: clocks.filter((one) => one.outcome === 'breached' && isWithin(optionalMillis(one.finalAt, 'finalAt'), bounds)).map(({ id }) => id),
  }));
}

/** Clocks that count in no percentage: those still pending at `asOf`, and those cancelled in the period. */
export function undecidedClocks(dataset: Pick<MetricDataset, 'clocks' | 'period' | 'asOf'>): { readonly pending: number; readonly cancelled: number } {
  const bounds = boundsOf(dataset);
  return {
    pending: dataset.clocks.filter(({ outcome }) => outcome === 'pending').length,
    cancelled: dataset.clocks.filter((one) => one.outcome === 'cancelled' && isWithin(optionalMillis(one.finalAt, 'finalAt'), bounds)).length,
  };
}

