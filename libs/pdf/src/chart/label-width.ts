// Advance widths of the regular face in thousandths of the size, by likeness: exact to a few percent over a label, which is all that
// placing legends and names needs; the text itself is drawn with the real widths.
const NARROW = new Set("iljI.,:;'|!()[] ");
const BROAD = new Set('mwMW%@');

function widthOf(character: string): number {
  if ((character.codePointAt(0) ?? 0) >= 0x2e80) return 1;
  if (NARROW.has(character)) return 0.29;
  if (BROAD.has(character)) return 0.88;
  return /[A-Z]/.test(character) ? 0.62 : 0.55;
}

/** Width of a text in ems. */
export const emsOf = (text: string): number => Array.from(text, widthOf).reduce((sum, width) => sum + width, 0);
