import { systemClock, type Clock } from '@yagura/kernel';
import { z } from 'zod';
import { checkKeeping, factsOf, FileHash, FileSize, isKept, MAX_FILE_BYTES, MediaType, sameOrConflict, undamaged } from './file-facts';
import { checkedFileKey, segmentsOf, type FileKey } from './file-key';
import type { FileMeta, FileStore, StoredFile } from './file-store';
import { FileDamaged, FileKept, FileStoreUnavailable, NoSuchFile } from './file.errors';
import { S3Bucket, type S3Object, type S3Version } from './s3-bucket';
import type { S3Limits, S3Settings } from './s3-settings';

const Facts = z.object({ size: FileSize, contentType: MediaType, metadata: z.object({ sha256: FileHash }) });

/**
 * The file store of distributed mode: one object per file in a bucket with object lock, `<tenant>/<kind>/<id>/<name>` (ADR 0015). The
 * **first** version under a key is the file: whoever holds our access key can put a newer one or a deletion marker over locked evidence,
 * and neither changes what is read. What must be kept lies under compliance mode, which the store's own administrator cannot lift.
 */
export class S3FileStore implements FileStore {
  readonly guard = 'store';

  private constructor(private readonly bucket: S3Bucket, private readonly clock: Clock) {}

  /** Does not call the store: see `check`. */
  static async open(settings: S3Settings, { clock = systemClock, limits }: { readonly clock?: Clock; readonly limits?: S3Limits } = {}): Promise<S3FileStore> {
    return new S3FileStore(await S3Bucket.open(settings, limits), clock);
  }

  /** For a start: throws Unavailable `file.store_away`, `_refuses`, `_no_bucket`, or `_no_lock` when the bucket could not keep evidence. */
  check(): Promise<void> { return this.bucket.checkLock(); }

  /** Ends the connections that are kept open between calls. */
  close(): void { this.bucket.close(); }

  async put(key: FileKey, bytes: Uint8Array, meta: FileMeta): Promise<StoredFile> {
    const file = factsOf(checkedFileKey(key), bytes, meta);
    const kept = await this.stat(file.key);
    if (kept !== undefined) return sameOrConflict(kept, file);
    checkKeeping(file, this.clock.now());
    const { sha256, contentType, keepUntil } = file;
    const isNew = await this.bucket.putNew(pathOf(file.key), { body: bytes, sha256, contentType, keepUntil });
    if (isNew && keepUntil === undefined) return file;
    const now = await this.stat(file.key);
    // Somebody was faster and is not done yet, or took it away again: the caller's repeat will see.
    if (now === undefined) throw new FileStoreUnavailable('away');
    // A store that takes the lock's headers and does not lock must not be believed.
    if (isNew && now.keepUntil === undefined) throw new FileStoreUnavailable('no_lock');
    return sameOrConflict(now, file);
  }

  async get(key: FileKey): Promise<{ file: StoredFile; bytes: Uint8Array }> {
    const checked = checkedFileKey(key);
    const versionId = await this.firstVersion(checked);
    const found = versionId === undefined ? undefined : await this.bucket.get(pathOf(checked), versionId, MAX_FILE_BYTES);
    if (found === undefined) throw new NoSuchFile();
    const file = describe(checked, found.object);
    return { file, bytes: undamaged(file, found.bytes) };
  }

  async stat(key: FileKey): Promise<StoredFile | undefined> {
    const checked = checkedFileKey(key);
    const versionId = await this.firstVersion(checked);
    const object = versionId === undefined ? undefined : await this.bucket.head(pathOf(checked), versionId);
    return object && describe(checked, object);
  }

  async remove(key: FileKey): Promise<void> {
    const checked = checkedFileKey(key);
    const file = await this.stat(checked);
    // Before anything is touched: versions over evidence are the traces of whoever put them there.
    if (file !== undefined && isKept(file, this.clock.now())) throw new FileKept();
    // The file itself goes last, so that what lies over it never takes its place, whatever interrupts us.
    for (const { versionId } of await this.versions(checked)) {
      if (await this.bucket.removeVersion(pathOf(checked), versionId)) continue;
      throw file?.keepUntil === undefined ? new FileStoreUnavailable('refuses') : new FileKept();
    }
  }

  private async firstVersion(key: FileKey): Promise<string | undefined> {
    return (await this.versions(key)).findLast(({ isMarker }) => !isMarker)?.versionId;
  }

  /** Throws FileDamaged when there are more than an honest key ever has. */
  private async versions(key: FileKey): Promise<readonly S3Version[]> {
    const found = await this.bucket.versionsOf(pathOf(key));
    if (found === undefined) throw new FileDamaged();
    return found;
  }
}

/** The parts are UUIDs and names of our own code in a closed alphabet: nothing that a person typed can become part of a path. */
const pathOf = (key: FileKey): string => segmentsOf(key).join('/');

function describe(key: FileKey, object: S3Object): StoredFile {
  const facts = Facts.safeParse(object);
  if (!facts.success) throw new FileDamaged();
  const { size, contentType, metadata } = facts.data;
  const keepUntil = object.lockMode === 'COMPLIANCE' ? object.keepUntil : undefined;
  return { key, size, sha256: metadata.sha256, contentType, ...(keepUntil !== undefined && { keepUntil }) };
}
