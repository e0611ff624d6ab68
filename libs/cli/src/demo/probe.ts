import { AppError } from '@yagura/kernel';
import { QUEUE } from '../api/case-documents';
import type { GraphqlDocument } from '../api/document';
import {
  CASE_DETAIL, CLOSE_CASE, COMMENT_CASE, DRAFT_INVOICE, FINDING, FINDINGS, GENERATE_REPORT, INGESTION_BALANCE, MEMBERS, RAW_EVENT, REPORT_FILE, SLA_SUMMARY, SOURCES,
  STORED_TELEMETRY, TAKE_CASE, TENANT, TENANTS,
} from '../api/world-documents';
import { TENANT_BY_SLUG } from '../api/tenant-documents';
import type { DemoTenant } from './world';

/** Things of one company that the other must never reach. */
export interface Belongings {
  readonly tenantId: string;
  readonly slug: string;
  readonly caseId: string;
  readonly findingId: string;
  readonly batchId: string;
  readonly reportId: string;
}

export interface ProbeResult {
  readonly probes: number;
  readonly leaks: number;
}

/** Asks, as each company's own person, for everything of the other by its true ids. An answer that holds one of those ids is a leak. */
export async function probeIsolation(tenants: readonly { readonly tenant: DemoTenant; readonly own: Belongings }[]): Promise<ProbeResult> {
  let probes = 0;
  let leaks = 0;
  for (const { tenant } of tenants) {
    for (const { tenant: other, own: foreign } of tenants) {
      if (other === tenant) continue;
      for (const [document, variables] of questions(foreign)) {
        probes += 1;
        if (await leaksTo(tenant, document, variables, foreign)) leaks += 1;
      }
    }
  }
  return { probes, leaks };
}

type Question = readonly [GraphqlDocument, Readonly<Record<string, unknown>>];

function questions(foreign: Belongings): Question[] {
  const { tenantId, slug, caseId, findingId, batchId, reportId } = foreign;
  const day = { from: new Date(0).toISOString(), until: new Date(Date.now() + 86_400_000).toISOString() };
  return [
    [TENANT, { id: tenantId }], [TENANT_BY_SLUG, { slug }], [TENANTS, { first: 100 }], [SOURCES, { tenantId }], [SOURCES, {}], [MEMBERS, { tenantId, first: 100 }],
    [QUEUE, { first: 100 }], [CASE_DETAIL, { id: caseId }], [FINDING, { id: findingId }], [FINDINGS, { first: 100, tenantId }], [FINDINGS, { first: 100 }],
    [RAW_EVENT, { tenantId, batchId, seq: 0 }], [STORED_TELEMETRY, { tenantId }], [STORED_TELEMETRY, {}],
    [INGESTION_BALANCE, { tenantId, since: day.from, until: day.until }], [SLA_SUMMARY, { tenantId, ...day }], [SLA_SUMMARY, day], [REPORT_FILE, { id: reportId, format: 'JSON' }],
    [TAKE_CASE, { input: { caseId, expectedVersion: 1 } }], [COMMENT_CASE, { input: { caseId, body: 'probe', visibility: 'CUSTOMER' } }], [CLOSE_CASE, { input: { caseId, expectedVersion: 1 } }],
    [GENERATE_REPORT, { input: { tenantId, period: 'to-date' } }], [DRAFT_INVOICE, { input: { tenantId, period: 'to-date' } }],
  ];
}

async function leaksTo({ viewer }: DemoTenant, document: GraphqlDocument, variables: Readonly<Record<string, unknown>>, foreign: Belongings): Promise<boolean> {
  try {
    const answer = JSON.stringify(await viewer.ask(document, variables));
    return Object.values(foreign).some((canary) => answer.includes(canary));
  } catch (error) {
    // A refusal is the right answer; a fault of the installation is not, and ends the demo.
    if (error instanceof AppError && error.kind !== 'Unavailable') return Object.values(foreign).some((canary) => error.message.includes(canary));
    throw error;
  }
}
