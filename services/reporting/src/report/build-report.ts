import { createHash } from 'node:crypto';
import { ATTACK_VERSION } from '@yagura/ocsf';
import { canonicalBytes, type CanonicalValue } from '@yagura/proof';
import type { FindingFacts, Snapshot, TelemetryDay } from '../fact/snapshot';
import { spanData, type SpanData } from '../figure/dataset';
import { figuresOf, findingsIn, telemetryIn } from '../figure/figure';
import { datesOf, localDate, monthBounds, monthsAfter, type ReportPeriod } from '../figure/period';
import { actionsFor } from './action';
import { caseEntries, MOST_CASES } from './case-entry';
import { SCHEMA_VERSION, type CaseEntry, type ReportDocument, type SourceEntry } from './report-document';
import { sourceState } from './source-state';

const MOST_RULES = 10;
const MOST_BREACHES = 50;
/** Months that a report compares: its own and those before it. */
const TREND_MONTHS = 3;

/** When a report's facts begin: its comparison looks further back than its period. */
export const factsFrom = ({ month, timeZone }: ReportPeriod): Date => monthBounds(monthsAfter(month, 1 - TREND_MONTHS), timeZone).from;

/** The report of a period as a snapshot tells it. Pure: equal facts give an equal document, and so equal bytes. */
export function buildReport(snapshot: Snapshot, period: ReportPeriod): ReportDocument {
  const data = spanData(snapshot, period);
  const cases = caseEntries(data);
  const sources = sourcesOf(snapshot, period);
  const breaches = breachesOf(data, cases);
  const { tenant } = snapshot;
  const document: Omit<ReportDocument, 'dataVersion'> = {
    schemaVersion: SCHEMA_VERSION, kind: 'monthly_security_report', agreedLanguage: tenant.language,
    tenant: {
      tenantId: tenant.tenantId, code: tenant.code, name: tenant.name, plan: tenant.plan, serviceMode: tenant.serviceMode, slaPolicy: tenant.slaPolicyName,
      slaCalendar: tenant.slaCalendar,
    },
    period: {
      month: period.month, timeZone: period.timeZone, from: period.from.toISOString(), until: period.until.toISOString(), asOf: period.asOf.toISOString(),
      isFinal: period.isFinal, days: datesOf(period).length,
    },
    attackVersion: ATTACK_VERSION, sources, figures: figuresOf(snapshot, period), weeks: weeksOf(findingsIn(data), period),
    topRules: topRules(findingsIn(data)), cases: cases.slice(0, MOST_CASES), casesLeftOut: Math.max(0, cases.length - MOST_CASES), breaches: breaches.slice(0, MOST_BREACHES),
    breachesLeftOut: Math.max(0, breaches.length - MOST_BREACHES), actions: actionsFor(cases, sources), trend: trendOf(snapshot, period),
  };
  return { ...document, dataVersion: sha256(canonicalBytes(document as unknown as CanonicalValue)) };
}

/** The stored form of a report. */
export const reportJson = (document: ReportDocument): Uint8Array => canonicalBytes(document as unknown as CanonicalValue);

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function sourcesOf(snapshot: Snapshot, period: ReportPeriod): SourceEntry[] {
  const telemetry = telemetryIn(snapshot, period);
  const known = snapshot.sources.filter(({ addedAt, lastReceivedAt }) => (addedAt === null ? lastReceivedAt !== null : addedAt <= period.asOf && addedAt < period.until));
  return known.map((source) => {
    const days = telemetry.filter(({ sourceId }) => sourceId === source.sourceId);
    const sum = (of: (day: TelemetryDay) => bigint): string => days.reduce((total, day) => total + of(day), 0n).toString();
    return {
      sourceId: source.sourceId, name: source.name, kind: source.kind, critical: source.critical, state: sourceState(source, period.asOf),
      accepted: sum((day) => day.stored + day.quarantined), quarantined: sum((day) => day.quarantined), duplicates: sum((day) => day.duplicates), rawBytes: sum((day) => day.rawBytes),
      daysWithData: days.filter((day) => day.stored + day.quarantined > 0n).length, lastReceivedAt: source.lastReceivedAt?.toISOString() ?? null,
    };
  }).filter((source) => source.state !== 'disabled' || source.accepted !== '0').sort((a, b) => compare(a.name ?? '', b.name ?? '') || compare(a.sourceId, b.sourceId));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Weeks of seven days from the first of the month, the last one shorter. */
function weeksOf(findings: readonly FindingFacts[], period: ReportPeriod): ReportDocument['weeks'] {
  const dates = datesOf(period);
  const starts = dates.filter((_, at) => at % 7 === 0);
  return starts.map((from, week) => {
    const to = dates[Math.min(week * 7 + 6, dates.length - 1)];
    const own = findings.filter(({ createdAt }) => {
      const day = localDate(createdAt, period.timeZone);
      return from <= day && day <= to;
    });
    const of = (level: string): number => own.filter((finding) => finding.level === level).length;
    return { from, to, critical: of('critical'), high: of('high'), medium: of('medium'), low: of('low'), informational: of('informational') };
  });
}

function topRules(findings: readonly FindingFacts[]): ReportDocument['topRules'] {
  const rules = new Map<string, ReportDocument['topRules'][number]>();
  for (const { ruleId, ruleTitle, level } of findings) rules.set(ruleId, { ruleId, title: ruleTitle, level, findings: (rules.get(ruleId)?.findings ?? 0) + 1 });
  return [...rules.values()].sort((a, b) => b.findings - a.findings || compare(a.ruleId, b.ruleId)).slice(0, MOST_RULES);
}

function breachesOf({ clocks, span }: SpanData, cases: readonly CaseEntry[]): ReportDocument['breaches'] {
  return clocks.flatMap(({ caseId, metric, severity, targetSec, outcome, finalAt }) => {
    const story = cases.find((entry) => entry.caseId === caseId);
    if (outcome !== 'breached' || finalAt === null || finalAt < span.from || finalAt >= span.until || story === undefined) return [];
    return [{ number: story.number, metric, severity, targetSec, breachedAt: finalAt.toISOString(), doneAt: metric === 'acknowledge' ? story.acknowledgedAt : story.resolvedAt }];
  }).sort((a, b) => compare(a.breachedAt, b.breachedAt) || a.number - b.number);
}

/** The months before that saw anything, and this one; a single month is no trend. */
function trendOf(snapshot: Snapshot, period: ReportPeriod): ReportDocument['trend'] {
  const months = Array.from({ length: TREND_MONTHS }, (_, at) => monthsAfter(period.month, at + 1 - TREND_MONTHS));
  const rows = months.map((month) => {
    const bounds = monthBounds(month, period.timeZone);
    const span = { ...bounds, asOf: month === period.month ? period.asOf : bounds.until };
    const { funnel, metrics } = figuresOf(snapshot, span);
    return { month, isFinal: month !== period.month || period.isFinal, findings: funnel.findings, casesOpened: funnel.casesOpened, attacks: funnel.attacks, metrics, events: funnel.eventsAccepted };
  });
  const first = rows.findIndex(({ events, findings, casesOpened }) => events !== '0' || findings + casesOpened > 0);
  return rows.slice(first === -1 ? rows.length - 1 : first).map(({ events: _events, ...row }) => row);
}
