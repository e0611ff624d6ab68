import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '@yagura/kernel';
import { QUEUE } from '../api/case-documents';
import type { GatewayClient } from '../api/gateway-client';
import { DRAFT_INVOICE, FINDINGS, GENERATE_REPORT, REPORT_FILE, SLA_SUMMARY, STORED_TELEMETRY } from '../api/world-documents';
import type { Belongings } from './probe';
import type { DemoTenant } from './world';

export interface TenantSummary {
  readonly slug: string;
  readonly events: number;
  readonly findings: number;
  readonly cases: number;
  readonly sla: { readonly running: number; readonly met: number; readonly breached: number };
  readonly report: { readonly path: string; readonly pages: number };
  readonly invoice: { readonly status: string; readonly number: string | null; readonly currency: string; readonly total: string; readonly lines: number };
}

/** What the stores hold of one company, asked over the public API, with its report and its invoice draft. */
export async function summarise(analyst: GatewayClient, operator: GatewayClient, dataDir: string, { company, tenantId }: DemoTenant): Promise<{ summary: TenantSummary; own: Belongings }> {
  const { storedTelemetry } = await analyst.ask(STORED_TELEMETRY, { tenantId });
  const cases = (await everyCase(analyst)).filter(({ tenant }) => tenant.slug === company.slug);
  const findings = await everyFinding(analyst, tenantId);
  const { report, path } = await makeReport(analyst, dataDir, company.slug, tenantId);
  const { draftInvoice: { invoice } } = await operator.ask(DRAFT_INVOICE, { input: { tenantId, period: 'to-date' } });
  const [firstCase] = cases;
  const [firstFinding] = findings;
  if (firstCase === undefined || firstFinding === undefined) throw new Unavailable(`${company.slug} has no case, so there is nothing to show.`, { slug: 'demo.no_case' });
  return {
    own: { tenantId, slug: company.slug, caseId: firstCase.id, findingId: firstFinding.id, batchId: firstFinding.batchId, reportId: report.id },
    summary: {
      slug: company.slug, events: Number(storedTelemetry.find((row) => row.tenantId === tenantId)?.records ?? 0), findings: findings.length, cases: cases.length,
      sla: await promisesOf(analyst, tenantId), report: { path, pages: report.pages },
      invoice: { status: invoice.status.toLowerCase(), number: invoice.number, currency: invoice.currency, total: invoice.total, lines: invoice.lines.length },
    },
  };
}

/** Promises of a company: those that run, and those that were kept or broken up to now. */
export async function promisesOf(analyst: GatewayClient, tenantId: string): Promise<TenantSummary['sla']> {
  const { slaSummary: { tenants } } = await analyst.ask(SLA_SUMMARY, { tenantId, from: new Date(0).toISOString(), until: new Date(Date.now() + 60_000).toISOString() });
  const { running, met, breached } = tenants.find((row) => row.tenantId === tenantId) ?? { running: 0, met: 0, breached: 0 };
  return { running, met, breached };
}

async function makeReport(analyst: GatewayClient, dataDir: string, slug: string, tenantId: string): Promise<{ report: { id: string; pages: number }; path: string }> {
  const { generateReport: { report } } = await analyst.ask(GENERATE_REPORT, { input: { tenantId, period: 'to-date' } });
  const { reportFile } = await analyst.ask(REPORT_FILE, { id: report.id, format: 'PDF' });
  const folder = join(dataDir, 'demo');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `report-${slug}.pdf`);
  writeFileSync(path, Buffer.from(reportFile.base64, 'base64'), { mode: 0o600 });
  return { report, path };
}

async function everyCase(analyst: GatewayClient): Promise<{ id: string; tenant: { slug: string } }[]> {
  const all: { id: string; tenant: { slug: string } }[] = [];
  for (let after: string | null = null; ;) {
    const { cases: { nodes, pageInfo } }: Awaited<ReturnType<typeof casePage>> = await casePage(analyst, after);
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}

const casePage = (analyst: GatewayClient, after: string | null) => analyst.ask(QUEUE, { first: 100, after });
const findingPage = (analyst: GatewayClient, tenantId: string, after: string | null) => analyst.ask(FINDINGS, { first: 100, tenantId, after });

export async function everyFinding(analyst: GatewayClient, tenantId: string): Promise<{ id: string; batchId: string }[]> {
  const all: { id: string; batchId: string }[] = [];
  for (let after: string | null = null; ;) {
    const { findings: { nodes, pageInfo } }: Awaited<ReturnType<typeof findingPage>> = await findingPage(analyst, tenantId, after);
    all.push(...nodes);
    if (!pageInfo.hasNextPage) return all;
    after = pageInfo.endCursor;
  }
}
