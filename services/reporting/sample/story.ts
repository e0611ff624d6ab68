import {
  AgreementChangedV1, BatchProcessedV1, CaseAcknowledgedV1, CaseClosedV1, CaseOpenedV1, CaseStatusChangedV1, CaseVerdictSetV1, ClockBreachedV1, ClockMetV1, ClockScheduledV1,
  FindingCreatedV1, FindingGroupedV1, SourceAddedV1, TenantActivatedV1, type AgreementFacts, type EventEnvelope, type EventType, type HoldReason, type Language, type Severity,
  type SlaMetric, type Verdict,
} from '@yagura/contracts';
import { newId, type TenantId } from '@yagura/kernel';

/** One event of a made-up history, in the order in which it was published. */
export interface ToldEvent { readonly event: EventType; readonly data: unknown; readonly time: string }

export interface StoryTenant { readonly tenantId: TenantId; readonly name: string; readonly language: Language; readonly timeZone: string; readonly calendar?: string }

export interface StoryCase {
  readonly number: number; readonly title: string; readonly severity: Severity; readonly openedAt: string;
  readonly findings: readonly { readonly at: string; readonly occurredAt?: string; readonly host: string; readonly rule: string; readonly tactics: readonly string[]; readonly techniques?: readonly string[] }[];
  readonly acknowledgedAt?: string; readonly heldAt?: string; readonly holdReason?: HoldReason; readonly resolvedAt?: string; readonly verdict?: Verdict; readonly closedAt?: string;
}

const ACKNOWLEDGE_SEC: Record<Severity, number> = { critical: 900, high: 1800, medium: 14_400, low: 28_800, informational: 86_400 };
const RESOLVE_SEC: Record<Severity, number> = { critical: 14_400, high: 28_800, medium: 172_800, low: 432_000, informational: 864_000 };

/** A client company's history for samples and specs, told by the events that the other services would publish. */
export class Story {
  readonly events: ToldEvent[] = [];
  readonly sources = new Map<string, string>();

  constructor(readonly tenant: StoryTenant, startedAt: string) {
    this.tell(TenantActivatedV1, {
      tenantId: tenant.tenantId, slug: `t-${tenant.tenantId.slice(-6)}`, code: 'SAMPLE', name: tenant.name, kind: 'customer', agreement: this.agreement(1),
    }, startedAt);
  }

  agreement(version: number, change: Partial<AgreementFacts> = {}): AgreementFacts {
    const severities: Severity[] = ['critical', 'high', 'medium', 'low', 'informational'];
    return {
      agreementId: newId(), version, plan: 'mdr_standard', serviceMode: 'MDR', timeZone: this.tenant.timeZone, language: this.tenant.language, currency: 'JPY', startsOn: '2026-01-01',
      slaPolicy: {
        policyId: newId(), version: 1, name: 'MDR Standard', calendar: this.tenant.calendar ?? 'always', pauseOn: ['customer'], warnPct: [50, 75, 90],
        targets: severities.map((severity) => ({ severity, acknowledgeSec: ACKNOWLEDGE_SEC[severity], resolveSec: RESOLVE_SEC[severity] })),
      },
      quota: { eventsPerSec: 500, bytesPerDay: 1e10, maxSources: 50 }, billingName: this.tenant.name, ...change,
    };
  }

  changeAgreement(version: number, change: Partial<AgreementFacts>, at: string): void {
    this.tell(AgreementChangedV1, { tenantId: this.tenant.tenantId, agreement: this.agreement(version, change) }, at);
  }

  addSource(name: string, kind: string, at: string): string {
    const sourceId = this.source(name);
    this.tell(SourceAddedV1, { tenantId: this.tenant.tenantId, sourceId, sourceNumber: this.sources.size, name, kind, parser: null, timeZone: this.tenant.timeZone, critical: true }, at);
    return sourceId;
  }

  batch(source: string, at: string, stored: number, rest: { readonly quarantined?: number; readonly duplicates?: number } = {}): void {
    this.tell(BatchProcessedV1, {
      tenantId: this.tenant.tenantId, sourceId: this.source(source), batchId: newId(), partition: 0, position: String(this.events.length), duplicate: false, receivedAt: at, stored,
      quarantined: rest.quarantined ?? 0, duplicates: rest.duplicates ?? 0, findings: 0, wireBytes: stored * 90, rawBytes: stored * 400, firstEventAt: at, lastEventAt: at,
    }, at);
  }

  /** A finding that nobody has put into a case yet; answers its id. */
  finding(source: string, level: Severity, one: StoryCase['findings'][number]): string {
    const findingId = newId();
    this.tell(FindingCreatedV1, {
      findingId, tenantId: this.tenant.tenantId, sourceId: this.source(source), batchId: newId(), seq: 0, contentVersion: '1',
      rule: { id: `rule-${one.rule.toLowerCase().replace(/[^a-z]+/g, '-')}`, title: one.rule, level, tactics: [...one.tactics], techniques: [...(one.techniques ?? [])], author: 'Yagura', license: 'Apache-2.0' },
      occurredAt: one.occurredAt ?? one.at, receivedAt: one.at, createdAt: one.at, host: one.host, user: '', summary: one.rule, observables: [], groupKey: one.host,
    }, one.at);
    return findingId;
  }

  /** A case with its findings, milestones and both promises round the clock. */
  case(source: string, one: StoryCase): string {
    const caseId = newId();
    let version = 1;
    const facts = (status: string) => ({ tenantId: this.tenant.tenantId, caseId, number: one.number, version, severity: one.severity, status, title: one.title });
    const findingIds = one.findings.map((finding) => this.finding(source, one.severity, finding));
    this.tell(CaseOpenedV1, { ...facts('new'), at: one.openedAt, groupKey: one.title, findingIds: findingIds.slice(0, 1), firstFindingAt: one.findings[0]?.at ?? one.openedAt }, one.openedAt);
    for (const findingId of findingIds.slice(1)) {
      version += 1;
      this.tell(FindingGroupedV1, { ...facts('new'), at: one.openedAt, findingId, groupKey: one.title }, one.openedAt);
    }
    if (one.acknowledgedAt !== undefined) {
      version += 1;
      this.tell(CaseAcknowledgedV1, { ...facts('in_progress'), at: one.acknowledgedAt, by: newId() }, one.acknowledgedAt);
      this.tell(CaseStatusChangedV1, { ...facts('in_progress'), at: one.acknowledgedAt, from: 'new', holdReason: null }, one.acknowledgedAt);
    }
    if (one.heldAt !== undefined) {
      version += 1;
      this.tell(CaseStatusChangedV1, { ...facts('on_hold'), at: one.heldAt, from: 'in_progress', holdReason: one.holdReason ?? 'customer' }, one.heldAt);
    }
    if (one.resolvedAt !== undefined && one.verdict !== undefined) {
      version += 1;
      this.tell(CaseVerdictSetV1, { ...facts('in_progress'), at: one.resolvedAt, verdict: one.verdict, findingIds }, one.resolvedAt);
      version += 1;
      this.tell(CaseStatusChangedV1, { ...facts('resolved'), at: one.resolvedAt, from: 'in_progress', holdReason: null }, one.resolvedAt);
    }
    if (one.closedAt !== undefined && one.verdict !== undefined) {
      version += 1;
      this.tell(CaseStatusChangedV1, { ...facts('closed'), at: one.closedAt, from: 'resolved', holdReason: null }, one.closedAt);
      this.tell(CaseClosedV1, { ...facts('closed'), at: one.closedAt, verdict: one.verdict }, one.closedAt);
    }
    this.clock(caseId, one, 'acknowledge', ACKNOWLEDGE_SEC[one.severity], one.acknowledgedAt);
    this.clock(caseId, one, 'resolve', RESOLVE_SEC[one.severity], one.resolvedAt);
    return caseId;
  }

  /** Events up to an instant, in order of time. */
  until(end: string): ToldEvent[] {
    return this.events.filter(({ time }) => time <= iso(end)).sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  }

  private clock(caseId: string, one: StoryCase, metric: SlaMetric, targetSec: number, stoppedAt: string | undefined): void {
    const clockId = newId();
    const dueMs = Date.parse(one.openedAt) + targetSec * 1000;
    const dueAt = new Date(dueMs).toISOString();
    const facts = (sequence: number, state: string, outcome: string) => ({
      tenantId: this.tenant.tenantId, clockId, caseId, metric, severity: one.severity, policyVersion: 1, targetSec, state, outcome, dueAt, elapsedSec: 0, sequence,
    });
    this.tell(ClockScheduledV1, { ...facts(1, 'running', 'pending'), at: one.openedAt }, one.openedAt);
    const stopMs = stoppedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(stoppedAt);
    if (stopMs <= dueMs && stoppedAt !== undefined) this.tell(ClockMetV1, { ...facts(2, 'stopped', 'met'), at: stoppedAt }, stoppedAt);
    else if (stoppedAt !== undefined || one.heldAt === undefined) this.tell(ClockBreachedV1, { ...facts(1, 'running', 'breached'), at: dueAt, noticedLate: false }, dueAt);
  }

  /** A source that was never added is known by its counts only. */
  private source(name: string): string {
    const known = this.sources.get(name) ?? newId();
    this.sources.set(name, known);
    return known;
  }

  private tell(event: EventType, data: unknown, at: string): void {
    this.events.push({ event, data: event.data.parse(data), time: iso(at) });
  }
}

const iso = (at: string): string => new Date(at).toISOString();

/** The envelope in which a told event arrives. */
export const envelopeOf = ({ event, data, time }: ToldEvent, tenantId: TenantId): EventEnvelope => ({
  specversion: '1.0', id: newId(), source: `/yagura/${event.owner}`, type: event.type, subject: event.key(data), time, datacontenttype: 'application/json', tenantid: tenantId,
  actorid: event.owner, correlationid: newId(), data,
});
