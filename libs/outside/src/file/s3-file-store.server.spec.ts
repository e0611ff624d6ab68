import {
  DeleteObjectCommand, ListObjectsV2Command, ListObjectVersionsCommand, PutObjectCommand, PutObjectLegalHoldCommand, PutObjectRetentionCommand,
  type ListObjectVersionsCommandOutput, type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { newId, systemClock } from '@yagura/kernel';
import { describeWithSeaweedFs, sharedSeaweedFs } from '@yagura/testing';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { fileStoreContract } from '../contract';
import type { SeaweedFs } from '../contract/seaweedfs';
import { segmentsOf, type FileKey } from './file-key';
import { S3FileStore } from './s3-file-store';
import type { S3Settings } from './s3-settings';

const PDF = { contentType: 'application/pdf' };
const QUICK = { connectMs: 500, answerMs: 1_500, totalMs: 10_000, tries: 3 };
const keyOf = (change: Partial<FileKey> = {}): FileKey => ({ tenantId: newId(), kind: 'evidence', id: newId(), name: 'disk-image.bin', ...change });
const pathOf = (key: FileKey): string => segmentsOf(key).join('/');
const tomorrow = (): Date => new Date(Math.ceil(Date.now() / 1_000 + 86_400) * 1_000);
const trouble = (slug: string) => expect.objectContaining({ kind: 'Unavailable', slug });

describeWithSeaweedFs('files in S3', () => {
  let server: SeaweedFs;
  const stores: S3FileStore[] = [];
  const opened: Server[] = [];

  beforeAll(async () => { server = await sharedSeaweedFs(); });
  afterAll(async () => {
    stores.forEach((store) => { store.close(); });
    await server?.stop();
  });
  const closeAll = async (): Promise<void> => { await Promise.all(opened.splice(0).map((one) => new Promise((resolve) => { one.close(resolve); }))); };
  afterEach(closeAll);

  const open = async (change: Partial<S3Settings> = {}, options: Parameters<typeof S3FileStore.open>[1] = {}): Promise<S3FileStore> => {
    const store = await S3FileStore.open({ ...server.settings, ...change }, options);
    stores.push(store);
    return store;
  };
  const at = (key: FileKey): { readonly Bucket: string; readonly Key: string } => ({ Bucket: server.settings.bucket, Key: pathOf(key) });
  const versionsOf = (key: FileKey): Promise<ListObjectVersionsCommandOutput> => server.client.send(new ListObjectVersionsCommand({ Bucket: server.settings.bucket, Prefix: pathOf(key) }));
  const firstVersion = async (key: FileKey): Promise<string | undefined> => (await versionsOf(key)).Versions?.at(-1)?.VersionId;
  /** What another holder of our access key can do: no condition, any content. */
  const putOver = (key: FileKey, text: string, more: Partial<PutObjectCommandInput> = {}) => server.client.send(new PutObjectCommand({ ...at(key), Body: Buffer.from(text), ...more }));

  fileStoreContract('a bucket of SeaweedFS', async () => ({
    store: await open(),
    damage: async (key) => {
      await server.client.send(new DeleteObjectCommand({ ...at(key), VersionId: await firstVersion(key) }));
      await putOver(key, 'evidencf', { ContentType: 'application/pdf', Metadata: { sha256: 'a'.repeat(64) } });
    },
    now: () => new Date(),
    // The server's time is this machine's.
    passTo: async (instant) => { while (Date.now() <= instant.getTime() + 50) await new Promise((resolve) => setTimeout(resolve, 50)); },
  }));

  it('puts the tenant first in every key, and nothing but identifiers and our own names after it', async () => {
    const store = await open();
    const key = keyOf({ kind: 'report', name: 'report-ja.pdf' });

    await store.put(key, Buffer.from('x'), PDF);

    const { Contents } = await server.client.send(new ListObjectsV2Command({ Bucket: server.settings.bucket, Prefix: `${key.tenantId}/` }));
    expect(Contents?.map(({ Key }) => Key)).toEqual([`${key.tenantId}/report/${key.id}/report-ja.pdf`]);
    expect(store.guard).toBe('store');
  });

  describe('evidence against whoever holds our access key', () => {
    let store: S3FileStore;
    let key: FileKey;
    let version: { readonly Bucket: string; readonly Key: string; readonly VersionId: string | undefined };
    const keepUntil = tomorrow();
    beforeEach(async () => {
      store = await open();
      key = keyOf();
      await store.put(key, Buffer.from('evidence'), { ...PDF, keepUntil });
      version = { ...at(key), VersionId: await firstVersion(key) };
    });
    const asKept = async (): Promise<void> => {
      const { file, bytes } = await store.get(key);
      expect({ text: Buffer.from(bytes).toString(), keepUntil: file.keepUntil }).toEqual({ text: 'evidence', keepUntil });
      expect(await store.stat(key)).toEqual(file);
    };

    it('is not deleted, not even with the right to pass by governance', async () => {
      await expect(server.client.send(new DeleteObjectCommand(version))).rejects.toBeDefined();
      await expect(server.client.send(new DeleteObjectCommand({ ...version, BypassGovernanceRetention: true }))).rejects.toBeDefined();

      await asKept();
    });

    it.each([['COMPLIANCE', -3_600], ['GOVERNANCE', 0], ['GOVERNANCE', 3_600]] as const)('is not given %s mode %i seconds from its time', async (Mode, seconds) => {
      const Retention = { Mode, RetainUntilDate: new Date(keepUntil.getTime() + seconds * 1_000) };

      await expect(server.client.send(new PutObjectRetentionCommand({ ...version, Retention, BypassGovernanceRetention: true }))).rejects.toBeDefined();

      await asKept();
    });

    it('is read as it was kept under a newer version, a deletion marker, and both', async () => {
      await putOver(key, 'something else', { ContentType: 'text/html', Metadata: { sha256: 'b'.repeat(64) } });
      await asKept();

      await server.client.send(new DeleteObjectCommand(at(key)));
      await asKept();

      await putOver(key, 'yet another');
      await asKept();
      await expect(store.put(key, Buffer.from('another'), { ...PDF, keepUntil })).rejects.toEqual(expect.objectContaining({ slug: 'file.already_kept' }));
      expect((await store.put(key, Buffer.from('evidence'), { ...PDF, keepUntil })).keepUntil).toEqual(keepUntil);
      expect((await versionsOf(key)).Versions).toHaveLength(3);
    });

    it('keeps the traces of who tried, and stays when our own clock is wrong', async () => {
      await putOver(key, 'something else');
      await expect(store.remove(key)).rejects.toEqual(expect.objectContaining({ slug: 'file.kept' }));
      expect((await versionsOf(key)).Versions).toHaveLength(2);

      const ahead = await open({}, { clock: { ...systemClock, now: () => new Date(keepUntil.getTime() + 1) } });
      await expect(ahead.remove(key)).rejects.toEqual(expect.objectContaining({ slug: 'file.kept' }));

      await asKept();
    });

    it('is found under pages of newer versions, and called damaged when there are more than we look through', async () => {
      const bury = async (count: number): Promise<void> => { for (let n = 0; n < count; n += 10) await Promise.all(Array.from({ length: 10 }, () => putOver(key, 'x'))); };

      await bury(210);
      await asKept();
      await bury(200);
      await expect(store.get(key)).rejects.toEqual(expect.objectContaining({ slug: 'file.damaged' }));
    });
  });

  it('removes all versions of what was put over a file without a time', async () => {
    const store = await open();
    const key = keyOf({ kind: 'report' });
    await store.put(key, Buffer.from('first'), PDF);
    await putOver(key, 'second');
    await server.client.send(new DeleteObjectCommand(at(key)));

    await store.remove(key);

    const { Versions = [], DeleteMarkers = [] } = await versionsOf(key);
    expect([...Versions, ...DeleteMarkers]).toEqual([]);
  });

  it('does not remove what a legal hold keeps beyond its time', async () => {
    const store = await open();
    const key = keyOf({ kind: 'report' });
    await store.put(key, Buffer.from('held'), PDF);
    await server.client.send(new PutObjectLegalHoldCommand({ ...at(key), LegalHold: { Status: 'ON' } }));

    await expect(store.remove(key)).rejects.toEqual(trouble('file.store_refuses'));

    expect(Buffer.from((await store.get(key)).bytes).toString()).toBe('held');
  });

  describe('a store that cannot be relied on', () => {
    it('is named: no server, a wrong secret, no bucket, a bucket without object lock', async () => {
      await server.makeBucket('without-lock', {});
      const port = await closedPort();

      const checks: readonly [Partial<S3Settings>, string][] = [
        [{ endpoint: `http://127.0.0.1:${port}` }, 'file.store_away'], [{ secretKey: 'not-the-secret' }, 'file.store_refuses'],
        [{ bucket: 'of-nobody' }, 'file.store_no_bucket'], [{ bucket: 'without-lock' }, 'file.store_no_lock'],
      ];
      for (const [change, slug] of checks) await expect((await open(change, { limits: QUICK })).check()).rejects.toEqual(trouble(slug));
      await expect((await open()).check()).resolves.toBeUndefined();
    });

    it('fails every call while it is away, and says when to come back', async () => {
      const port = await closedPort();
      const store = await open({ endpoint: `http://127.0.0.1:${port}` }, { limits: QUICK });

      for (const call of [() => store.put(keyOf({ kind: 'report' }), Buffer.from('x'), PDF), () => store.get(keyOf()), () => store.stat(keyOf()), () => store.remove(keyOf())])
        await expect(call()).rejects.toEqual(expect.objectContaining({ slug: 'file.store_away', retryAfterSec: 5 }));
    });

    it('refuses to keep evidence in a bucket that does not lock', async () => {
      const store = await open({ bucket: 'without-lock-either' }, { limits: QUICK });
      await server.makeBucket('without-lock-either', {});

      await expect(store.put(keyOf(), Buffer.from('x'), { ...PDF, keepUntil: tomorrow() })).rejects.toEqual(trouble('file.store_refuses'));
    });

    it.each([['before it has heard anything', 'before'], ['after it has kept the object', 'after'], ['without ever answering', 'silent']] as const)('keeps one object when the line breaks %s', async (_when, how) => {
      const key = keyOf();
      const meta = { ...PDF, keepUntil: tomorrow() };
      const line = new BrokenLine(server.settings.endpoint, how);
      const store = await open({ endpoint: `http://127.0.0.1:${await listen(line.server)}` }, { limits: QUICK });

      const kept = await store.put(key, Buffer.from('once'), meta);

      expect(line.broken).toBe(1);
      expect(kept).toEqual(await (await open()).stat(key));
      expect((await versionsOf(key)).Versions).toHaveLength(1);
      line.end();
    });

    it('gives up in bounded time when no answer ever comes', async () => {
      const sockets = new Set<Socket>();
      const mute = createServer((socket) => { sockets.add(socket.on('error', () => undefined)); });
      const store = await open({ endpoint: `http://127.0.0.1:${await listen(mute)}` }, { limits: { ...QUICK, answerMs: 300 } });

      await expect(store.stat(keyOf())).rejects.toEqual(trouble('file.store_away'));

      expect(sockets.size).toBe(QUICK.tries);
      sockets.forEach((socket) => { socket.destroy(); });
    });
  });

  async function closedPort(): Promise<number> {
    const port = await listen(createServer());
    await closeAll();
    return port;
  }

  async function listen(one: Server): Promise<number> {
    await new Promise<void>((resolve) => { one.listen(0, '127.0.0.1', resolve); });
    opened.push(one);
    return (one.address() as AddressInfo).port;
  }
});

/** A line to the store that fails once, at the first upload that passes over it, and then works. */
class BrokenLine {
  broken = 0;
  private readonly sockets = new Set<Socket>();
  readonly server = createServer((near) => { this.carry(near); });

  constructor(private readonly endpoint: string, private readonly how: 'before' | 'after' | 'silent') {}

  end(): void { this.sockets.forEach((socket) => { socket.destroy(); }); }

  private carry(near: Socket): void {
    const far = connect(Number(new URL(this.endpoint).port), '127.0.0.1');
    let isUpload = false;
    for (const socket of [near, far]) this.sockets.add(socket.on('error', () => undefined));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('data', (chunk) => {
      isUpload ||= this.broken === 0 && chunk.toString('latin1').startsWith('PUT ');
      if (isUpload && this.how === 'before') this.break(near);
      else far.write(chunk);
    });
    far.on('data', (chunk) => {
      if (!isUpload) near.write(chunk);
      else if (this.how === 'after') this.break(near);
      else if (this.broken === 0) this.broken = 1;
    });
  }

  private break(near: Socket): void {
    this.broken += 1;
    near.destroy();
  }
}
