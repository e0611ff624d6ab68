import { randomUUID } from 'node:crypto';
import { asList, valueAt } from './api-caller';
import type { Belongings } from './casework';
import type { TwoCompanies } from './two-companies';

/** Stands in every record that a company sends under another one's name. */
export const SMUGGLED = 'zqsmuggled';

interface Door { readonly url: string; readonly token: string }
/** How the other company is called. */
interface Other { readonly slug: string; readonly code: string; readonly ids: Belongings }

/**
 * Sends records with one company's credential that name another company wherever a sender can write: path, index, ids, routing, pipeline, user
 * name, headers, host and fields. Answers how many were taken; the doors say 200 or fail this.
 */
export async function smuggle({ url, token }: Door, other: Other): Promise<number> {
  const { slug, code, ids } = other;
  const headers = { 'x-tenant-id': ids.tenant, 'x-yagura-tenant': slug, 'x-scope-orgid': ids.tenant, 'x-splunk-index': slug, 'x-forwarded-user': slug, 'x-elastic-project-id': ids.tenant };
  const document = (n: number): object => ({
    '@timestamp': new Date().toISOString(), message: `${SMUGGLED} ${n}`, tenant: ids.tenant, tenant_id: ids.tenant, tenantId: ids.tenant, source_id: ids.source, organization: { id: ids.tenant, name: slug },
    host: { name: slug }, data_stream: { type: 'logs', dataset: slug, namespace: code.toLowerCase() }, labels: { tenant: slug }, _tenant: ids.tenant, _index: slug,
  });
  const basic = (user: string): string => `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
  const bulks = [
    { path: '/_bulk', authorization: basic(slug) }, { path: `/${slug}/_bulk?pipeline=${ids.tenant}&routing=${ids.tenant}`, authorization: basic(ids.source) },
    { path: `/logs-${slug}-default/_bulk`, authorization: `ApiKey ${Buffer.from(`${ids.tenant}:${token}`).toString('base64')}` }, { path: `/${ids.tenant}/_bulk`, authorization: `Bearer ${token}` },
  ];
  for (const [n, { path, authorization }] of bulks.entries()) {
    const lines = [{ create: { _index: slug, _id: `${ids.tenant}-${n}`, routing: ids.tenant, pipeline: slug } }, document(n)];
    const answer: unknown = await posted(`${url}${path}`, { ...headers, authorization, 'content-type': 'application/x-ndjson' }, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
    if (valueAt(answer, 'errors') !== false) throw new Error(`The bulk door did not take ${path}: ${JSON.stringify(answer).slice(0, 300)}`);
  }
  const events = [{ index: slug }, { source: ids.source }, { sourcetype: slug }, { fields: { tenant: ids.tenant, tenant_id: ids.tenant, index: slug } }].map((named, n) => ({ time: Date.now() / 1_000, host: slug, event: document(bulks.length + n), ...named }));
  await posted(`${url}/services/collector/event?index=${slug}&host=${ids.tenant}`, { ...headers, authorization: `Splunk ${token}`, 'x-splunk-request-channel': randomUUID() }, events.map((event) => JSON.stringify(event)).join('\n'));
  return bulks.length + events.length;
}

async function posted(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(url).pathname} was answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** What telemetry has left of a company: its rows in the lake, its findings, what its sources are told to have sent, and its batches in the log. */
export async function traceOf({ caller, operator: reader, stores, yagura }: TwoCompanies, tenantId: string): Promise<{ readonly rows: readonly string[]; readonly rest: unknown }> {
  const rows = [...await stores.lakeRows('events', [tenantId]), ...await stores.lakeRows('quarantine', [tenantId])].map(({ text }) => text).sort();
  const [findings, health] = [
    await caller.demand(reader, 'query($tenantId: ID) { findings(tenantId: $tenantId, first: 100) { nodes { id } } }', { tenantId }),
    await caller.demand(reader, 'query($tenantId: ID) { sourceHealth(tenantId: $tenantId) { sourceId recordsLastDay rawBytesLastDay refusedLastDay lastSeenAt } }', { tenantId }),
  ];
  return { rows, rest: { findings: asList(valueAt(findings, 'findings.nodes')), health: health['sourceHealth'], batches: await yagura.batchesOf(tenantId) } };
}
