import { nextIndex } from './next-index';

describe('where a key leads in a list', () => {
  it.each([
    ['j', 3, 4], ['ArrowDown', 3, 4], ['k', 3, 2], ['ArrowUp', 3, 2], ['PageDown', 3, 8], ['PageUp', 7, 2], ['Home', 7, 0], ['End', 7, 9],
  ])('%s from row %i leads to row %i of ten, five to a page', (name, from, to) => {
    expect(nextIndex(name, from, 10, 5)).toBe(to);
  });

  it.each([['j', 9, 9], ['k', 0, 0], ['PageDown', 8, 9], ['PageUp', 2, 0]])('%s at the end (row %i) stays inside, at row %i', (name, from, to) => {
    expect(nextIndex(name, from, 10, 5)).toBe(to);
  });

  it('begins with the first row when none is current, and moves nowhere in an empty list or by another key', () => {
    expect(nextIndex('j', -1, 10, 5)).toBe(0);
    expect(nextIndex('j', -1, 0, 5)).toBeUndefined();
    expect(nextIndex('x', 3, 10, 5)).toBeUndefined();
    expect(nextIndex(undefined, 3, 10, 5)).toBeUndefined();
  });
});
