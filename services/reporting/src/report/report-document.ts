import { caseStatus, holdReason, instant, language, severity, slaMetric, verdict } from '@yagura/contracts';
import { z } from 'zod';
import { figureShape, figuresShape } from '../figure/figure-shape';
import { ADVICE } from './advice';
import { SOURCE_STATES } from './source-state';

/** The form of the stored JSON; a change that an older reader could misread is a new number. */
export const SCHEMA_VERSION = 1;

const count = z.int().nonnegative();
const countText = z.string().regex(/^\d+$/);
const date = z.iso.date();

const source = z.strictObject({
  sourceId: z.uuid(), name: z.string().nullable(), kind: z.string().nullable(), critical: z.boolean(), state: z.enum(SOURCE_STATES), accepted: countText,
  quarantined: countText, duplicates: countText, rawBytes: countText, daysWithData: count, lastReceivedAt: instant.nullable(),
});

const step = z.strictObject({
  at: instant, code: z.enum(['opened', 'acknowledged', 'severity_changed', 'status_changed', 'verdict_set', 'closed']), severity, status: caseStatus,
  from: z.string().nullable(), holdReason: holdReason.nullable(), verdict: verdict.nullable(),
});

const caseEntry = z.strictObject({
  caseId: z.uuid(), number: z.int(), title: z.string(), severity, status: caseStatus, holdReason: holdReason.nullable(), verdict: verdict.nullable(), isOpen: z.boolean(),
  isCarriedOver: z.boolean(), openedAt: instant, acknowledgedAt: instant.nullable(), resolvedAt: instant.nullable(), closedAt: instant.nullable(), findings: count,
  hosts: z.array(z.string()), tactics: z.array(z.string()), techniques: z.array(z.string()), timeline: z.array(step),
});

const action = z.discriminatedUnion('code', [
  z.strictObject({
    code: z.literal('open_case'), number: z.int(), title: z.string(), severity, openedAt: instant, status: caseStatus, waitsForYou: z.boolean(), advice: z.enum(ADVICE),
    hosts: z.array(z.string()),
  }),
  z.strictObject({ code: z.literal('answer_us'), number: z.int(), title: z.string(), severity, openedAt: instant }),
  z.strictObject({ code: z.literal('more_urgent_cases'), count }),
  z.strictObject({ code: z.literal('source_silent'), name: z.string(), lastReceivedAt: instant }),
  z.strictObject({ code: z.literal('source_never_seen'), name: z.string() }),
  z.strictObject({ code: z.literal('minor_cases_open'), count }),
  z.strictObject({ code: z.literal('nothing_open') }),
]);

/**
 * A monthly report without words of any language: codes, numbers, instants. `period` is half-open in the tenant's zone; `asOf` is the
 * instant that everything is told as of. `dataVersion` is the SHA-256 of the document's canonical text without itself.
 */
export const reportDocument = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION), kind: z.literal('monthly_security_report'), dataVersion: z.string().regex(/^[0-9a-f]{64}$/), agreedLanguage: language,
  tenant: z.strictObject({ tenantId: z.uuid(), code: z.string(), name: z.string(), plan: z.string(), serviceMode: z.enum(['MDR', 'MSSP']), slaPolicy: z.string(), slaCalendar: z.string() }),
  period: z.strictObject({ month: z.string(), timeZone: z.string(), from: instant, until: instant, asOf: instant, isFinal: z.boolean(), days: count }),
  attackVersion: z.string(), sources: z.array(source), figures: figuresShape,
  weeks: z.array(z.strictObject({ from: date, to: date, critical: count, high: count, medium: count, low: count, informational: count })),
  topRules: z.array(z.strictObject({ ruleId: z.string(), title: z.string(), level: severity, findings: count })),
  cases: z.array(caseEntry), casesLeftOut: count,
  breaches: z.array(z.strictObject({ number: z.int(), metric: slaMetric, severity, targetSec: z.int(), breachedAt: instant, doneAt: instant.nullable() })),
  breachesLeftOut: count, actions: z.array(action),
  trend: z.array(z.strictObject({ month: z.string(), isFinal: z.boolean(), findings: count, casesOpened: count, attacks: count, metrics: z.array(figureShape) })),
});
export type ReportDocument = z.output<typeof reportDocument>;
export type CaseEntry = ReportDocument['cases'][number];
export type ReportAction = ReportDocument['actions'][number];
export type SourceEntry = ReportDocument['sources'][number];
