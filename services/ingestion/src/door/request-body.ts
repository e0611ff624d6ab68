import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { hecAnswer, HecRefusal, tooLarge } from './hec-answer';

/** Limits of one body on its way in (ingestion specification, section 2). */
export const BODY_LIMITS = { wireBytes: 10 * 1_048_576, rawBytes: 64 * 1_048_576, ratio: 100, ratioFrom: 1_048_576, idleMs: 30_000 } as const;

const inflate = promisify(gunzip);

/** Reads a body while counting; throws 413 at the first byte over the limit, so memory never holds more. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMITS.wireBytes) throw new HecRefusal(tooLarge());
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_LIMITS.wireBytes) throw new HecRefusal(tooLarge());
    parts.push(part);
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

export interface OpenedBody {
  readonly raw: Buffer;
  readonly encoding: 'gzip' | 'identity';
}

/** Inflates a gzip body off the main thread, with the output capped while it grows: a bomb is 413, a broken stream 400. */
export async function openBody(wire: Buffer, contentEncoding: string | undefined): Promise<OpenedBody> {
  const coding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (coding === 'identity' || coding === '') return { raw: wire, encoding: 'identity' };
  if (coding !== 'gzip' && coding !== 'x-gzip') throw new HecRefusal({ status: 415, body: { text: 'Unsupported content encoding', code: 6 } });
  try {
    const raw = await inflate(wire, { maxOutputLength: BODY_LIMITS.rawBytes });
    if (raw.length > BODY_LIMITS.ratioFrom && raw.length > wire.length * BODY_LIMITS.ratio) throw new HecRefusal(tooLarge());
    return { raw, encoding: 'gzip' };
  } catch (error) {
    if (error instanceof HecRefusal) throw error;
    if (error instanceof RangeError) throw new HecRefusal(tooLarge());
    throw new HecRefusal(hecAnswer(6), { reason: 'gzip', body: wire });
  }
}
