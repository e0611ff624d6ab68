import fc from 'fast-check';
import { pauseAfter } from './back-off';

describe('the pause after a try that failed', () => {
  it('lies between a half and the whole of its step, each step four times the one before', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 60_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (tried, firstMs, chance) => {
      const pause = pauseAfter(tried, firstMs, chance);
      const step = firstMs * 4 ** (tried - 1);
      expect(pause).toBeGreaterThanOrEqual(step / 2);
      expect(pause).toBeLessThanOrEqual(step);
      expect(pauseAfter(tried + 1, firstMs, chance)).toBeCloseTo(4 * pause);
    }));
  });

  it('differs between mails that failed at the same moment', () => {
    const pauses = [0, 0.25, 0.5, 1].map((chance) => pauseAfter(1, 1_000, chance));

    expect(pauses).toEqual([500, 625, 750, 1_000]);
  });
});
