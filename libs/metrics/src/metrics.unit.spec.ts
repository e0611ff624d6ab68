import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  attainment, attainmentTable, backlogAges, type CaseTimes, durationStatistics, type FindingTimes, funnel, measure, type MetricDataset, metricDefinitions, metricNames, minutes, nearestRank,
  percent, ratio, summarisePeriod, undecidedClocks, VERDICT_GROUPS, verdictGroup,
} from './index';

const FILE = join(__dirname, '../../../../shared/data/vectors/sla-vectors.json');

if (existsSync(FILE)) {
  const { metricVector } = JSON.parse(readFileSync(FILE, 'utf8')) as {
    readonly metricVector: { readonly dataset: Omit<MetricDataset, 'findings'> & { readonly alerts: MetricDataset['findings'] }; readonly expected: unknown };
  };
  const { alerts, ...rest } = metricVector.dataset;
  const dataset: MetricDataset = { ...rest, findings: alerts };

  test('the published month has exactly the published figures', () => {
    expect(summarisePeriod(dataset)).toEqual(metricVector.expected);
  });

  test('the order of the rows does not matter', () => {
    const reversed = { ...dataset, findings: [...dataset.findings].reverse(), cases: [...dataset.cases].reverse(), clocks: [...dataset.clocks].reverse() };

    expect(summarisePeriod(reversed)).toEqual(metricVector.expected);
  });

  test('undecided promises are listed apart from the percentage', () => {
    expect(undecidedClocks(dataset)).toEqual({ pending: 1, cancelled: 1 });
  });
} else {
  test.skip('the published month: the shared data folder is not on this machine', () => undefined);
}

const empty: MetricDataset = { findings: [], cases: [], clocks: [], period: { from: '2026-06-01T00:00:00+09:00', to: '2026-07-01T00:00:00+09:00' }, asOf: '2026-07-03T00:00:00Z' };
const finding = (more: Partial<FindingTimes>): FindingTimes => ({ id: 'f', createdAt: '2026-06-10T00:00:00Z', severity: 'high', ...more });
const oneCase = (more: Partial<CaseTimes>): CaseTimes => ({ id: 'c', origin: 'alert', severity: 'high', openedAt: '2026-06-10T00:00:00Z', maxTier: 1, escalatedToCustomer: false, ...more });

describe('an empty month', () => {
  test('has valid figures: counts of zero, and nulls with a reason', () => {
    for (const name of metricNames) {
      const { id, formulaVersion, ...value } = measure(name, empty);

      expect([id.includes('.'), formulaVersion]).toEqual([true, 1]);
      if (value.kind === 'durations') expect(value).toMatchObject({ n: 0, mean: null, p50: null, p90: null, nullReason: 'no_items' });
      if (value.kind === 'share') expect(value).toMatchObject({ value: null, denominator: 0, nullReason: 'zero_denominator' });
      if (value.kind === 'count') expect(value.value).toBe(0);
    }
    expect(attainment(empty).percent).toBeNull();
  });

  test('has one id per definition', () => {
    expect(new Set(metricNames.map((name) => metricDefinitions[name].id)).size).toBe(metricNames.length);
  });
});

describe('durations', () => {
  test('belong to the period of their end, whose last instant is excluded', () => {
    const ends = ['2026-05-31T14:59:59.999Z', '2026-05-31T15:00:00Z', '2026-06-30T14:59:59.999Z', '2026-06-30T15:00:00Z'];
    const cases = ends.map((resolvedAt, index) => oneCase({ id: `c${index}`, openedAt: '2026-05-01T00:00:00Z', resolvedAt }));

    expect(measure('timeToResolve', { ...empty, cases })).toMatchObject({ n: 2 });
  });

  test('that are negative are rejected from their metric only', () => {
    const skewed = finding({ occurredAt: '2026-06-10T01:00:00Z', acknowledgedAt: '2026-06-10T00:05:00Z', verdictAt: '2026-06-10T00:10:00Z', verdict: 'true_positive' });
    const dataset = { ...empty, findings: [skewed] };

    expect(measure('timeToDetect', dataset)).toMatchObject({ n: 0, rejected: 1 });
    expect(measure('timeToAcknowledge', dataset)).toMatchObject({ n: 1, mean: 5 });
    expect(measure('clockSkewRejected', dataset)).toMatchObject({ value: 1, unit: 'count' });
  });

  test('of findings that automation closed are no time to acknowledge', () => {
    const findings = [finding({ acknowledgedAt: '2026-06-10T00:00:01Z', isAutomated: true }), finding({ id: 'g', acknowledgedAt: '2026-06-10T00:30:00Z' })];

    expect(measure('timeToAcknowledge', { ...empty, findings })).toMatchObject({ n: 1, p50: 30 });
  });

  test('of dwelling with an unknown start are excluded and counted', () => {
    const cases = [oneCase({}), oneCase({ id: 'd', origin: 'hunt', firstEvilAt: '2026-06-09T00:00:00Z' })];

    expect(measure('dwellTime', { ...empty, cases })).toMatchObject({ n: 1, mean: 1440, unknownStart: 1 });
  });

  test('that end after the question was asked are not known yet', () => {
    const cases = [oneCase({ resolvedAt: '2026-06-20T00:00:00Z' })];

    expect(measure('timeToResolve', { ...empty, cases, asOf: '2026-06-15T00:00:00Z' })).toMatchObject({ n: 0 });
  });
});

describe('statistics', () => {
  test('the nearest rank is a value of the list with at least the share of values at or below it', () => {
    fc.assert(fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 100 }), (values, share) => {
      const sorted = [...values].sort((a, b) => a - b);
      const rank = nearestRank(sorted, share);

      expect(sorted.filter((one) => one <= rank).length * 100).toBeGreaterThanOrEqual(share * sorted.length);
      expect(sorted.filter((one) => one < rank).length * 100).toBeLessThan(share * sorted.length);
    }));
  });

  test('means lie between the extremes and percentiles rise', () => {
    fc.assert(fc.property(fc.array(fc.nat(10 ** 10), { minLength: 1, maxLength: 40 }), (durations) => {
      const { mean, p50, p90, n } = durationStatistics(durations);

      expect(n).toBe(durations.length);
      expect(Number(mean)).toBeGreaterThanOrEqual(minutes(Math.min(...durations)));
      expect(Number(mean)).toBeLessThanOrEqual(minutes(Math.max(...durations)));
      expect(Number(p50)).toBeLessThanOrEqual(Number(p90));
    }));
  });

  test('minutes round half up, percentages are cut', () => {
    expect([minutes(30), minutes(29), minutes(90_000), minutes(100_000, 3)]).toEqual([0.001, 0, 1.5, 0.556]);
    expect([percent(99_999, 100_000), percent(2, 3), percent(1, 1), percent(0, 0)]).toEqual([99.99, 66.66, 100, null]);
    expect([ratio(2, 3), ratio(1, 2_000_000), ratio(1, 0)]).toEqual([0.666667, 0.000001, null]);
  });
});

describe('promises', () => {
  const clocks: MetricDataset['clocks'] = [
    { id: '1', outcome: 'met', finalAt: '2026-06-05T00:00:00Z', metric: 'resolve', severity: 'high' }, { id: '2', outcome: 'breached', finalAt: '2026-06-06T00:00:00Z', metric: 'resolve', severity: 'high' },
    { id: '3', outcome: 'met', finalAt: '2026-06-07T00:00:00Z', metric: 'acknowledge', severity: 'low' }, { id: '4', outcome: 'breached', finalAt: '2026-07-07T00:00:00Z', metric: 'resolve', severity: 'high' },
    { id: '5', outcome: 'pending', finalAt: null, metric: 'resolve', severity: 'low' },
  ];

  test('are counted by metric and severity with the list of breaches', () => {
    expect(attainmentTable({ ...empty, clocks })).toEqual([
      { metric: 'acknowledge', severity: 'low', met: 1, breached: 0, percent: 100, breachedIds: [] },
      { metric: 'resolve', severity: 'high', met: 1, breached: 1, percent: 50, breachedIds: ['2'] },
      { metric: 'resolve', severity: 'low', met: 0, breached: 0, percent: null, breachedIds: [] },
    ]);
  });
});

test('the funnel counts what began in the period', () => {
  const dataset = { ...empty, findings: [finding({ caseId: 'c' }), finding({ id: 'g' }), finding({ id: 'h', createdAt: '2026-07-01T00:00:00Z' })], cases: [oneCase({ isIncident: true }), oneCase({ id: 'd', origin: 'hunt' })] };

  expect(funnel(dataset)).toEqual({ findingsCreated: 2, findingsInCases: 1, casesOpened: 2, casesFromFindings: 1, incidents: 1 });
});

test('open cases are classed by age, the upper end belonging to the next class', () => {
  const cases = ['2026-07-02T21:00:00Z', '2026-07-02T20:00:00Z', '2026-07-01T00:00:00Z', '2026-06-27T00:00:00Z', '2026-06-01T00:00:00Z'].map((openedAt, index) => oneCase({ id: `c${index}`, openedAt }));

  expect(backlogAges({ ...empty, cases: [...cases, oneCase({ id: 'done', resolvedAt: '2026-06-11T00:00:00Z' })] })).toEqual([1, 1, 1, 1, 1]);
});

test('OCSF verdicts fall into the groups of metrics, or into none', () => {
  const groups = ['true_positive', 'security_risk', 'false_positive', 'benign', 'test', 'suspicious', 'insufficient_data', 'unknown', 'duplicate', 'disregard', 'managed_externally'].map(verdictGroup);

  expect(groups).toEqual([
    'true_positive', 'true_positive', 'false_positive', 'benign_true_positive', 'benign_true_positive', 'undetermined', 'undetermined', 'undetermined', null, null, null,
  ]);
  expect(new Set(groups.filter((group) => group !== null))).toEqual(new Set(VERDICT_GROUPS));
});

test.each<[string, MetricDataset]>([
  ['a local time without offset', { ...empty, asOf: '2026-07-01T00:00:00' }],
  ['a period that goes backward', { ...empty, period: { from: empty.period.to, to: empty.period.from } }],
  ['a finding without a real instant', { ...empty, findings: [finding({ createdAt: 'yesterday' })] }],
])('%s is refused', (_what, dataset) => {
  expect(() => summarisePeriod(dataset)).toThrow(expect.objectContaining({ slug: 'metrics.invalid_dataset', kind: 'InvalidInput' }));
});
