import { eventually } from '../../eventually';
import { asList, textAt, valueAt, type ApiActor, type ApiCaller } from './api-caller';
import type { Company } from './company';
import { MACHINES, sendTelemetry } from './company-telemetry';
import type { Onboarded } from './onboarding';

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
}

export type IdKind = keyof Belongings;

export interface WorkedCompany {
  readonly ids: Belongings;
  /** Closed with a verdict; on hold with a verdict that its people must not see yet; untouched. */
  readonly cases: { readonly closed: string; readonly open: string; readonly fresh: string };
}

/** Attacks a company, works its cases as an analyst does, and has a report and an invoice draft made. */
export async function work(caller: ApiCaller, place: { hecUrl: string }, people: { analyst: ApiActor; operator: ApiActor }, company: Company, made: Onboarded): Promise<WorkedCompany> {
  const { analyst, operator } = people;
  const { tenantId } = made;
  await sendTelemetry(place.hecUrl, made.sourceToken, company);
  const [closed, open, fresh] = await eventually(`${company.slug} has its cases`, async () => {
    const nodes = asList(valueAt(await caller.demand(analyst, 'query($tenantId: ID) { cases(tenantId: $tenantId, first: 100) { nodes { id } } }', { tenantId }), 'cases.nodes'));
    return nodes.length >= MACHINES.length ? nodes.map((node) => textAt(node, 'id')) : undefined;
  }, 30_000);
  await workOn(caller, analyst, company, { closed, open });
  const input = { tenantId, ruleId: await firstRule(caller, analyst, tenantId), enabled: false, reason: company.words.ruleReason };
  await caller.demand(analyst, 'mutation($input: SetRuleInput!) { setRule(input: $input) { rule { ruleId } } }', { input });
  const finding = await caller.demand(analyst, 'query($tenantId: ID) { findings(tenantId: $tenantId) { nodes { id batchId } } }', { tenantId });
  const clock = await eventually(`${company.slug} has a promise`, async () => valueAt(await caller.demand(analyst, 'query($id: ID!) { slaClocksOfCase(caseId: $id) { id } }', { id: fresh }), 'slaClocksOfCase.0.id'));
  const report = await caller.demand(analyst, 'mutation($input: GenerateReportInput!) { generateReport(input: $input) { report { id } } }', { input: { tenantId, period: 'to-date' } });
  const invoice = await caller.demand(operator, 'mutation($input: DraftInvoiceInput!) { draftInvoice(input: $input) { invoice { id lines { id } } } }', { input: { tenantId, period: 'to-date' } });
  return {
    cases: { closed, open, fresh },
    ids: {
      tenant: tenantId, slug: company.slug, case: open, finding: textAt(finding, 'findings.nodes.0.id'), batch: textAt(finding, 'findings.nodes.0.batchId'), source: made.sourceId,
      credential: made.credentialId, user: made.spareId, clock: String(clock), report: textAt(report, 'generateReport.report.id'),
      invoice: textAt(invoice, 'draftInvoice.invoice.id'), line: textAt(invoice, 'draftInvoice.invoice.lines.0.id'),
    },
  };
}

async function workOn(caller: ApiCaller, analyst: ApiActor, { words }: Company, cases: { readonly closed: string; readonly open: string }): Promise<void> {
  for (const [caseId, verdict] of [[cases.closed, words.closedVerdict], [cases.open, words.openVerdict]]) {
    await change(caller, analyst, 'takeCase', 'TakeCaseInput', caseId, {});
    await change(caller, analyst, 'commentCase', 'CommentCaseInput', caseId, { body: words.internalComment, visibility: 'INTERNAL' });
    await change(caller, analyst, 'commentCase', 'CommentCaseInput', caseId, { body: words.customerComment, visibility: 'CUSTOMER' });
    await change(caller, analyst, 'changeCaseSeverity', 'ChangeCaseSeverityInput', caseId, { severity: 'HIGH', reason: words.severityReason });
    await change(caller, analyst, 'setCaseVerdict', 'SetCaseVerdictInput', caseId, { verdict: 'TRUE_POSITIVE', reason: verdict });
  }
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

/** A rule that the company's records do not fire. */
async function firstRule(caller: ApiCaller, analyst: ApiActor, tenantId: string): Promise<string> {
  const rules = asList(valueAt(await caller.demand(analyst, 'query($tenantId: ID!) { rules(tenantId: $tenantId) { rules { ruleId title } } }', { tenantId }), 'rules.rules'));
  return textAt(rules.find((rule) => !textAt(rule, 'title').startsWith('Shadow')), 'ruleId');
}
