/** Whether the fonts can draw a character. */
export type Coverage = (codePoint: number) => boolean;

// The geta mark is what Japanese printers set for a type they do not have; the font has it.
const MISSING = '〓';

/** The text that can be set: composed (NFC), without control and direction marks, with a geta mark for what the fonts lack. */
export function cleanText(text: string, covers: Coverage): string {
  const plain = text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/[\t\u00a0\u2028\u2029]/g, ' ').replace(/[\p{Cc}\p{Cf}\p{Surrogate}\ufe00-\ufe0f]/gu, (mark) => (mark === '\n' ? mark : ''));
  return Array.from(plain, (character) => (character === '\n' || covers(character.codePointAt(0) ?? 0) ? character : MISSING)).join('');
}

/** `cleanText` for every text inside a value made of plain objects and lists; dates and numbers stay. */
export function cleanDeep<Value>(value: Value, covers: Coverage): Value {
  return clean(value, covers) as Value;
}

function clean(value: unknown, covers: Coverage): unknown {
  if (typeof value === 'string') return cleanText(value, covers);
  if (Array.isArray(value)) return value.map((item: unknown) => clean(item, covers));
  if (typeof value !== 'object' || value === null || Object.prototype.toString.call(value) === '[object Date]') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, clean(member, covers)]));
}
