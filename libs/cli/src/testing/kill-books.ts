import { presentKeys } from '@yagura/config';
import { z } from 'zod';
import type { GatewayClient } from '../api/gateway-client';
import { FINDINGS, INGESTION_BALANCE } from '../api/world-documents';
import { databaseAccess } from '../service/database-access';
import { inlineDocument } from './inline-document';

const pageInfo = z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() });
const CASES = inlineDocument('AllCases', 'query AllCases($tenantId: ID!, $after: String) { cases(tenantId: $tenantId, first: 100, after: $after) { nodes { id tenantId number groupKey findingCount status } pageInfo { endCursor hasNextPage } } }',
  z.object({ cases: z.object({ nodes: z.array(z.object({ id: z.string(), tenantId: z.string(), number: z.int(), groupKey: z.string(), findingCount: z.int(), status: z.string() })), pageInfo }) }));
const CLOCKS = inlineDocument('AllClocks', 'query AllClocks($tenantId: ID!, $after: String) { slaClocks(tenantId: $tenantId, first: 100, after: $after) { nodes { id caseId metric state } pageInfo { endCursor hasNextPage } } }',
  z.object({ slaClocks: z.object({ nodes: z.array(z.object({ id: z.string(), caseId: z.string(), metric: z.string(), state: z.string() })), pageInfo }) }));
const USAGE = inlineDocument('UsageOfAll', 'query UsageOfAll($tenantId: ID!, $from: DateTime!, $until: DateTime!) { usage(tenantId: $tenantId, from: $from, until: $until) { meter quantity entries } }',
  z.object({ usage: z.array(z.object({ meter: z.string(), quantity: z.string(), entries: z.int() })) }));
const STORY = inlineDocument('Story', 'query Story($id: ID!) { case(id: $id) { status timeline(first: 100) { nodes { kind to } } comments(first: 100) { nodes { body } } } }',
  z.object({ case: z.object({ status: z.string(), timeline: z.object({ nodes: z.array(z.object({ kind: z.string(), to: z.string().nullable() })) }), comments: z.object({ nodes: z.array(z.object({ body: z.string() })) }) }) }));

export type FiledCase = z.output<typeof CASES.data>['cases']['nodes'][number];
export type FiledClock = z.output<typeof CLOCKS.data>['slaClocks']['nodes'][number];
export type FiledFinding = z.output<typeof FINDINGS.data>['findings']['nodes'][number];

/** What the installation says of one client company, over all pages. */
export class CompanyBooks {
  constructor(private readonly gateway: GatewayClient, readonly tenantId: string) {}

  async cases(): Promise<FiledCase[]> {
    return allPages(async (after) => (await this.gateway.ask(CASES, { tenantId: this.tenantId, after })).cases);
  }

  async findings(): Promise<FiledFinding[]> {
    return allPages(async (after) => (await this.gateway.ask(FINDINGS, { first: 100, tenantId: this.tenantId, after })).findings);
  }

  async clocks(): Promise<FiledClock[]> {
    return allPages(async (after) => (await this.gateway.ask(CLOCKS, { tenantId: this.tenantId, after })).slaClocks);
  }

  /** Both books of the doors, over the time of the test. */
  async balance(): Promise<z.output<typeof INGESTION_BALANCE.data>['ingestionBalance']> {
    const { from: since, until } = span();
    return (await this.gateway.ask(INGESTION_BALANCE, { since, until, tenantId: this.tenantId })).ingestionBalance;
  }

  /** Bytes and batches that will be on the invoice. */
  async metered(): Promise<{ readonly bytes: number; readonly batches: number }> {
    const { usage } = await this.gateway.ask(USAGE, { tenantId: this.tenantId, ...span() });
    const days = usage.filter(({ meter }) => meter === 'INGEST_BYTES');
    return { bytes: days.reduce((sum, { quantity }) => sum + Number(quantity), 0), batches: days.reduce((sum, { entries }) => sum + entries, 0) };
  }

  /** What happened to one case: where its status and verdict went, in order, and every comment. */
  async story(caseId: string): Promise<{ readonly status: string; readonly changes: readonly string[]; readonly comments: readonly string[] }> {
    const { case: { status, timeline, comments } } = await this.gateway.ask(STORY, { id: caseId });
    const changes = timeline.nodes.filter(({ kind }) => kind === 'STATUS_CHANGED' || kind === 'VERDICT_SET').map(({ to }) => (to ?? '').toUpperCase());
    return { status, changes, comments: comments.nodes.map(({ body }) => body) };
  }
}

const HOUR_MS = 3_600_000;
const span = (): { from: string; until: string } => ({ from: new Date(Date.now() - HOUR_MS).toISOString(), until: new Date(Date.now() + 60_000).toISOString() });

/** Events that no consumer could handle, with the reasons. */
export async function deadLetters({ dataDir, databaseUrl }: { readonly dataDir: string; readonly databaseUrl: string }): Promise<readonly { readonly consumer: string; readonly type: string; readonly reason: string }[]> {
  const db = databaseAccess(databaseUrl, new URL(databaseUrl).pathname.slice(1), presentKeys(dataDir)).systemDb('lane_relay', 1);
  try {
    return await db.sql<{ consumer: string; type: string; reason: string }>('select consumer, type, reason from lane.dead_letter order by at');
  } finally {
    await db.close();
  }
}

interface OnePage<Node> { readonly nodes: readonly Node[]; readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean } }

async function allPages<Node>(page: (after: string | null) => Promise<OnePage<Node>>): Promise<Node[]> {
  const all: Node[] = [];
  for (let after: string | null = null; ;) {
    const { nodes, pageInfo: { hasNextPage, endCursor } }: OnePage<Node> = await page(after);
    all.push(...nodes);
    if (!hasNextPage) return all;
    after = endCursor;
  }
}
