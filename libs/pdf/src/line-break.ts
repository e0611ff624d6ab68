/** Width of a text in points. */
export type Measure = (text: string) => number;

// JIS X 4051 calls these classes "not at line head" and "not at line end"; the marks that English needs are among them.
const NOT_AT_START = new Set('、。，．・：；？！゛゜ヽヾゝゞ々ー）」』】〕〉》〟｝］’”‐–〜～％‰℃°′″ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ)]}.,:;!?%…‥');
const NOT_AT_END = new Set('（「『【〔〈《〝｛［‘“([{¥￥$＄£#№@');
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\u30fb\u30fc\uff00-\uffef]/u;
// Long paths, addresses and file names part behind these marks, so that they need not be torn.
const PARTS_BEHIND = new Set('-/\\_&=');

/** Lines no wider than `width` (a single character may be). Line feeds are kept as breaks; an empty text is one empty line. */
export function breakLines(text: string, width: number, measure: Measure): string[] {
  return text.split('\n').flatMap((paragraph) => fill(unbreakables(paragraph), width, measure));
}

/** The widest part of a text that no line break may part: what a column must hold. */
export function widestPart(text: string, measure: Measure): number {
  return Math.max(0, ...unbreakables(text.replaceAll('\n', ' ')).map((part) => measure(part.trimEnd())));
}

function fill(parts: readonly string[], width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const part of parts) {
    const fits = used + measure(part.trimEnd()) <= width;
    if (!fits && line !== '') lines.push(line.trimEnd());
    const pieces = fits || measure(part.trimEnd()) <= width ? [part] : tear(part, width, measure);
    lines.push(...pieces.slice(0, -1));
    const last = pieces[pieces.length - 1];
    line = fits ? line + last : last;
    used = (fits ? used : 0) + measure(last);
  }
  return [...lines, line.trimEnd()];
}

/** Parts a text that fits on no line wherever it must: a hash, or an address without any mark. */
function tear(part: string, width: number, measure: Measure): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of part) {
    if (piece !== '' && measure(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Splits where lines may break: behind spaces and parting marks, and between wide characters where the marks' classes allow. */
export function unbreakables(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let before = '';
  let ink = '';
  for (const character of text) {
    if (part !== '' && !NOT_AT_END.has(ink) && mayBreak(before, character)) {
      parts.push(part);
      part = '';
    }
    part += character;
    before = character;
    // An opening bracket stays with what it opens, spaces between them or not.
    if (character !== ' ') ink = character;
  }
  return part === '' ? parts : [...parts, part];
}

function mayBreak(before: string, after: string): boolean {
  if (after === ' ' || NOT_AT_START.has(after)) return false;
  if (before === ' ') return true;
  // A figure keeps its counter: 12件 and 30分 stay whole.
  if (/[0-9]/.test(before) && WIDE.test(after)) return false;
  if (WIDE.test(before) || WIDE.test(after)) return true;
  return PARTS_BEHIND.has(before) && /[\p{L}\p{N}]/u.test(after);
}
