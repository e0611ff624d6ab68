import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { hasCode, makeFolder, syncFolder, writeSynced } from '../durable-write';
import { checkedFileKey, segmentsOf, type FileKey } from './file-key';
import { FileAlreadyKept, FileDamaged, NoSuchFile, UnfitFile } from './file.errors';
import type { FileMeta, FileStore, StoredFile } from './file-store';

// A file is in memory once while it is written or read; larger things go through the doors in parts.
const MAX_BYTES = 256 * 1024 * 1024;
const MEDIA_TYPE = /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,99}(; charset=utf-8)?$/;
// Names of keys never begin with a dot, so neither of these can meet a key's name.
const FACTS = '.facts.json';
const STAGING = '.staging';

const Facts = z.object({ size: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/), contentType: z.string().regex(MEDIA_TYPE) });

/**
 * The file store of the all-in-one: one folder per file, `<tenant>/<kind>/<id>/<name>/`, with the bytes under the same name and
 * size, hash and media type beside them. The folder is prepared aside and renamed into place, which the file system does wholly or
 * not at all and refuses when the name is taken: two writers of one key cannot both win, and a crash leaves no half file.
 */
export class FolderFileStore implements FileStore {
  constructor(private readonly root: string) {}

  async put(key: FileKey, bytes: Uint8Array, meta: FileMeta): Promise<StoredFile> {
    const file = describe(checkedFileKey(key), bytes, meta);
    const kept = await this.stat(file.key);
    if (kept !== undefined) return sameOrConflict(kept, file);
    const staged = await this.stage(file, bytes);
    const target = this.folderOf(file.key);
    await this.makeDurableParents(target);
    try {
      await rename(staged, target);
    } catch (error) {
      await rm(staged, { recursive: true, force: true });
      if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
      return sameOrConflict((await this.stat(file.key)) ?? file, file);
    }
    await syncFolder(dirname(target));
    return file;
  }

  async get(key: FileKey): Promise<{ file: StoredFile; bytes: Uint8Array }> {
    const file = await this.stat(key);
    if (file === undefined) throw new NoSuchFile();
    const bytes = await readOrNothing(join(this.folderOf(file.key), file.key.name));
    if (bytes === undefined || bytes.length !== file.size || hashOf(bytes) !== file.sha256) throw new FileDamaged();
    return { file, bytes };
  }

  async stat(key: FileKey): Promise<StoredFile | undefined> {
    const checked = checkedFileKey(key);
    const text = await readOrNothing(join(this.folderOf(checked), FACTS));
    if (text === undefined) return undefined;
    const facts = Facts.safeParse(parsed(text.toString('utf8')));
    if (!facts.success) throw new FileDamaged();
    return { key: checked, ...facts.data };
  }

  private folderOf(key: FileKey): string { return join(this.root, ...segmentsOf(key)); }

  private async stage(file: StoredFile, bytes: Uint8Array): Promise<string> {
    const staged = join(this.root, STAGING, randomUUID());
    await makeFolder(staged);
    await writeSynced(join(staged, file.key.name), bytes);
    const { size, sha256, contentType } = file;
    await writeSynced(join(staged, FACTS), Buffer.from(`${JSON.stringify({ size, sha256, contentType })}\n`));
    await syncFolder(staged);
    return staged;
  }

  /** Each new parent's name is durable too, or a power cut could take the folder away from under a file that was promised. */
  private async makeDurableParents(target: string): Promise<void> {
    const parents = [dirname(target), dirname(dirname(target)), dirname(dirname(dirname(target)))];
    await makeFolder(parents[0]);
    for (const parent of [...parents.slice(1), this.root]) await syncFolder(parent);
  }
}

function describe(key: FileKey, bytes: Uint8Array, meta: FileMeta): StoredFile {
  if (bytes.length > MAX_BYTES) throw new UnfitFile('bytes', `more than ${MAX_BYTES} bytes`);
  if (!MEDIA_TYPE.test(meta.contentType)) throw new UnfitFile('contentType', 'not a media type');
  return { key, size: bytes.length, sha256: hashOf(bytes), contentType: meta.contentType };
}

function sameOrConflict(kept: StoredFile, wanted: StoredFile): StoredFile {
  if (kept.sha256 !== wanted.sha256 || kept.contentType !== wanted.contentType) throw new FileAlreadyKept();
  return kept;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readOrNothing(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
