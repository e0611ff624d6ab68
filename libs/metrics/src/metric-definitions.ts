import { attainment, clockSkewRejected, escalated, funnel, huntRemediations, verdictCounts } from './counts';
import type { FindingTimes, MetricDataset } from './dataset';
import { caseSpans, dwellSpans, findingSpans, type Spans } from './spans';
import { type DurationStatistics, durationStatistics, type NullReason, percent, ratio } from './statistics';

/** Spans of time with their statistics, in minutes. */
export interface DurationMetric extends DurationStatistics { readonly kind: 'durations'; readonly rejected: number; readonly unknownStart: number }

/** A share with its two numbers; `value` is null, with the reason, when the denominator is zero. */
export interface ShareMetric { readonly kind: 'share'; readonly value: number | null; readonly numerator: number; readonly denominator: number; readonly nullReason?: NullReason }

export interface CountMetric { readonly kind: 'count'; readonly value: number }

export type MetricValue = DurationMetric | ShareMetric | CountMetric;
export type MetricUnit = 'minutes' | 'ratio' | 'percent' | 'count';

/** One published figure: a change of its formula or counting base is a new version (specification 3.2 and 3.3). */
export interface MetricDefinition<Value extends MetricValue = MetricValue> {
  readonly id: string;
  readonly formulaVersion: number;
  readonly unit: MetricUnit;
  compute(dataset: MetricDataset): Value;
}

const durations = (id: string, spans: (dataset: MetricDataset) => Spans): MetricDefinition<DurationMetric> => ({
  id, formulaVersion: 1, unit: 'minutes',
  compute: (dataset) => {
    const { durationsMs, rejected, unknownStart } = spans(dataset);
    return { kind: 'durations', ...durationStatistics(durationsMs), rejected, unknownStart };
  },
});

type Share = { readonly numerator: number; readonly denominator: number };
const share = (id: string, unit: 'ratio' | 'percent', count: (dataset: MetricDataset) => Share): MetricDefinition<ShareMetric> => ({
  id, formulaVersion: 1, unit,
  compute: (dataset) => {
    const { numerator, denominator } = count(dataset);
    const value = unit === 'ratio' ? ratio(numerator, denominator) : percent(numerator, denominator);
    return { kind: 'share', value, numerator, denominator, ...(value === null ? { nullReason: 'zero_denominator' } : {}) };
  },
});

const count = (id: string, of: (dataset: MetricDataset) => number): MetricDefinition<CountMetric> =>
  ({ id, formulaVersion: 1, unit: 'count', compute: (dataset) => ({ kind: 'count', value: of(dataset) }) });

const isTruePositive = ({ verdict }: FindingTimes): boolean => verdict === 'true_positive';
const isJudged = ({ verdict }: FindingTimes): boolean => verdict !== null && verdict !== undefined;
const isForPeople = ({ isAutomated }: FindingTimes): boolean => isAutomated !== true;

/** Decided verdicts: undetermined ones are no denominator of quality. */
function ofDecided(numerator: (counts: ReturnType<typeof verdictCounts>) => number): (dataset: MetricDataset) => Share {
  return (dataset) => {
    const counts = verdictCounts(dataset);
    return { numerator: numerator(counts), denominator: counts.true_positive + counts.false_positive + counts.benign_true_positive };
  };
}

/**
 * Every figure of the monthly report, by the name that code uses. The id and the formula version are published with each number; display
 * names are a tenant's setting, because vendors use one name for different spans.
 */
export const metricDefinitions = {
  timeToDetect: durations('finding.occurred_to_created', findingSpans('occurredAt', 'createdAt', (one) => isTruePositive(one))),
  timeToAcknowledge: durations('finding.created_to_acknowledged', findingSpans('createdAt', 'acknowledgedAt', isForPeople)),
  timeToTriage: durations('finding.acknowledged_to_verdict', findingSpans('acknowledgedAt', 'verdictAt', isJudged)),
  timeToVerdict: durations('finding.created_to_verdict', findingSpans('createdAt', 'verdictAt', isJudged)),
  timeToInvestigate: durations('case.opened_to_investigated', caseSpans('investigatedAt')),
  timeToNotify: durations('case.opened_to_customer_notified', caseSpans('customerNotifiedAt', ({ escalatedToCustomer }) => escalatedToCustomer)),
  timeToContain: durations('case.opened_to_contained', caseSpans('containedAt')),
  timeToRemediate: durations('case.opened_to_remediated', caseSpans('remediatedAt')),
  timeToRecover: durations('case.opened_to_recovered', caseSpans('recoveredAt')),
  timeToResolve: durations('case.opened_to_resolved', caseSpans('resolvedAt')),
  dwellTime: durations('case.first_evil_to_detected', dwellSpans),
  falsePositiveRate: share('finding.false_positive_rate', 'ratio', ofDecided((counts) => counts.false_positive)),
  precisionStrict: share('finding.precision_strict', 'ratio', ofDecided((counts) => counts.true_positive)),
  precisionDetection: share('finding.precision_detection', 'ratio', ofDecided((counts) => counts.true_positive + counts.benign_true_positive)),
  alertToCase: share('finding.per_case', 'ratio', (dataset) => {
    const { findingsCreated, casesFromFindings } = funnel(dataset);
    return { numerator: findingsCreated, denominator: casesFromFindings };
  }),
  escalationRateTier2Plus: share('case.escalated_to_tier_2', 'ratio', (dataset) => escalated(dataset, 2)),
  slaAttainment: share('sla.attainment', 'percent', (dataset) => {
    const { met, breached } = attainment(dataset);
    return { numerator: met, denominator: met + breached };
  }),
  findingsCreated: count('finding.created', (dataset) => funnel(dataset).findingsCreated),
  casesOpened: count('case.opened', (dataset) => funnel(dataset).casesOpened),
  incidents: count('case.incident', (dataset) => funnel(dataset).incidents),
  huntOriginatedRemediations: count('case.hunt_remediated', huntRemediations),
  clockSkewRejected: count('finding.clock_skew_rejected', clockSkewRejected),
} as const;

export type MetricName = keyof typeof metricDefinitions;

/** A figure with what must be published beside it. */
export type PublishedMetric = MetricValue & { readonly id: string; readonly formulaVersion: number; readonly unit: MetricUnit };

/** Computes one figure with its id, formula version and unit. Throws InvalidDataset for instants without offset and backward periods. */
export function measure(name: MetricName, dataset: MetricDataset): PublishedMetric {
  const { id, formulaVersion, unit } = metricDefinitions[name];
  return { ...metricDefinitions[name].compute(dataset), id, formulaVersion, unit };
}

/** All names of the registry, in the order in which reports show them. */
export const metricNames = Object.keys(metricDefinitions) as readonly MetricName[];
