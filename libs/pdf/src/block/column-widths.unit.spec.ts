import fc from 'fast-check';
import { columnWidths } from './column-widths';

const wish = fc.record({ least: fc.integer({ min: 5, max: 60 }), more: fc.integer({ min: 0, max: 300 }), isFixed: fc.boolean() })
  .map(({ least, more, isFixed }) => ({ least, natural: least + more, isFixed }));

describe('sharing width among columns', () => {
  it('uses the whole width, always', () => {
    fc.assert(fc.property(fc.array(wish, { minLength: 1, maxLength: 9 }), fc.integer({ min: 100, max: 500 }), (wishes, width) => {
      const widths = columnWidths(wishes, width);

      expect(widths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(width, 6);
      expect(widths.every((one) => one > 0)).toBe(true);
    }));
  });

  it('tears no word while words and numbers fit', () => {
    fc.assert(fc.property(fc.array(wish, { minLength: 1, maxLength: 9 }), fc.integer({ min: 300, max: 900 }), (wishes, width) => {
      const flexible = wishes.some((one) => !one.isFixed);
      const floor = wishes.map((one) => (one.isFixed && flexible ? one.natural : one.least));
      fc.pre(floor.reduce((sum, one) => sum + one, 0) <= width);

      columnWidths(wishes, width).forEach((one, at) => expect(one).toBeGreaterThanOrEqual(floor[at] - 1e-6));
    }));
  });

  it('gives what is left over to words, not to numbers', () => {
    expect(columnWidths([{ natural: 50, least: 20, isFixed: false }, { natural: 30, least: 30, isFixed: true }], 200)).toEqual([170, 30]);
  });
});
