import { asId, systemClock } from '@yagura/kernel';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileStoreContract } from '../contract';
import { segmentsOf, type FileKey } from './file-key';
import { FolderFileStore } from './folder-file-store';

const folders: string[] = [];
const ID = '018f4e2a-7c00-7000-8000-000000000001';
const key: FileKey = { tenantId: asId(ID), kind: 'report', id: ID, name: 'a.pdf' };

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yagura-files-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  // What is kept is sealed, also against those who tidy up.
  for (const folder of folders) for (const path of await readdir(folder, { recursive: true })) await chmod(join(folder, path), 0o700);
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

fileStoreContract('a folder', async () => {
  const root = await newFolder();
  let now = new Date();
  return {
    store: new FolderFileStore(root, { ...systemClock, now: () => now }), damage: (at) => writeFile(join(root, ...segmentsOf(at), at.name), 'evidencf'),
    now: () => now, passTo: async (instant) => { now = new Date(instant.getTime() + 1); },
  };
});

describe('the folder of files', () => {
  it('is open to its own account only, and nothing stays behind in the staging folder', async () => {
    const root = await newFolder();
    const store = new FolderFileStore(join(root, 'files'));

    await store.put(key, Buffer.from('x'), { contentType: 'text/csv; charset=utf-8' });
    await Promise.allSettled([1, 2, 3].map((n) => store.put(key, Buffer.from(`${n}`), { contentType: 'text/csv' })));

    const modes = await Promise.all((await readdir(root, { recursive: true })).map(async (path) => (await stat(join(root, path))).mode & 0o7777));
    expect(new Set(modes)).toEqual(new Set([0o600, 0o700]));
    expect(await readdir(join(root, 'files', '.staging'))).toEqual([]);
  });

  it('seals what is kept against a slip of its own account, and says that it locks nothing', async () => {
    const root = await newFolder();
    const store = new FolderFileStore(root);

    await store.put({ ...key, kind: 'evidence' }, Buffer.from('x'), { contentType: 'text/csv', keepUntil: new Date(Date.now() + 60_000) });

    expect((await stat(join(root, ...segmentsOf({ ...key, kind: 'evidence' })))).mode & 0o777).toBe(0o500);
    expect(store.guard).toBe('ourselves');
  });

  it('leaves nothing of a removed file', async () => {
    const root = await newFolder();
    const store = new FolderFileStore(root);
    await store.put(key, Buffer.from('x'), { contentType: 'text/csv' });

    await store.remove(key);

    expect((await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())).toEqual([]);
  });

  it('says that a file is damaged when its facts are gone bad, and does not serve it', async () => {
    const root = await newFolder();
    const store = new FolderFileStore(root);
    await store.put(key, Buffer.from('x'), { contentType: 'text/csv' });
    await writeFile(join(root, ...segmentsOf(key), '.facts.json'), '{"size":1');

    await expect(store.get(key)).rejects.toEqual(expect.objectContaining({ slug: 'file.damaged' }));
  });
});
