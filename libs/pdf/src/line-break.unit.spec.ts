import fc from 'fast-check';
import { breakLines, widestPart } from './line-break';

/** One unit a Latin character, two a Japanese one. */
const measure = (text: string): number => Array.from(text).reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) < 0x2e80 ? 1 : 2), 0);

describe('breaking lines', () => {
  it.each<[string, string, number, string[]]>([
    ['between Japanese characters', '検知から封じ込め', 8, ['検知から', '封じ込め']],
    ['never before a full stop or a closing bracket', '検知した。「確認」', 8, ['検知し', 'た。「確', '認」']],
    ['never behind an opening bracket', '検知し（経理部）', 8, ['検知し', '（経理', '部）']],
    ['never behind an opening bracket with a space inside it', '検知「 経理', 6, ['検知', '「 経', '理']],
    ['not before small kana and long marks', 'サーバーサーバー', 10, ['サーバー', 'サーバー']],
    ['not between a figure and its counter', '検知は12件です', 8, ['検知は', '12件です']],
    ['at spaces in English', 'a suspicious process was stopped', 12, ['a suspicious', 'process was', 'stopped']],
    ['behind marks in paths', 'C:\\Windows\\System32\\cmd.exe', 12, ['C:\\Windows\\', 'System32\\', 'cmd.exe']],
    ['anywhere in a word wider than the line', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['where the writer broke them', 'one\n\ntwo', 10, ['one', '', 'two']],
  ])('breaks %s', (_title, text, width, lines) => {
    expect(breakLines(text, width, measure)).toEqual(lines);
  });

  const text = fc.string({ unit: fc.constantFrom(...'検知経理部サーバー、。」）（「っょabc12 -/.,件〜'), maxLength: 60 });

  it('keeps every character but spaces, and every line within the width', () => {
    fc.assert(fc.property(text, fc.integer({ min: 10, max: 40 }), (words, width) => {
      const lines = breakLines(words, width, measure);

      expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
    }));
  });

  it('begins no line with a mark that must not begin one while its words fit', () => {
    fc.assert(fc.property(text, fc.integer({ min: 10, max: 40 }), (words, width) => {
      fc.pre(widestPart(words, measure) <= width);
      const lines = breakLines(words.trimStart(), width, measure);

      for (const line of lines.slice(1)) expect(line).not.toMatch(/^[、。」）っょー〜]/);
      for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[（「]$/);
    }), { numRuns: 2000 });
  });
});
