import { createHash } from 'node:crypto';
import { deterministicId, type BatchId } from '@yagura/kernel';

/** Same key within this time of its first sight: the same batch. Later: a new batch of the same bytes. */
export const DEDUPE_WINDOW_MS = 24 * 3_600_000;

export interface BatchKeyFacts {
  /** The client's own idempotency key, when it sent one. */
  readonly clientKey?: string;
  readonly channel?: string;
  /** SHA-256 of the decompressed body, hexadecimal. */
  readonly sha256: string;
}

/**
 * What makes two requests the same batch: the client's own key, else its channel with the content, else the content. A client key is
 * joined with the content's hash, so that a key used twice for different bytes loses nothing.
 */
export function batchKey({ clientKey, channel, sha256 }: BatchKeyFacts): string {
  const digest = createHash('sha256');
  if (clientKey !== undefined) return digest.update(`key\n${clientKey}\n${sha256}`).digest('hex');
  return channel === undefined ? sha256 : digest.update(`channel\n${channel.toLowerCase()}\n${sha256}`).digest('hex');
}

/** The batch of a key in its `repeat`-th window; a retry has the same id, wherever and whenever it is computed. */
export const batchIdOf = (tenantId: string, sourceId: string, key: string, repeat: number): BatchId =>
  deterministicId<'batch'>('batch', tenantId, sourceId, key, String(repeat));

/** One request body that passed the door's checks. */
export interface CheckedBody {
  readonly door: string;
  /** What goes into the log: the client's own gzip bytes, else what the door compressed, or plain bytes that gzip only makes longer. */
  readonly stored: Buffer;
  readonly encoding: 'gzip' | 'identity';
  readonly wireBytes: number;
  readonly rawBytes: number;
  readonly sha256: string;
  readonly count: number;
  /** Items of an accepted body that the door refused one by one. */
  readonly refusedItems: number;
  readonly clientKey?: string;
  readonly channel?: string;
}

/** A refused body that no repeat can mend: its sender drops it, so the door keeps it. */
export interface Evidence {
  readonly reason: string;
  readonly body: Buffer;
}
