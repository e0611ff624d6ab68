import { Conflict, InvalidInput, NotFound, Unavailable } from '@yagura/kernel';

/** The key already holds other bytes, another media type or another time; files are never overwritten. */
export class FileAlreadyKept extends Conflict {
  constructor() { super('Other content is already kept under this key.', { slug: 'file.already_kept' }); }
}

/** The bytes no longer have the SHA-256 they were kept with; they are not served, and someone must look. */
export class FileDamaged extends Conflict {
  constructor() { super('The kept file no longer matches its hash and is not served.', { slug: 'file.damaged' }); }
}

/** The time until which the file is kept has not come. */
export class FileKept extends Conflict {
  constructor() { super('The file is kept until its time and is not removed before.', { slug: 'file.kept' }); }
}

export class NoSuchFile extends NotFound {
  constructor() { super('file'); }
}

export class UnfitFile extends InvalidInput {
  constructor(path: 'bytes' | 'contentType' | 'keepUntil', why: string) { super(`The file cannot be kept: ${why}.`, { slug: 'file.unfit', path }); }
}

/** Why the store of files did nothing that could be relied on. A call that ends so may still have had its effect; repeating it is safe. */
export type FileStoreTrouble = 'away' | 'refuses' | 'no_bucket' | 'no_lock';

const SENTENCES: Readonly<Record<FileStoreTrouble, string>> = {
  away: 'The store of files does not answer.',
  refuses: 'The store of files does not accept our key for this act.',
  no_bucket: 'The store of files has no bucket of the configured name.',
  no_lock: 'The store of files does not lock what must be kept: the bucket needs object lock, which is chosen when it is made.',
};

/** The store of files is of no use now. Its slug is `file.store_<trouble>`. */
export class FileStoreUnavailable extends Unavailable {
  constructor(readonly trouble: FileStoreTrouble, cause?: unknown) {
    super(SENTENCES[trouble], { slug: `file.store_${trouble}`, cause, ...(trouble === 'away' && { retryAfterSec: 5 }) });
  }
}
