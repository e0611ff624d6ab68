import { severity, slaMetric } from '@yagura/contracts';
import { z } from 'zod';

const count = z.int().nonnegative();
const countText = z.string().regex(/^\d+$/);

/** A figure with its metric id, formula version and n; a null has its reason. Durations are minutes, ratios have six decimals, percentages two. */
export const figureShape = z.strictObject({
  id: z.string(), formulaVersion: z.int(), unit: z.enum(['minutes', 'ratio', 'percent', 'count']), n: count, value: z.number().nullable(), median: z.number().nullable(),
  p90: z.number().nullable(), nullReason: z.string().nullable(),
});

const promiseRow = z.strictObject({
  metric: slaMetric, severity, targetSec: z.array(z.int()), met: count, breached: count, running: count, percent: z.number().nullable(),
});

/** The figures of one span; counts of events are decimal text, and a client's repeats are not counted twice. */
export const figuresShape = z.strictObject({
  funnel: z.strictObject({ eventsAccepted: countText, findings: count, findingsInCases: count, casesOpened: count, attacks: count }),
  bySeverity: z.array(z.strictObject({ severity, findings: count, cases: count })),
  byTactic: z.array(z.strictObject({ tactic: z.string(), findings: count })),
  verdicts: z.strictObject({ truePositive: count, falsePositive: count, benignTruePositive: count, undetermined: count, open: count }),
  openCases: count, metrics: z.array(figureShape),
  promises: z.strictObject({ met: count, breached: count, percent: z.number().nullable(), running: count, cancelled: count, rows: z.array(promiseRow) }),
});
export type PublishedFigure = z.output<typeof figureShape>;
export type Figures = z.output<typeof figuresShape>;
