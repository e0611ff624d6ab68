import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { appendToChain, chainHash, startOfChain, type ChainedEntry, type ChainHead } from './chain';
import { newDataKey } from './data-key';
import { decryptDetails, encryptDetails } from './details';
import { verifyChain } from './verify-chain';

const TENANT = '018f4e2a-7c00-7000-8000-000000000001';

function chainOf(length: number, tenantId: string = TENANT): ChainedEntry[] {
  const entries: ChainedEntry[] = [];
  let head: ChainHead = startOfChain(tenantId);
  for (let n = 1; n <= length; n += 1) {
    const entry = appendToChain(head, { action: 'case.closed', at: `2026-07-01T00:00:${String(n).padStart(2, '0')}Z`, size: n / 7, details: `d1.1.${n}` });
    entries.push(entry);
    head = entry;
  }
  return entries;
}

const place = (length: number) => fc.integer({ min: 0, max: length - 1 });

describe('verifying a chain', () => {
  it('accepts an untouched chain from its start and from any head within it', () => {
    const entries = chainOf(12);

    expect(verifyChain(entries)).toEqual({ ok: true, head: expect.objectContaining({ sequence: 12, hash: entries[11].hash }), count: 12 });
    for (const [at, head] of entries.entries()) expect(verifyChain(entries.slice(at + 1), head).ok).toBe(true);
    expect(verifyChain([])).toEqual({ ok: true, head: undefined, count: 0 });
  });

  it('is a fixed function: another implementation can check it', () => {
    const [first] = chainOf(1);

    expect(startOfChain(TENANT).hash).toBe('41b720853ba13caf1e6e07fd4940b328751b29c86f151b63e5b516529a2101a7');
    expect(first.hash).toBe('93691b18354fa76db1005f31e626e6ba3cbce9b4f6a310ff73c6057c89d0482d');
  });

  it('finds any flipped bit of a stored entry at that entry', () => {
    const entries = chainOf(9);
    fc.assert(fc.property(place(9), fc.nat(), (at, seed) => {
      const line = Buffer.from(JSON.stringify(entries[at]));
      const bit = seed % (line.length * 8);
      line[bit >> 3] ^= 1 << (bit & 7);
      const read = parseOrText(line);

      const verdict = verifyChain(entries.with(at, read as ChainedEntry));

      // A capital E in an exponent, for one, is another spelling of the same entry.
      if (!isDeepStrictEqual(read, entries[at])) expect(verdict).toMatchObject({ ok: false, sequence: at + 1, count: at });
    }), { numRuns: 2_000 });
  });

  it('finds a missing entry at its own sequence, and a missing last one only with a witnessed head', () => {
    const entries = chainOf(9);
    fc.assert(fc.property(place(8), (at) => {
      expect(verifyChain(entries.toSpliced(at, 1))).toEqual({ ok: false, sequence: at + 1, fault: 'missing', count: at });
    }));
    expect(verifyChain(entries.slice(0, 8)).ok).toBe(true);
    expect(verifyChain(entries.slice(0, 8), undefined, entries[8])).toEqual({ ok: false, sequence: 9, fault: 'truncated', count: 8 });
  });

  it('finds a swap and any other reorder at the first entry that moved', () => {
    const entries = chainOf(8);
    fc.assert(fc.property(fc.shuffledSubarray(entries, { minLength: 8 }), (order) => {
      const first = order.findIndex((entry, at) => entry !== entries[at]);

      expect(verifyChain(order)).toMatchObject(first < 0 ? { ok: true } : { ok: false, sequence: first + 1 });
    }));
  });

  it('finds an inserted entry where it stands: repeated, forged, or from another tenant', () => {
    const entries = chainOf(7);
    const foreign = chainOf(9, '018f4e2a-7c00-7000-8000-000000000002');
    fc.assert(fc.property(place(7), (at) => {
      const forged = { ...entries[at], body: { action: 'nothing.happened' } };
      expect(verifyChain(entries.toSpliced(at + 1, 0, entries[at]))).toMatchObject({ ok: false, sequence: at + 2, fault: 'out_of_order' });
      expect(verifyChain(entries.toSpliced(at, 0, forged))).toMatchObject({ ok: false, sequence: at + 1, fault: 'altered' });
      expect(verifyChain(entries.toSpliced(at + 1, 0, foreign[at + 1]))).toMatchObject({ ok: false, sequence: at + 2, fault: 'other_tenant' });
    }));
  });

  it('finds an entry rewritten with a fitting hash of its own at the next one', () => {
    const entries = chainOf(5);
    const rewritten = { ...entries[2], body: { action: 'case.reopened' } };
    const fitting = { ...rewritten, hash: chainHash(entries[1].hash, rewritten) };

    expect(verifyChain(entries.with(2, fitting))).toMatchObject({ ok: false, sequence: 4, fault: 'altered' });
  });

  it('finds a chain rewritten to its end by the head a witness kept', () => {
    const witnessed = chainOf(5)[2];
    const rewritten = [...chainOf(2)];
    for (let n = 3; n <= 5; n += 1) rewritten.push(appendToChain(rewritten[n - 2], { action: 'history.rewritten' }));

    expect(verifyChain(rewritten).ok).toBe(true);
    expect(verifyChain(rewritten, undefined, witnessed)).toMatchObject({ ok: false, sequence: 3, fault: 'other_head' });
  });

  it('refuses an entry with one more member, which no hash would cover', () => {
    const entries = chainOf(2);

    expect(verifyChain([entries[0], { ...entries[1], note: 'x' } as ChainedEntry])).toMatchObject({ ok: false, sequence: 2, fault: 'malformed' });
  });

  it('stays valid when the data key of the details is destroyed', () => {
    const key = newDataKey();
    const where = { tenantId: TENANT, table: 'audit.entry', column: 'details', rowId: 'row-1' };
    const entry = appendToChain(startOfChain(TENANT), { details: encryptDetails(key, where, 'the name of a person') });
    key.bytes.fill(0);

    expect(verifyChain([entry]).ok).toBe(true);
    expect(() => decryptDetails(key, where, String(entry.body.details))).toThrow(expect.objectContaining({ slug: 'proof.unreadable' }));
  });
});

function parseOrText(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return line.toString('latin1');
  }
}
