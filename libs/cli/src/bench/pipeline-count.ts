import { asId, forSystem, InvalidInput } from '@yagura/kernel';
import type { LakeReader } from '@yagura/lake';
import { z } from 'zod';
import { graphqlDocument } from '../api/document';
import type { GatewayClient } from '../api/gateway-client';
import { INGESTION_BALANCE } from '../api/world-documents';
import { sum } from './cpu-clock';

const PAGE = 100;
const FINDING_TIMES = graphqlDocument('finding-times', z.object({
  findings: z.object({
    nodes: z.array(z.object({ receivedAt: z.string(), createdAt: z.string() })),
    pageInfo: z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() }),
  }),
}));

/** What became of everything that was sent, by the ledger. */
export interface Balance {
  readonly accepted: number;
  readonly stored: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly inFlight: number;
}

/** The ledger's balance over all tenants, through the API. */
export async function balance(gateway: GatewayClient, since: Date): Promise<Balance> {
  // The door counts whole minutes, and a minute that has begun belongs to the span.
  const span = { since: new Date(since.getTime() - 60_000).toISOString(), until: new Date(Date.now() + 60_000).toISOString() };
  const { ingestionBalance: sources } = await gateway.ask(INGESTION_BALANCE, span);
  const of = (name: keyof Balance): number => sum(sources.map((source) => Number(source[name])));
  return { accepted: of('accepted'), stored: of('stored'), quarantined: of('quarantined'), duplicates: of('duplicates'), inFlight: of('inFlight') };
}

/** Milliseconds from the door to the finding's own transaction, of every finding, through the API. */
export async function findingDelays(gateway: GatewayClient): Promise<number[]> {
  const delays: number[] = [];
  let after: string | null = null;
  do {
    const { findings: page }: z.output<typeof FINDING_TIMES.data> = await gateway.ask(FINDING_TIMES, { first: PAGE, after });
    for (const { receivedAt, createdAt } of page.nodes) delays.push(Date.parse(createdAt) - Date.parse(receivedAt));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return delays;
}

/** More batches than one answer of the lake holds would be counted wrongly. */
const MAX_BATCHES = 10_000;

/**
 * Rows of the lake, and how many records they are by their identity (batch, seq); a record that is stored twice makes the first larger.
 * A batch is small enough for the engine's distinct count to be exact.
 */
export async function lakeRows(lake: LakeReader, tenantIds: readonly string[]): Promise<{ readonly rows: number; readonly records: number }> {
  const counts: { readonly rows: number; readonly records: number }[] = [];
  for (const tenantId of tenantIds) {
    const batches = await lake.search(forSystem(asId<'tenant'>(tenantId), 'bench'), {
      from: 'events', groupBy: ['batch'], measures: [{ fn: 'count', as: 'rows' }, { fn: 'uniq', column: 'seq', as: 'records' }], limit: MAX_BATCHES,
    });
    if (batches.length === MAX_BATCHES) throw new InvalidInput('The run is too long to be counted; give fewer seconds or events.', { slug: 'bench.too_long' });
    counts.push({ rows: sum(batches.map(({ rows }) => Number(rows))), records: sum(batches.map(({ records }) => Number(records))) });
  }
  return { rows: sum(counts.map(({ rows }) => rows)), records: sum(counts.map(({ records }) => records)) };
}
