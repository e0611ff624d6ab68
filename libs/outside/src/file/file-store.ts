import type { FileKey } from './file-key';

/** What is said of a file beside its bytes. */
export interface FileMeta {
  /** Media type such as `application/pdf`; a parameter (`; charset=utf-8`) may follow. */
  readonly contentType: string;
  /**
   * Nobody removes the file before this instant, and nothing brings it nearer; kept to the second, rounded up. Evidence must have one:
   * a lock without an end that somebody chose protects nothing. At most 30 years ahead, for a slip of the pen cannot be taken back.
   */
  readonly keepUntil?: Date;
}

/** A kept file without its bytes. `sha256` is of the bytes, 64 lower-case hexadecimal digits. */
export interface StoredFile extends FileMeta {
  readonly key: FileKey;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Who keeps `keepUntil`: `ourselves`, so that whoever may write the folder can still remove a file behind our back, or the `store`,
 * which refuses its own administrator too (S3 Object Lock in compliance mode).
 */
export type FileGuard = 'ourselves' | 'store';

/**
 * Files that are written once and never changed: evidence, reports, invoices. Implementations pass `fileStoreContract`. The key's
 * tenant must come from a TenantContext: the store itself knows no permissions. A store that cannot be reached throws Unavailable.
 */
export interface FileStore {
  readonly guard: FileGuard;
  /**
   * Keeps the bytes durably before it answers. The same key with the same bytes and meta answers as the first time; anything
   * else under a taken key throws Conflict `file.already_kept`. A crash leaves the whole file or none.
   */
  put(key: FileKey, bytes: Uint8Array, meta: FileMeta): Promise<StoredFile>;
  /** The bytes, checked against their SHA-256 on every reading. NotFound; Conflict `file.damaged` instead of altered bytes. */
  get(key: FileKey): Promise<{ readonly file: StoredFile; readonly bytes: Uint8Array }>;
  /** What `put` answered, or undefined when there is no such file. Does not read the bytes. */
  stat(key: FileKey): Promise<StoredFile | undefined>;
  /** Removes the file, every version of it; no file is no fault. Conflict `file.kept` before its `keepUntil`. */
  remove(key: FileKey): Promise<void>;
}
