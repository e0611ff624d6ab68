import fc from 'fast-check';
import { z } from 'zod';
import { cursorAfter, endBefore, keyBehind, listName, pageOf } from './cursor';

const refusal = expect.objectContaining({ kind: 'InvalidInput', slug: 'page.cursor_unfit' });
const numberShape = z.tuple([z.int()]);

describe('a page of a list', () => {
  it('leads through every row once, whatever the length of its pages', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 13 }), (count, first) => {
      const seen: number[] = [];
      let after: string | undefined;
      do {
        const [behind] = keyBehind('all', after, numberShape) ?? [-1];
        const rows = Array.from({ length: count }, (_, row) => row).filter((row) => row > behind).slice(0, first + 1);
        const page = pageOf('all', first, rows, (row) => [row]);
        seen.push(...page.items);
        after = page.nextCursor ?? undefined;
      } while (after !== undefined);
      expect(seen).toEqual(Array.from({ length: count }, (_, row) => row));
    }));
  });

  it('shows its rows as the view has them, and keys them as they are', () => {
    const page = pageOf('words', 1, ['a', 'b'], (word) => word, (word) => word.toUpperCase());

    expect(page.items).toEqual(['A']);
    expect(keyBehind('words', page.nextCursor ?? undefined)).toBe('a');
  });
});

describe('a cursor', () => {
  it.each<[string, () => unknown]>([
    ['of another list', () => keyBehind('cases', cursorAfter('findings', 'k'))],
    ['of the same list with another filter', () => keyBehind(listName('cases', { status: 'new' }), cursorAfter(listName('cases', { status: null }), 'k'))],
    ['whose key has another shape', () => keyBehind('cases', cursorAfter('cases', ['k']))],
    ['with a part too many', () => keyBehind('cases', Buffer.from(JSON.stringify({ list: 'cases', key: 'k', more: 1 })).toString('base64url'))],
    ['that is no JSON', () => keyBehind('cases', 'AAAA')],
    ['with an instant that is none', () => endBefore('cases', cursorAfter('cases', ['yesterday', '0199aaaa-0000-7000-8000-000000000000']))],
  ])('%s is refused', (_, read) => {
    expect(read).toThrow(refusal);
  });

  it('is nothing at the beginning', () => {
    expect(keyBehind('cases', undefined)).toBeUndefined();
    expect(endBefore('cases', undefined)).toBeUndefined();
  });

  it('keeps the end of a page that is newest first', () => {
    const end = { at: '2026-11-22T06:00:00.000Z', id: '0199aaaa-0000-7000-8000-000000000000' };

    expect(endBefore('clocks', cursorAfter('clocks', [end.at, end.id]))).toEqual(end);
  });
});
