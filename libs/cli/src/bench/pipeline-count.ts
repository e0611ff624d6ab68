import { createLakeClient } from '@yagura/lake';
import { z } from 'zod';
import { graphqlDocument } from '../api/document';
import type { GatewayClient } from '../api/gateway-client';
import { INGESTION_BALANCE } from '../api/world-documents';
import { sum } from './cpu-clock';

const PAGE = 100;
const FINDING_TIMES = graphqlDocument('findings', z.object({
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

const lakeCount = z.tuple([z.object({ rows: z.string(), records: z.string() })]);

/** Rows of the lake, and how many records they are: a record is stored twice when the first is larger. Asks the lake itself. */
export async function lakeRows(address: { readonly url: string; readonly password: string }): Promise<{ readonly rows: number; readonly records: number }> {
  const client = createLakeClient(address);
  try {
    const answer = await client.query({ query: 'select toString(count()) as rows, toString(uniqExact(batch, seq)) as records from events', format: 'JSONEachRow' });
    const [{ rows, records }] = lakeCount.parse(await answer.json());
    return { rows: Number(rows), records: Number(records) };
  } finally {
    await client.close();
  }
}
