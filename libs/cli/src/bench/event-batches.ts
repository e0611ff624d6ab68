import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InvalidInput } from '@yagura/kernel';
import { linesOf } from '../telemetry/record-lines';

/** One request body, ready to be sent again and again. */
export interface Batch {
  readonly body: Buffer;
  readonly events: number;
  readonly rawBytes: number;
}

const IS_EVENTS = /\.(jsonl|log)(\.gz)?$/;

/** Event files below a folder in order of their names. Throws InvalidInput when there is none. */
export function eventFiles(folder: string): string[] {
  const files = entries(folder).filter((name) => IS_EVENTS.test(name)).map((name) => join(folder, name)).sort();
  if (files.length === 0) throw new InvalidInput(`The folder ${folder} holds no events (.jsonl, .jsonl.gz, .log, .log.gz); name one with --events-from.`, { slug: 'bench.no_events' });
  return files;
}

/** A file's lines as HEC batches of `size` events: a JSON object stands as it is, any other line as a string. */
export async function* batchesOf(file: string, size: number): AsyncGenerator<Batch> {
  const isJson = file.includes('.jsonl');
  let lines: string[] = [];
  for await (const bytes of linesOf(file)) {
    const line = bytes.toString('utf8').trim();
    if (line === '') continue;
    lines.push(`{"event":${isJson ? line : JSON.stringify(line)}}`);
    if (lines.length < size) continue;
    yield batchOf(lines);
    lines = [];
  }
  if (lines.length > 0) yield batchOf(lines);
}

function batchOf(lines: readonly string[]): Batch {
  const raw = Buffer.from(lines.join('\n'));
  return { body: gzipSync(raw, { level: 6 }), events: lines.length, rawBytes: raw.length };
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (cause) {
    throw new InvalidInput(`The events’ folder ${folder} cannot be read; name another with --events-from.`, { slug: 'bench.no_events', cause });
  }
}
