import fc from 'fast-check';
import { TokenBucket } from './token-bucket';

describe('a token bucket', () => {
  it('lets a burst pass at once and makes the next units wait for their rate', () => {
    const bucket = new TokenBucket(100, 200, 0);

    bucket.take(200, 0);

    expect(bucket.waitMs(50, 0)).toBe(500);
    expect(bucket.waitMs(50, 500)).toBe(0);
  });

  it('lets a batch larger than the burst pass when the bucket is full, and makes the next one pay', () => {
    const bucket = new TokenBucket(10, 20, 0);

    expect(bucket.waitMs(100, 0)).toBe(0);
    bucket.take(100, 0);

    expect(bucket.waitMs(1, 0)).toBe(8_100);
  });

  it('never lets more pass in any span than burst, rate × span and one batch', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 2_000 }), fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 300 })), { maxLength: 100 }), (rate, burst, steps) => {
      const bucket = new TokenBucket(rate, burst, 0);
      let now = 0;
      let passed = 0;
      for (const [pause, units] of steps) {
        now += pause;
        if (bucket.waitMs(units, now) > 0) continue;
        bucket.take(units, now);
        passed += units;
      }
      expect(passed).toBeLessThanOrEqual(burst + (rate * now) / 1_000 + 300);
    }));
  });
});
