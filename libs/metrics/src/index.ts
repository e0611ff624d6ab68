export {
  attainment, type Attainment, type AttainmentRow, attainmentTable, backlog, type Backlog, BACKLOG_AGE_HOURS, backlogAges, escalated, funnel, type Funnel, undecidedClocks,
  type VerdictCounts, verdictCounts,
} from './counts';
export { type CaseTimes, type ClockOutcomeTimes, type FindingTimes, type MetricDataset, VERDICT_GROUPS, type VerdictGroup, verdictGroup } from './dataset';
export {
  type CountMetric, type DurationMetric, measure, type MetricDefinition, metricDefinitions, type MetricName, metricNames, type MetricUnit, type MetricValue, type PublishedMetric,
  type ShareMetric,
} from './metric-definitions';
export { InvalidDataset } from './metrics.errors';
export { type PeriodSummary, type SpeedFigures, summarisePeriod } from './period-summary';
export { type DurationStatistics, durationStatistics, minutes, nearestRank, type NullReason, percent, ratio } from './statistics';
