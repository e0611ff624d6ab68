import type { CaseView, ClockView, CommentView, FindingView, Page, ReportFile, ReportView, SlaSummary, SourceHealth, TenantNames, TimelineView, WebhookDeliveryView, WebhookEndpointView } from '@yagura/contracts';
import { createHash } from 'node:crypto';
import { InvalidInput, newId, NotFound, type TenantContext } from '@yagura/kernel';

const AT = '2026-06-01T09:00:00.000Z';
const CONTENT = Buffer.from('%PDF-1.7 of a played company');

/** What one company has, each thing with the company's mark in its words. */
export interface PlayedCompany {
  readonly mark: string;
  readonly tenant: TenantNames;
  readonly cases: readonly CaseView[];
  readonly findings: readonly FindingView[];
  readonly reports: readonly ReportView[];
  readonly endpoints: readonly WebhookEndpointView[];
  readonly deliveries: readonly WebhookDeliveryView[];
}

/** A company of three cases, three findings and two reports. */
export function playedCompany(tenantId: string, mark: string): PlayedCompany {
  const tenant: TenantNames = { tenantId, slug: mark, code: mark.toUpperCase(), name: `${mark} KK` };
  const cases = [1, 2, 3].map((number): CaseView => ({
    caseId: newId(), tenant, number, title: `${mark} case ${number}`, severity: 'high', status: 'in_progress', holdReason: null, groupKey: `${mark} group`, findingCount: 3,
    openedAt: AT, acknowledgedAt: AT, resolvedAt: null, closedAt: null, lastActivityAt: AT, assignee: null, verdict: null, verdictReason: null, version: 2,
  }));
  const findings = [1, 2, 3].map((seq): FindingView => ({
    findingId: newId(), tenant, caseId: cases[0].caseId, sourceId: newId(), batchId: newId(), seq, contentVersion: '1',
    rule: { id: 'rule-1', title: `${mark} rule`, level: 'high', tactics: ['TA0002'], techniques: ['T1059'], author: 'A', license: 'DRL-1.1' },
    occurredAt: AT, receivedAt: AT, createdAt: AT, host: `${mark}-pc`, user: '', summary: `${mark} finding ${seq}`, observables: [{ name: 'host', value: `${mark}-pc` }], groupKey: 'g',
    verdict: 'true_positive', verdictReason: 'seen', verdictAt: AT,
  }));
  const reports = [1, 2].map((version): ReportView => ({
    tenantId, reportId: newId(), period: '2026-05', timeZone: 'Asia/Tokyo', from: AT, until: AT, isFinal: true, asOf: AT, version, language: 'ja', dataVersion: mark, schemaVersion: 1,
    generatedAt: AT, pages: 3, files: [{ format: 'pdf', sha256: sha256(CONTENT), bytes: CONTENT.length }],
  }));
  const endpoints = [1, 2].map((number): WebhookEndpointView => ({
    tenantId, endpointId: newId(), partnerClientId: null, url: `https://${mark}.example/hook/${number}`, eventTypes: ['case.opened'], description: mark, state: 'active', disabledReason: null,
    createdAt: AT, changedAt: AT, secrets: [{ secretId: newId(), createdAt: AT, expiresAt: null }],
  }));
  const deliveries = [1, 2].map((number): WebhookDeliveryView => ({
    tenantId, deliveryId: newId(), endpointId: endpoints[0].endpointId, eventType: 'case.opened', caseId: cases[0].caseId, state: 'delivered', reason: null, createdAt: AT, nextAttemptAt: null,
    endedAt: AT, body: `{"of":"${mark}"}`, attempts: [{ number, at: AT, outcome: 'delivered', status: 204, durationMs: 12, reason: null }],
  }));
  return { mark, tenant, cases, findings, reports, endpoints, deliveries };
}

interface Asked { readonly [name: string]: unknown; readonly first?: number; readonly after?: string; readonly tenantId?: string | null }

/** Services as the gateway sees them, over the rows of several companies: each answers from the caller's scope alone, and what lies outside is not found. */
export const playedServices = (companies: readonly PlayedCompany[]) => (operation: string, input: unknown, ctx: TenantContext): unknown => {
  const asked = input as Asked;
  const mine = companies.filter(({ tenant }) => ctx.readScope.some((id) => id === tenant.tenantId) && (asked.tenantId == null || asked.tenantId === tenant.tenantId));
  const caseOf = (id: unknown): CaseView => one('case', mine.flatMap(({ cases }) => cases), ({ caseId }) => caseId === id);
  const endpointOf = (id: unknown): WebhookEndpointView => one('webhook endpoint', mine.flatMap(({ endpoints }) => endpoints), ({ endpointId }) => endpointId === id);
  const deliveryOf = (isIt: (row: WebhookDeliveryView) => boolean): WebhookDeliveryView => one('webhook delivery', mine.flatMap(({ deliveries }) => deliveries), isIt);
  const answers: Readonly<Record<string, () => unknown>> = {
    webhookEndpoints: () => pageOf(mine.flatMap(({ endpoints }) => endpoints), asked),
    webhookEndpoint: () => endpointOf(asked['endpointId']),
    webhookDeliveries: () => pageOf(mine.flatMap(({ deliveries }) => deliveries).filter(({ tenantId }) => tenantId === endpointOf(asked['endpointId']).tenantId), asked),
    createWebhookEndpoint: () => ({ endpoint: { ...mine[0].endpoints[0], url: String(asked['url']) }, secret: `whsec_${newId()}` }),
    rotateWebhookSecret: () => ({ endpoint: endpointOf(asked['endpointId']), secret: `whsec_${newId()}` }),
    disableWebhookEndpoint: () => ({ ...endpointOf(asked['endpointId']), state: 'disabled', disabledReason: 'by_hand', changedAt: new Date().toISOString() }),
    enableWebhookEndpoint: () => endpointOf(asked['endpointId']),
    deleteWebhookEndpoint: () => ({ endpointId: endpointOf(asked['endpointId']).endpointId, tenantId: mine[0].tenant.tenantId }),
    pingWebhookEndpoint: () => deliveryOf(({ endpointId }) => endpointId === endpointOf(asked['endpointId']).endpointId),
    replayWebhookDelivery: () => deliveryOf(({ deliveryId }) => deliveryId === asked['deliveryId']),
    queue: () => pageOf(mine.flatMap(({ cases }) => cases), asked),
    caseUpdates: () => ({ items: mine.flatMap(({ cases }) => cases).map((row) => ({ updatedAt: AT, case: row })), cursor: 'MQ', isMore: false }),
    caseById: () => caseOf(asked['caseId']),
    caseFindings: () => pageOf(mine.flatMap(({ findings }) => findings).filter(({ tenant }) => tenant === caseOf(asked['caseId']).tenant), asked),
    timeline: () => pageOf(timelineOf(caseOf(asked['caseId'])), asked),
    comments: () => pageOf(commentsOf(caseOf(asked['caseId'])), asked),
    clocksOfCase: () => ({ items: [clockOf(caseOf(asked['caseId']))] }),
    clocks: () => pageOf(mine.flatMap(({ cases }) => cases).map(clockOf), asked),
    slaSummary: () => summaryOf(mine),
    findings: () => pageOf(mine.flatMap(({ findings }) => findings), asked),
    findingById: () => one('finding', mine.flatMap(({ findings }) => findings), ({ findingId }) => findingId === asked['findingId']),
    health: () => ({ items: mine.map(healthOf) }),
    reports: () => pageOf(mine.flatMap(({ reports }) => reports), asked),
    report: () => one('report', mine.flatMap(({ reports }) => reports), ({ reportId }) => reportId === asked['id']),
    reportFile: () => fileOf(one('report', mine.flatMap(({ reports }) => reports), ({ reportId }) => reportId === asked['id'])),
  };
  return answers[operation]();
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function one<Row>(noun: string, rows: readonly Row[], isIt: (row: Row) => boolean): Row {
  const found = rows.find(isIt);
  if (found === undefined) throw new NotFound(noun);
  return found;
}

function pageOf<Row>(rows: readonly Row[], { first = 20, after }: Asked): Page<Row> {
  const from = after === undefined ? 0 : Number(Buffer.from(after, 'base64url').toString('utf8'));
  if (!Number.isInteger(from)) throw new InvalidInput('after: no cursor of this list.', { slug: 'page.cursor_invalid', path: 'after' });
  const next = from + first;
  return { items: rows.slice(from, next), nextCursor: next < rows.length ? Buffer.from(String(next)).toString('base64url') : null };
}

const timelineOf = ({ caseId, title }: CaseView): TimelineView[] => [1, 2, 3].map((index) =>
  ({ entryId: newId(), caseId, at: AT, kind: 'noted', actor: null, visibility: 'customer', from: null, to: null, note: `${title} entry ${index}` }));
const commentsOf = ({ caseId, title }: CaseView): CommentView[] => [1, 2, 3].map((index) => ({ commentId: newId(), caseId, at: AT, author: 'Person', visibility: 'customer', body: `${title} comment ${index}` }));
const clockOf = ({ caseId, number, tenant, severity }: CaseView): ClockView => ({
  tenantId: tenant.tenantId, clockId: newId(), caseId, caseNumber: number, metric: 'acknowledge', severity, policyId: newId(), policyVersion: 1, calendar: tenant.slug, targetSec: 900,
  startedAt: AT, state: 'running', outcome: 'pending', dueAt: AT, elapsedSec: 1.5, elapsedPct: 0.16, warnedPct: 0, breachedAt: null, finalAt: null, sequence: 1, evaluatedAt: AT,
});
const summaryOf = (companies: readonly PlayedCompany[]): SlaSummary => {
  const counts = { running: 1, met: 2, breached: 0, attainmentPct: 100 };
  return {
    from: AT, until: AT, items: companies.map(({ tenant }) => ({ tenantId: tenant.tenantId, metric: 'resolve', severity: 'high', ...counts })),
    tenants: companies.map(({ tenant }) => ({ tenantId: tenant.tenantId, ...counts })),
  };
};
const healthOf = ({ tenant, mark }: PlayedCompany): SourceHealth => ({
  tenantId: tenant.tenantId, sourceId: newId(), name: `${mark} firewall`, kind: 'firewall', critical: false, state: 'active', lastSeenAt: AT, recordsLastDay: '12', rawBytesLastDay: '900',
  refusedLastDay: '0',
});
const fileOf = ({ tenantId, reportId }: ReportView): ReportFile => ({
  tenantId, reportId, format: 'pdf', contentType: 'application/pdf', base64: CONTENT.toString('base64'), sha256: sha256(CONTENT), pages: 3,
});
