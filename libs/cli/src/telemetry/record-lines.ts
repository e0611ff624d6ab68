import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InvalidInput } from '@yagura/kernel';
import { codeOf } from '../rule/rule-files';

const LF = 0x0a;
/** A line that is no line: no log writes one of this size, and holding more would cost the whole machine's memory. */
const MAX_LINE_BYTES = 64 * 1_048_576;

/** The lines of a file as bytes, without their line feed; `.gz` is inflated on the way. Throws InvalidInput for a file that cannot be read. */
export async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  try {
    for await (const chunk of bytesOf(file) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let lf = chunk.indexOf(LF); lf !== -1; lf = chunk.indexOf(LF, start)) {
        yield rest.length === 0 ? chunk.subarray(start, lf) : Buffer.concat([...rest, chunk.subarray(start, lf)]);
        rest = [];
        held = 0;
        start = lf + 1;
      }
      if (start < chunk.length) rest.push(chunk.subarray(start));
      held += chunk.length - start;
      if (held > MAX_LINE_BYTES) throw new InvalidInput(`${file} holds a line of more than ${MAX_LINE_BYTES} bytes; give one event per line.`, { slug: 'file.line_too_long' });
    }
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    throw new InvalidInput(`${file} cannot be read: ${codeOf(cause)}.`, { slug: 'file.unreadable', cause });
  }
  if (held > 0) yield Buffer.concat(rest);
}

function bytesOf(file: string): Readable {
  const bytes = createReadStream(file, { highWaterMark: 1_048_576 });
  // The reader of the inflated stream hears of every fault of both.
  return file.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
}
