import { eventually } from '../../eventually';
import { asList, textAt, valueAt, type ApiActor, type ApiCaller } from './api-caller';
import type { Company } from './company';
import { MACHINES, sendTelemetry } from './company-telemetry';
import type { Onboarded } from './onboarding';
import { partnerIn, type MadePartner } from './partner-client';

/** True ids of one company's things, by kind. */
export interface Belongings {
  readonly tenant: string;
  readonly slug: string;
  readonly case: string;
  readonly finding: string;
  readonly source: string;
  readonly credential: string;
  readonly user: string;
  readonly clock: string;
  readonly report: string;
  readonly invoice: string;
  readonly line: string;
  readonly batch: string;
  readonly endpoint: string;
  readonly delivery: string;
  readonly partner: string;
  readonly partnerKey: string;
}

export type IdKind = keyof Belongings;

/** Only ends a wait that will never end; a machine may have much else to do. */
const HANG_MS = 180_000;

/** A rule of the shared pack that the companies’ records do not fire. */
const UNTOUCHED_RULE = '6176d952-e43c-5cc2-8233-2a65e07f1d8f';

/** One of a company's endpoints: where its messages arrive, and the secret that signs them. */
export interface CompanyWebhook { readonly path: string; readonly endpointId: string; readonly secret: string }

export interface WorkedCompany {
  readonly webhooks: readonly CompanyWebhook[];
  readonly ids: Belongings;
  /** Closed with a verdict; on hold with a verdict that its people must not see yet; untouched. */
  readonly cases: { readonly closed: string; readonly open: string; readonly fresh: string };
  /** A partner’s program with every right in this company alone. */
  readonly partner: MadePartner;
}

/** Attacks a company, works its cases as an analyst does, and has a report and an invoice draft made. */
export async function work(caller: ApiCaller, place: { hecUrl: string; receiver: string }, people: { analyst: ApiActor; operator: ApiActor }, company: Company, made: Onboarded): Promise<WorkedCompany> {
  const { analyst, operator } = people;
  const { tenantId } = made;
  // Two, so that their list has more than one page; what happens to the first case is heard by both.
  const webhooks = [await webhook(caller, operator, tenantId, place.receiver, 'one'), await webhook(caller, operator, tenantId, place.receiver, 'two')];
  const endpoint = webhooks[0].endpointId;
  await sendTelemetry(place.hecUrl, made.sourceToken, company);
  const [closed, open, fresh] = await eventually(`${company.slug} has its cases`, async () => {
    const nodes = asList(valueAt(await caller.demand(analyst, 'query($tenantId: ID) { cases(tenantId: $tenantId, first: 100) { nodes { id findingCount } } }', { tenantId }), 'cases.nodes'));
    return nodes.filter((node) => valueAt(node, 'findingCount') === 2).length === MACHINES.length ? nodes.map((node) => textAt(node, 'id')) : undefined;
  }, HANG_MS);
  await workOn(caller, analyst, company, { closed, open });
  const input = { tenantId, ruleId: UNTOUCHED_RULE, enabled: false, reason: company.words.ruleReason };
  await caller.demand(analyst, 'mutation($input: SetRuleInput!) { setRule(input: $input) { rule { title } } }', { input });
  const finding = await caller.demand(analyst, 'query($tenantId: ID) { findings(tenantId: $tenantId) { nodes { id batchId } } }', { tenantId });
  const clock = await eventually(`${company.slug} has a promise that is paused`, async () =>
    asList(valueAt(await caller.demand(analyst, 'query($ids: [ID!]) { slaClocks(caseIds: $ids) { nodes { id state } } }', { ids: [open] }), 'slaClocks.nodes')).find((one) => valueAt(one, 'state') === 'PAUSED'));
  const report = await caller.demand(analyst, 'mutation($input: GenerateReportInput!) { generateReport(input: $input) { report { id } } }', { input: { tenantId, period: 'to-date' } });
  // Three people are on the invoice, so that the usage behind a line fills more than one page.
  const invoice = await eventually(`${company.slug} has its people on the invoice`, async () => {
    const drafted = await caller.demand(operator, 'mutation($input: DraftInvoiceInput!) { draftInvoice(input: $input) { invoice { id lines { id meter measuredQuantity } } } }', { input: { tenantId, period: 'to-date' } });
    const line = asList(valueAt(drafted, 'draftInvoice.invoice.lines')).find((one) => valueAt(one, 'meter') === 'USER' && valueAt(one, 'measuredQuantity') === '3');
    return line === undefined ? undefined : { id: textAt(drafted, 'draftInvoice.invoice.id'), line: textAt(line, 'id') };
  }, HANG_MS);
  const partner = await partnerIn(caller, operator, `${company.mark}-partner`, [tenantId]);
  return {
    partner, webhooks, cases: { closed, open, fresh },
    ids: {
      tenant: tenantId, slug: company.slug, case: open, finding: textAt(finding, 'findings.nodes.0.id'), batch: textAt(finding, 'findings.nodes.0.batchId'), source: made.sourceId,
      credential: made.credentialId, user: made.spareId, clock: textAt(clock, 'id'), report: textAt(report, 'generateReport.report.id'),
      invoice: invoice.id, line: invoice.line, endpoint, delivery: await deliveredTo(caller, operator, endpoint), partner: partner.partnerClientId,
      partnerKey: partner.keyId,
    },
  };
}

async function workOn(caller: ApiCaller, analyst: ApiActor, { words }: Company, cases: { readonly closed: string; readonly open: string }): Promise<void> {
  for (const [caseId, verdict] of [[cases.closed, words.closedVerdict], [cases.open, words.openVerdict]]) {
    await change(caller, analyst, 'takeCase', 'TakeCaseInput', caseId, {});
    await change(caller, analyst, 'commentCase', 'CommentCaseInput', caseId, { body: words.internalComment, visibility: 'INTERNAL' });
    for (const body of [words.customerComment, `${words.customerComment}, once more`]) await change(caller, analyst, 'commentCase', 'CommentCaseInput', caseId, { body, visibility: 'CUSTOMER' });
    await change(caller, analyst, 'changeCaseSeverity', 'ChangeCaseSeverityInput', caseId, { severity: 'HIGH', reason: words.severityReason });
    await change(caller, analyst, 'setCaseVerdict', 'SetCaseVerdictInput', caseId, { verdict: 'TRUE_POSITIVE', reason: verdict });
  }
  await change(caller, analyst, 'changeCaseStatus', 'ChangeCaseStatusInput', cases.open, { status: 'ON_HOLD', holdReason: 'CUSTOMER' });
  await change(caller, analyst, 'changeCaseStatus', 'ChangeCaseStatusInput', cases.closed, { status: 'RESOLVED' });
  await change(caller, analyst, 'closeCase', 'CloseCaseInput', cases.closed, {});
}

/** One change of a case at the version that it has now. */
export async function change(caller: ApiCaller, analyst: ApiActor, name: string, inputType: string, caseId: string, input: Readonly<Record<string, unknown>>): Promise<void> {
  const expectedVersion = await versionOf(caller, analyst, caseId);
  await caller.demand(analyst, `mutation($input: ${inputType}!) { ${name}(input: $input) { case { id } } }`, { input: { caseId, expectedVersion, ...input } }, name);
}

export const versionOf = async (caller: ApiCaller, analyst: ApiActor, caseId: string): Promise<number> =>
  Number(valueAt(await caller.demand(analyst, 'query($id: ID!) { case(id: $id) { version } }', { id: caseId }), 'case.version'));

async function webhook(caller: ApiCaller, operator: ApiActor, tenantId: string, receiver: string, name: string): Promise<CompanyWebhook> {
  const path = `/hooks/${tenantId}/${name}`;
  const input = { tenantId, url: `http://${receiver}${path}`, events: ['CASE_OPENED', 'CASE_CHANGED'] };
  const created = await caller.demand(operator, 'mutation($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { endpoint { id } secret } }', { input });
  return { path, endpointId: textAt(created, 'createWebhookEndpoint.endpoint.id'), secret: textAt(created, 'createWebhookEndpoint.secret') };
}

/** A message that its receiver took. */
const deliveredTo = (caller: ApiCaller, operator: ApiActor, endpointId: string): Promise<string> => eventually('webhooks arrive', async () => {
  const list = await caller.demand(operator, 'query($endpointId: ID!) { webhookDeliveries(endpointId: $endpointId, state: DELIVERED, first: 100) { nodes { id } } }', { endpointId });
  const nodes = asList(valueAt(list, 'webhookDeliveries.nodes'));
  return nodes.length > 1 ? textAt(nodes[0], 'id') : undefined;
}, HANG_MS);
