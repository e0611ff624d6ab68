import fc from 'fast-check';
import { killOrder } from './kill-order';

describe('the order of kills', () => {
  const given = fc.record({ seed: fc.nat(), victims: fc.integer({ min: 1, max: 25 }), kills: fc.integer({ min: 1, max: 40 }) });

  it('names every victim and no other, as many kills as were asked for', () => {
    fc.assert(fc.property(given, ({ seed, victims, kills }) => {
      const order = killOrder(seed, victims, kills);

      expect(order).toHaveLength(Math.max(kills, victims));
      expect([...new Set(order.map(({ victim }) => victim))].sort((a, b) => a - b)).toEqual(Array.from({ length: victims }, (_, at) => at));
    }));
  });

  it('is the same for the same seed, and overlaps now and then but never at first', () => {
    fc.assert(fc.property(given, ({ seed, victims, kills }) => { expect(killOrder(seed, victims, kills)).toEqual(killOrder(seed, victims, kills)); }));
    const many = Array.from({ length: 50 }, (_, seed) => killOrder(seed, 18, 30));

    expect(many.filter(([first]) => first.isOverlapping)).toEqual([]);
    expect(many.flat().filter(({ isOverlapping }) => isOverlapping).length).toBeGreaterThan(100);
  });
});
