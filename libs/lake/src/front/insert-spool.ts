import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { badRequest, EngineError, tooLarge } from './engine-error';
import type { EngineResult } from './engine';
import { announcedRows } from './native-header';

/** One insert as the statement guard understood it. */
export interface InsertRequest {
  readonly table: string;
  readonly columns: string;
  readonly token: string | undefined;
}

/**
 * One insert is one block, whatever the engine's defaults become: the deduplication token holds per block, and a repeat that is cut
 * differently doubles its rows (seen). The last two make an acknowledged part survive a power cut.
 */
const PINNED = 'insert_deduplicate = 1, async_insert = 0, max_block_size = 4000000, max_insert_block_size = 4000000, min_insert_block_size_rows = 4000000, min_insert_block_size_bytes = 0, max_insert_threads = 1';

let counter = 0;

/**
 * Stores a Native body through a file of ours in the spool folder. The engine's own inline insert is not used: it ends the data at
 * the first empty line and *executes* what follows as the next statement (seen), and telemetry is hostile text.
 */
export async function insertThroughSpool(body: Readable, maxBytes: number, insert: InsertRequest, execute: (sql: string) => Promise<EngineResult>): Promise<number> {
  counter += 1;
  const path = `spool/${counter}.native`;
  try {
    await pipeline(body, bounded(maxBytes), createWriteStream(path, { mode: 0o600 }));
    const expected = announcedRows(await headOf(path));
    const token = insert.token === undefined ? '' : `, insert_deduplication_token = '${insert.token}'`;
    const result = await execute(`INSERT INTO ${insert.table} ${insert.columns} FROM INFILE '${path}' SETTINGS ${PINNED}${token} FORMAT Native`);
    // An INFILE that matches no file succeeds with zero rows; nobody may take that for an acknowledgement.
    if (result.rowsRead !== expected) throw new EngineError(33, 'CANNOT_READ_ALL_DATA', `The engine read ${result.rowsRead} of ${expected} rows.`);
    return expected;
  } finally {
    await rm(path, { force: true });
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    if (bytesRead < 2) throw badRequest('The body of the insert is empty');
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function bounded(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > maxBytes) done(tooLarge());
      else done(null, chunk);
    },
  });
}
