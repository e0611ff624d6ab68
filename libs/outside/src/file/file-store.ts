import type { FileKey } from './file-key';

/** What is said of a file beside its bytes. */
export interface FileMeta {
  /** Media type such as `application/pdf`; a parameter (`; charset=utf-8`) may follow. */
  readonly contentType: string;
}

/** A kept file without its bytes. `sha256` is of the bytes, 64 lower-case hexadecimal digits. */
export interface StoredFile extends FileMeta {
  readonly key: FileKey;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Files that are written once and never changed: evidence, reports, invoices. Implementations pass `fileStoreContract`. The key's
 * tenant must come from a TenantContext: the store itself knows no permissions.
 */
export interface FileStore {
  /**
   * Keeps the bytes durably before it answers. The same key with the same bytes and meta answers as the first time; anything
   * else under a taken key throws Conflict `file.already_kept`. A crash leaves the whole file or none.
   */
  put(key: FileKey, bytes: Uint8Array, meta: FileMeta): Promise<StoredFile>;
  /** The bytes, checked against their SHA-256 on every reading. NotFound; Conflict `file.damaged` instead of altered bytes. */
  get(key: FileKey): Promise<{ readonly file: StoredFile; readonly bytes: Uint8Array }>;
  /** What `put` answered, or undefined when there is no such file. Does not read the bytes. */
  stat(key: FileKey): Promise<StoredFile | undefined>;
}
