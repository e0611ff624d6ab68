import fc from 'fast-check';
import { percentile } from './percentile';

describe('a percentile', () => {
  it.each([[[], 0.5, null], [[7], 0.99, 7], [[3, 1, 2], 0.5, 2], [[4, 1, 3, 2], 0.5, 2], [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95, 10], [[5, 1], 0, 1]])('of %j at %d is %j', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  it('is one of the values, and at least that share of all is not above it', () => {
    fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
      const found = percentile(values, share) ?? NaN;

      expect(values).toContain(found);
      expect(values.filter((value) => value <= found).length / values.length).toBeGreaterThanOrEqual(share - 1e-9);
    }));
  });
});
