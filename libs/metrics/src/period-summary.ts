import { attainment, type Attainment, backlog, type Backlog, funnel, type VerdictCounts, verdictCounts } from './counts';
import type { MetricDataset } from './dataset';
import { type DurationMetric, metricDefinitions } from './metric-definitions';

/** Number of items, mean and percentiles of a speed metric; null where there is none. */
export type SpeedFigures = Pick<DurationMetric, 'n' | 'mean' | 'p50' | 'p90'>;

/** The figures of one period as a report shows them. Shares have six decimals, the attainment's percent two; see `measure` for reasons of nulls. */
export interface PeriodSummary {
  readonly unit: 'minutes';
  readonly timeToDetect: SpeedFigures;
  readonly clockSkewRejected: number;
  readonly timeToAcknowledge: SpeedFigures;
  readonly timeToTriage: SpeedFigures;
  readonly timeToInvestigate: SpeedFigures;
  readonly timeToContain: SpeedFigures;
  readonly timeToRemediate: SpeedFigures;
  readonly timeToResolve: SpeedFigures;
  readonly dwellTime: SpeedFigures;
  readonly verdicts: VerdictCounts;
  readonly falsePositiveRate: number | null;
  readonly precisionStrict: number | null;
  readonly precisionDetection: number | null;
  readonly alertToCase: { readonly alertsCreated: number; readonly casesFromAlerts: number; readonly ratio: number | null };
  readonly escalationRateTier2Plus: number | null;
  readonly huntOriginatedRemediations: number;
  readonly slaAttainment: Attainment;
  readonly backlog: Backlog;
}

/** Summarises a period; every number is that of the registry's definition. Pure, and the order of the dataset's rows does not matter. */
export function summarisePeriod(dataset: MetricDataset): PeriodSummary {
  const speed = (name: 'timeToDetect' | 'timeToAcknowledge' | 'timeToTriage' | 'timeToInvestigate' | 'timeToContain' | 'timeToRemediate' | 'timeToResolve' | 'dwellTime'): SpeedFigures => {
    const { n, mean, p50, p90 } = metricDefinitions[name].compute(dataset);
    return { n, mean, p50, p90 };
  };
  const { findingsCreated, casesFromFindings } = funnel(dataset);
  return {
    unit: 'minutes', timeToDetect: speed('timeToDetect'), clockSkewRejected: metricDefinitions.clockSkewRejected.compute(dataset).value,
    timeToAcknowledge: speed('timeToAcknowledge'), timeToTriage: speed('timeToTriage'), timeToInvestigate: speed('timeToInvestigate'),
    timeToContain: speed('timeToContain'), timeToRemediate: speed('timeToRemediate'), timeToResolve: speed('timeToResolve'), dwellTime: speed('dwellTime'),
    verdicts: verdictCounts(dataset), falsePositiveRate: metricDefinitions.falsePositiveRate.compute(dataset).value,
    precisionStrict: metricDefinitions.precisionStrict.compute(dataset).value, precisionDetection: metricDefinitions.precisionDetection.compute(dataset).value,
    alertToCase: { alertsCreated: findingsCreated, casesFromAlerts: casesFromFindings, ratio: metricDefinitions.alertToCase.compute(dataset).value },
    escalationRateTier2Plus: metricDefinitions.escalationRateTier2Plus.compute(dataset).value,
    huntOriginatedRemediations: metricDefinitions.huntOriginatedRemediations.compute(dataset).value,
    slaAttainment: attainment(dataset), backlog: backlog(dataset),
  };
}
