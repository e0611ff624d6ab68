import { describe, expect, it } from '@jest/globals';
import { newId } from '@yagura/kernel';
import fc from 'fast-check';
import type { FileKey } from '../file/file-key';
import type { FileStore } from '../file/file-store';

/** A store with nothing in it, and the outside acts that the suite needs. */
export interface FileStoreUnderTest {
  readonly store: FileStore;
  /** Changes kept bytes behind the store's back. */
  readonly damage: (key: FileKey) => Promise<void>;
  /** The store's time, and a wait (or a leap) until it is past an instant. */
  readonly now: () => Date;
  readonly passTo: (instant: Date) => Promise<void>;
}

const PDF = { contentType: 'application/pdf' };
const keyOf = (change: Partial<FileKey> = {}): FileKey => ({ tenantId: newId(), kind: 'report', id: newId(), name: 'report-ja.pdf', ...change });
const evidenceKey = (): FileKey => keyOf({ kind: 'evidence', name: 'disk-image.bin' });
const inSeconds = (now: Date, seconds: number): Date => new Date(Math.floor(now.getTime() / 1_000 + seconds) * 1_000);
const DAY = 86_400;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const slug = (text: string) => expect.objectContaining({ slug: text });

/** What every FileStore promises; run it once per adapter inside a spec file. `make` is called for each test. */
export function fileStoreContract(name: string, make: () => Promise<FileStoreUnderTest>): void {
  describe(`${name} as a file store`, () => {
    it('gives back any bytes with their size, hash and media type', async () => {
      const { store } = await make();
      await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
        const key = keyOf();

        const kept = await store.put(key, bytes, PDF);

        const read = await store.get(key);
        expect(Buffer.from(read.bytes).equals(bytes)).toBe(true);
        expect(read.file).toEqual(kept);
        expect(kept).toMatchObject({ key, size: bytes.length, contentType: 'application/pdf', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
        expect(await store.stat(key)).toEqual(kept);
      }), { numRuns: 20 });
    });

    it('answers a repeat of the same bytes as the first time', async () => {
      const { store } = await make();
      const key = keyOf();

      const first = await store.put(key, bytesOf('a'), PDF);

      expect(await store.put(key, bytesOf('a'), PDF)).toEqual(first);
    });

    it.each([['other bytes', 'b', PDF], ['another media type', 'a', { contentType: 'text/csv' }]])('refuses %s under a taken key and keeps the first', async (_what, text, meta) => {
      const { store } = await make();
      const key = keyOf();
      await store.put(key, bytesOf('a'), PDF);

      await expect(store.put(key, bytesOf(text), meta)).rejects.toEqual(slug('file.already_kept'));

      expect(await store.get(key)).toMatchObject({ bytes: Buffer.from('a'), file: { contentType: 'application/pdf' } });
    });

    it('lets exactly one of many different writers of one key win, and serves that one whole', async () => {
      const { store } = await make();
      const key = keyOf();

      const done = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => store.put(key, bytesOf(`${n}`.repeat(10_000)), PDF)));

      const winners = done.filter((one) => one.status === 'fulfilled').map((one) => one.value);
      expect(winners).toHaveLength(1);
      expect((await store.get(key)).file).toEqual(winners[0]);
    });

    it('keeps the same id and name of two tenants, kinds, ids and names apart', async () => {
      const { store } = await make();
      const key = keyOf();
      await store.put(key, bytesOf('mine'), PDF);

      for (const change of [{ tenantId: newId<'tenant'>() }, { kind: 'invoice' as const }, { id: newId() }, { name: 'report-en.pdf' }]) {
        expect(await store.stat({ ...key, ...change })).toBeUndefined();
        await expect(store.get({ ...key, ...change })).rejects.toEqual(slug('file.not_found'));
      }
    });

    it('keeps evidence until its time, says so, and removes it only afterwards', async () => {
      const { store, now, passTo } = await make();
      const key = evidenceKey();
      const meta = { ...PDF, keepUntil: inSeconds(now(), 4) };

      const kept = await store.put(key, bytesOf('evidence'), meta);

      expect(kept.keepUntil).toEqual(meta.keepUntil);
      expect(await store.stat(key)).toEqual(kept);
      await expect(store.remove(key)).rejects.toEqual(slug('file.kept'));
      expect(await store.get(key)).toEqual({ file: kept, bytes: expect.anything() });
      await passTo(meta.keepUntil);
      await store.remove(key);
      expect(await store.stat(key)).toBeUndefined();
    });

    it('answers a repeat whose time is over by now as the first time', async () => {
      const { store, now, passTo } = await make();
      const key = evidenceKey();
      const meta = { ...PDF, keepUntil: inSeconds(now(), 3) };
      const first = await store.put(key, bytesOf('evidence'), meta);

      await passTo(meta.keepUntil);

      expect(await store.put(key, bytesOf('evidence'), meta)).toEqual(first);
    });

    it('takes no second opinion on the time of a kept file, neither earlier nor later nor none', async () => {
      const { store, now } = await make();
      const key = keyOf();
      const keepUntil = inSeconds(now(), 2 * DAY);
      await store.put(key, bytesOf('a'), { ...PDF, keepUntil });

      for (const other of [inSeconds(now(), DAY), inSeconds(now(), 3 * DAY), undefined])
        await expect(store.put(key, bytesOf('a'), { ...PDF, keepUntil: other })).rejects.toEqual(slug('file.already_kept'));

      expect((await store.stat(key))?.keepUntil).toEqual(keepUntil);
    });

    it('keeps to the second, and rounds up', async () => {
      const { store, now } = await make();
      const key = evidenceKey();
      const second = inSeconds(now(), DAY);

      const kept = await store.put(key, bytesOf('a'), { ...PDF, keepUntil: new Date(second.getTime() - 999) });

      expect(kept.keepUntil).toEqual(second);
      expect((await store.stat(key))?.keepUntil).toEqual(second);
    });

    it.each<[string, number | undefined]>([['without a time', undefined], ['with a time that is over', -1], ['for more than thirty years', 31 * 366 * DAY], ['until no instant', Number.NaN]])('refuses evidence %s', async (_what, seconds) => {
      const { store, now } = await make();
      const key = evidenceKey();
      const keepUntil = seconds === undefined ? undefined : inSeconds(now(), seconds);

      await expect(store.put(key, bytesOf('a'), { ...PDF, keepUntil })).rejects.toEqual(expect.objectContaining({ slug: 'file.unfit', path: 'keepUntil' }));

      expect(await store.stat(key)).toBeUndefined();
    });

    it('removes a file that has no time, and that one alone; what is not there needs no removing', async () => {
      const { store } = await make();
      const key = keyOf();
      const others = [{ tenantId: newId<'tenant'>() }, { kind: 'invoice' as const }, { id: newId() }, { name: 'report-ja.pdf.sig' }, { name: 'report-ja' }].map((change) => ({ ...key, ...change }));
      for (const one of [key, ...others]) await store.put(one, bytesOf('a'), PDF);

      await store.remove(key);
      await store.remove(key);

      await expect(store.get(key)).rejects.toEqual(slug('file.not_found'));
      for (const one of others) expect((await store.get(one)).bytes).toEqual(Buffer.from('a'));
    });

    it('does not serve bytes that were changed behind its back', async () => {
      const { store, damage } = await make();
      const key = keyOf();
      await store.put(key, bytesOf('evidence'), PDF);

      await damage(key);

      await expect(store.get(key)).rejects.toEqual(slug('file.damaged'));
    });

    it.each<[string, Record<string, string>]>([
      ['a way up as name', { name: '..' }], ['a path as name', { name: 'a/b' }], ['a back-slash path', { name: 'a\\b' }], ['a hidden name', { name: '.facts.json' }],
      ['a doubled dot', { name: 'a..b' }], ['a trailing dot', { name: 'a.' }], ['no name', { name: '' }], ['capitals', { name: 'Report.pdf' }],
      ['a zero byte', { name: 'a\0.pdf' }], ['an encoded slash', { name: 'a%2fb' }], ['a line break', { name: 'a.pdf\n' }], ['a name that is too long', { name: 'a'.repeat(81) }],
      ['a kind of its own', { kind: '../report' }], ['an id that is no UUID', { id: '..' }], ['a tenant that is no UUID', { tenantId: '../../etc' }],
    ])('refuses %s in every operation', async (_what, change) => {
      const { store } = await make();
      const key = { ...keyOf(), ...change } as unknown as FileKey;

      await expect(store.put(key, bytesOf('x'), PDF)).rejects.toEqual(slug('file.bad_key'));
      await expect(store.get(key)).rejects.toEqual(slug('file.bad_key'));
      await expect(store.stat(key)).rejects.toEqual(slug('file.bad_key'));
      await expect(store.remove(key)).rejects.toEqual(slug('file.bad_key'));
    });

    it('refuses a media type that could become a header of its own', async () => {
      const { store } = await make();

      await expect(store.put(keyOf(), bytesOf('x'), { contentType: 'text/html\r\nSet-Cookie: a=b' })).rejects.toEqual(slug('file.unfit'));
    });
  });
}
