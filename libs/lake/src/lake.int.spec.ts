import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLakeChild } from './lake-child';
import { createLakeClient } from './lake-client';
import { lakeContract } from './lake-contract';

lakeContract('the embedded engine behind our front', async () => {
  const data = mkdtempSync(join(tmpdir(), 'lake-contract-'));
  const child = await startLakeChild({ data });
  const client = createLakeClient(child);
  return {
    client,
    close: async () => {
      await client.close();
      await child.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
});
