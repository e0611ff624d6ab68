import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { inflatedSize } from './inflated-size';

describe('the size that a gzip body announces', () => {
  it('is one more than what comes out, so that one chunk holds it all', () => {
    const raw = Buffer.alloc(200_000, 'an event ');

    expect(inflatedSize(gzipSync(raw), 1_000_000)).toBe(200_001);
  });

  it('is never beyond the cap, whatever the trailer says', () => {
    const liar = Buffer.concat([gzipSync(Buffer.from('small')).subarray(0, -4), Buffer.from([0xff, 0xff, 0xff, 0xff])]);

    expect(inflatedSize(liar, 300_000)).toBe(300_001);
  });

  it('only sizes a buffer: members, lies and stumps inflate to the same bytes, or fail, as without it', () => {
    const opened = (body: Buffer, chunkSize?: number): string => {
      try {
        return gunzipSync(body, { maxOutputLength: 500_000, chunkSize }).toString('latin1');
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      }
    };
    fc.assert(fc.property(fc.array(fc.nat({ max: 200_000 }), { minLength: 1, maxLength: 4 }), fc.nat({ max: 12 }), (sizes, cut) => {
      const members = Buffer.concat(sizes.map((size, index) => gzipSync(Buffer.alloc(size, `member ${index}`))));
      const body = members.subarray(0, members.length - cut);
      expect(opened(body, inflatedSize(body, 500_000)) === opened(body)).toBe(true);
    }), { numRuns: 40 });
  });
});
