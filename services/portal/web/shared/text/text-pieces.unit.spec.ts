import fc from 'fast-check';
import { signName, visiblePieces, type Mark } from './text-pieces';

describe('a text of strangers', () => {
  it('shows what would turn it around, hide in it or move the cursor', () => {
    const pieces = visiblePieces('inv\u202Efdp.exe\u001b[2J\u200b!');
    expect(pieces.flatMap(({ sign }) => sign ?? [])).toEqual(['RLO U+202E', 'ESC U+001B', 'ZWSP U+200B']);
    expect(pieces.filter(({ sign }) => sign === undefined).map(({ text }) => text)).toEqual(['inv', 'fdp.exe', '[2J', '!']);
  });

  it('leaves lines, tabs, Japanese and signs of two units as they are', () => {
    expect(visiblePieces('一行目\n\t二行目 𠮷野家')).toEqual([{ at: 0, text: '一行目\n\t二行目 𠮷野家' }]);
  });

  it('names signs beyond the first plane by their number', () => {
    expect(signName('\u{E0041}')).toBe('U+E0041');
  });

  it('keeps a mark over a sign inside of it', () => {
    const mark = { from: 1, to: 4, label: 'user' };
    expect(visiblePieces('ab\u0000cd', [mark])).toEqual([
      { at: 0, text: 'a' }, { at: 1, text: 'b', mark }, { at: 2, text: '\u0000', sign: 'NUL U+0000', mark }, { at: 3, text: 'c', mark }, { at: 4, text: 'd' },
    ]);
  });

  it('is whole again when its pieces are joined, whatever it holds and whatever is marked', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '\u202e', '\n', '\u0000', '𠮷', '\u{e0041}') }), fc.array(fc.nat(20), { maxLength: 6 }), (text, cuts) => {
      const ends = [...new Set(cuts.map((cut) => Math.min(cut, text.length)))].sort((a, b) => a - b);
      const marks: Mark[] = ends.slice(1).flatMap((to, index) => (index % 2 === 0 ? [{ from: ends[index] ?? 0, to, label: 'x' }] : []));
      const pieces = visiblePieces(text, marks);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const { at, text: part } of pieces) expect(text.startsWith(part, at)).toBe(true);
    }));
  });
});
