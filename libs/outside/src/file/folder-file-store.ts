import { systemClock, type Clock } from '@yagura/kernel';
import { randomUUID } from 'node:crypto';
import { chmod, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { hasCode, makeFolder, syncFolder, writeSynced } from '../durable-write';
import { checkKeeping, factsOf, FileHash, FileSize, isKept, MediaType, sameOrConflict, undamaged } from './file-facts';
import { checkedFileKey, segmentsOf, type FileKey } from './file-key';
import type { FileMeta, FileStore, StoredFile } from './file-store';
import { FileDamaged, FileKept, NoSuchFile } from './file.errors';

// Names of keys never begin with a dot, so neither of these can meet a key's name.
const FACTS = '.facts.json';
const STAGING = '.staging';
// Kept files lose their write permission: a slip of the account's own hand is refused. The administrator of the machine is not.
const SEALED_FOLDER = 0o500;
const OPEN_FOLDER = 0o700;

const Facts = z.object({ size: FileSize, sha256: FileHash, contentType: MediaType, keepUntilMs: z.int().optional() });

/**
 * The file store of the all-in-one: one folder per file, `<tenant>/<kind>/<id>/<name>/`, with the bytes under the same name and
 * size, hash and media type beside them. The folder is prepared aside and renamed into place, which the file system does wholly or
 * not at all and refuses when the name is taken: two writers of one key cannot both win, and a crash leaves no half file.
 * A folder cannot lock: `keepUntil` is our own rule here, and the hash tells of bytes that someone changed in spite of it.
 */
export class FolderFileStore implements FileStore {
  readonly guard = 'ourselves';

  constructor(private readonly root: string, private readonly clock: Clock = systemClock) {}

  async put(key: FileKey, bytes: Uint8Array, meta: FileMeta): Promise<StoredFile> {
    const file = factsOf(checkedFileKey(key), bytes, meta);
    const kept = await this.stat(file.key);
    if (kept !== undefined) return sameOrConflict(kept, file);
    checkKeeping(file, this.clock.now());
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
    if (file.keepUntil !== undefined) await chmod(target, SEALED_FOLDER);
    await syncFolder(dirname(target));
    return file;
  }

  async get(key: FileKey): Promise<{ file: StoredFile; bytes: Uint8Array }> {
    const file = await this.stat(key);
    if (file === undefined) throw new NoSuchFile();
    return { file, bytes: undamaged(file, await readOrNothing(join(this.folderOf(file.key), file.key.name))) };
  }

  async stat(key: FileKey): Promise<StoredFile | undefined> {
    const checked = checkedFileKey(key);
    const text = await readOrNothing(join(this.folderOf(checked), FACTS));
    if (text === undefined) return undefined;
    const facts = Facts.safeParse(parsed(text.toString('utf8')));
    if (!facts.success) throw new FileDamaged();
    const { keepUntilMs, ...known } = facts.data;
    return { key: checked, ...known, ...(keepUntilMs !== undefined && { keepUntil: new Date(keepUntilMs) }) };
  }

  async remove(key: FileKey): Promise<void> {
    const file = await this.stat(key);
    if (file === undefined) return;
    if (isKept(file, this.clock.now())) throw new FileKept();
    const target = this.folderOf(file.key);
    const leaving = join(this.root, STAGING, randomUUID());
    await makeFolder(dirname(leaving));
    try {
      await chmod(target, OPEN_FOLDER);
      // Out of sight in one step; what a crash leaves in the staging folder is nobody's file any more.
      await rename(target, leaving);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return;
      throw error;
    }
    await syncFolder(dirname(target));
    await rm(leaving, { recursive: true, force: true });
  }

  private folderOf(key: FileKey): string { return join(this.root, ...segmentsOf(key)); }

  private async stage(file: StoredFile, bytes: Uint8Array): Promise<string> {
    const staged = join(this.root, STAGING, randomUUID());
    await makeFolder(staged);
    await writeSynced(join(staged, file.key.name), bytes);
    const { size, sha256, contentType, keepUntil } = file;
    await writeSynced(join(staged, FACTS), Buffer.from(`${JSON.stringify({ size, sha256, contentType, keepUntilMs: keepUntil?.getTime() })}\n`));
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
