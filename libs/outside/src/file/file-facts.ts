import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FileKey } from './file-key';
import type { FileMeta, StoredFile } from './file-store';
import { FileAlreadyKept, FileDamaged, UnfitFile } from './file.errors';

/** A file is in memory once while it is written or read; larger things go through the doors in parts. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
const MEDIA_TYPE = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}(; charset=utf-8)?$/;
// Longer than any period of the agreements and laws that we know of.
const LONGEST_KEEPING_MS = 30 * 366 * 86_400_000;

export const FileSize = z.int().min(0).max(MAX_FILE_BYTES);
export const FileHash = z.string().regex(/^[0-9a-f]{64}$/);
export const MediaType = z.string().regex(MEDIA_TYPE);

/** What a store will know of the bytes. Throws InvalidInput `file.unfit`; whether `keepUntil` lies ahead is `checkedKeeping`'s. */
export function factsOf(key: FileKey, bytes: Uint8Array, { contentType, keepUntil }: FileMeta): StoredFile {
  if (bytes.length > MAX_FILE_BYTES) throw new UnfitFile('bytes', `more than ${MAX_FILE_BYTES} bytes`);
  if (!MEDIA_TYPE.test(contentType)) throw new UnfitFile('contentType', 'not a media type');
  if (key.kind === 'evidence' && keepUntil === undefined) throw new UnfitFile('keepUntil', 'evidence needs an instant until which it is kept');
  if (keepUntil !== undefined && Number.isNaN(keepUntil.getTime())) throw new UnfitFile('keepUntil', 'not an instant');
  return { key, size: bytes.length, sha256: sha256Hex(bytes), contentType, ...(keepUntil !== undefined && { keepUntil: wholeSecond(keepUntil) }) };
}

/** Asked only of a file that is new: a repeat of an old one may come when its time is over. */
export function checkKeeping({ keepUntil }: StoredFile, now: Date): void {
  if (keepUntil === undefined) return;
  const ms = keepUntil.getTime() - now.getTime();
  if (ms <= 0) throw new UnfitFile('keepUntil', 'the instant until which it is kept is over');
  if (ms > LONGEST_KEEPING_MS) throw new UnfitFile('keepUntil', 'more than 30 years');
}

/** What is kept, when it is what was wanted; FileAlreadyKept otherwise. */
export function sameOrConflict(kept: StoredFile, wanted: StoredFile): StoredFile {
  const isSame = kept.sha256 === wanted.sha256 && kept.contentType === wanted.contentType && kept.keepUntil?.getTime() === wanted.keepUntil?.getTime();
  if (!isSame) throw new FileAlreadyKept();
  return kept;
}

/** The bytes, when they are those of the facts; FileDamaged otherwise. */
export function undamaged(file: StoredFile, bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined || bytes.length !== file.size || sha256Hex(bytes) !== file.sha256) throw new FileDamaged();
  return bytes;
}

/** Whether the time until which the file is kept is still to come. */
export const isKept = ({ keepUntil }: StoredFile, now: Date): boolean => keepUntil !== undefined && keepUntil.getTime() > now.getTime();

const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const wholeSecond = (instant: Date): Date => new Date(Math.ceil(instant.getTime() / 1_000) * 1_000);
