import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { linesOf } from '../telemetry/record-lines';
import { eventFiles } from './event-batches';

/** A body as it lies in the log. */
export interface StoredBody {
  readonly body: Buffer;
  readonly rawBytes: number;
  readonly events: number;
  /** Of the stored bytes, so that whoever reads can compare them. */
  readonly sha256: string;
}

/** How much smaller telemetry gets, before the first body has shown it. */
const USUAL_RATIO = 10;

/** Bodies of real events, packed as a door packs what comes plain (gzip, level 1), each of about `bytes` after that. Throws InvalidInput when the folder holds too few events. */
export async function storedBodies(folder: string, bytes: number, count: number): Promise<StoredBody[]> {
  const bodies: StoredBody[] = [];
  let ratio = USUAL_RATIO;
  let lines: string[] = [];
  let size = 0;
  for (const file of eventFiles(folder)) {
    const isJson = file.includes('.jsonl');
    for await (const line of linesOf(file)) {
      const text = line.toString('utf8').trim();
      if (text === '') continue;
      lines.push(`{"event":${isJson ? text : JSON.stringify(text)}}`);
      size += lines[lines.length - 1].length + 1;
      if (size < bytes * ratio) continue;
      const packed = stored(lines);
      bodies.push(packed);
      ratio = packed.rawBytes / packed.body.length;
      [lines, size] = [[], 0];
      if (bodies.length === count) return bodies;
    }
  }
  return bodies.length > 0 ? bodies : [stored(lines)];
}

function stored(lines: readonly string[]): StoredBody {
  const raw = Buffer.from(lines.join('\n'));
  const body = gzipSync(raw, { level: 1 });
  return { body, rawBytes: raw.length, events: lines.length, sha256: createHash('sha256').update(body).digest('hex') };
}
