import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asId, forSystem } from '@yagura/kernel';
import { createLakeClient, LakeReader } from '@yagura/lake';

/** What the lake holds of one machine's events: rows, and how many different records (batch, seq) they are. */
export interface MachineCount { readonly rows: number; readonly records: number; readonly batches: number }

/** Counts a tenant's rows by machine in the lake of a running installation, past the API: the judge of what the API says. */
export async function countByMachine(place: { readonly dataDir: string; readonly lakePort: number }, tenantId: string): Promise<ReadonlyMap<string, MachineCount>> {
  const client = createLakeClient({ url: `http://127.0.0.1:${place.lakePort}`, password: readFileSync(join(place.dataDir, 'lake', 'lake.key'), 'utf8').trim() });
  try {
    const found = await new LakeReader(client).search(forSystem(asId<'tenant'>(tenantId), 'spec'), {
      from: 'events', groupBy: ['host'], limit: 10_000,
      measures: [{ fn: 'count', as: 'rows' }, { fn: 'uniq', column: 'seq', as: 'records' }, { fn: 'uniq', column: 'batch', as: 'batches' }],
    });
    return new Map(found.map(({ host, rows, records, batches }) => [String(host), { rows: Number(rows), records: Number(records), batches: Number(batches) }]));
  } finally {
    await client.close();
  }
}
