import { Conflict, InvalidInput, NotFound } from '@yagura/kernel';

/** The key already holds other bytes or another media type; files are never overwritten. */
export class FileAlreadyKept extends Conflict {
  constructor() { super('Other content is already kept under this key.', { slug: 'file.already_kept' }); }
}

/** The bytes no longer have the SHA-256 they were kept with; they are not served, and someone must look. */
export class FileDamaged extends Conflict {
  constructor() { super('The kept file no longer matches its hash and is not served.', { slug: 'file.damaged' }); }
}

export class NoSuchFile extends NotFound {
  constructor() { super('file'); }
}

export class UnfitFile extends InvalidInput {
  constructor(path: 'bytes' | 'contentType', why: string) { super(`The file cannot be kept: ${why}.`, { slug: 'file.unfit', path }); }
}
