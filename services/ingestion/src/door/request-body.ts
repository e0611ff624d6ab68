import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { inflatedSize } from '@yagura/telemetry';
import { DoorRefusal } from './refusal';

/** Limits of one body on its way in (ingestion specification, section 2). */
export const BODY_LIMITS = { wireBytes: 10 * 1_048_576, rawBytes: 64 * 1_048_576, ratio: 100, ratioFrom: 1_048_576, idleMs: 30_000 } as const;

const inflate = promisify(gunzip);
const deflate = promisify(gzip);

/** Reads a body while counting; throws 413 at the first byte over the limit, so memory never holds more. The connection stays open for the answer. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMITS.wireBytes) throw new DoorRefusal('too_large');
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > BODY_LIMITS.wireBytes) throw new DoorRefusal('too_large');
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof DoorRefusal) throw error;
    // The sender went away in the middle of its body, or sent less than it said: nobody reads this answer, but the tenant sees it counted.
    throw new DoorRefusal('sender_gone');
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
  if (coding !== 'gzip' && coding !== 'x-gzip') throw new DoorRefusal('encoding_unsupported');
  const cap = Math.min(BODY_LIMITS.rawBytes, Math.max(BODY_LIMITS.ratioFrom, wire.length * BODY_LIMITS.ratio));
  try {
    return { raw: await inflate(wire, { maxOutputLength: cap, chunkSize: inflatedSize(wire, cap) }), encoding: 'gzip' };
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw new DoorRefusal('too_large');
    throw new DoorRefusal('encoding_broken', { evidence: { reason: 'gzip', body: wire } });
  }
}

/** Reads a body that says nothing to us, within the limit, so that the connection can be kept. */
export async function skipBody(request: IncomingMessage): Promise<void> {
  let bytes = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > BODY_LIMITS.wireBytes) return;
  }
}

/** The form in which a body goes into the log: the client's own gzip bytes, else compressed once, fast; plain where gzip only adds. */
export async function storedForm(wire: Buffer, encoding: OpenedBody['encoding']): Promise<{ readonly stored: Buffer; readonly encoding: OpenedBody['encoding'] }> {
  if (encoding === 'gzip') return { stored: wire, encoding };
  const packed = await deflate(wire, { level: 1 });
  return packed.length < wire.length ? { stored: packed, encoding: 'gzip' } : { stored: wire, encoding };
}
