/** A place in a text that is worth seeing, and what it is. */
export interface Mark { readonly from: number; readonly to: number; readonly label: string }

/** A piece of a text: as it is, or a sign that would not be seen, by its name; `mark` when it lies in one. */
export interface Piece { readonly at: number; readonly text: string; readonly sign?: string; readonly mark?: Mark }

/** Signs that have no shape or change how others are read: control, formatting (also bidi and zero width), line and paragraph separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Line feed and tab are seen for what they are. */
const KEPT = new Set(['\n', '\t']);
const CONTROL_NAMES = 'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' ');
const BIDI_NAMES: Readonly<Record<number, string>> = {
  0x061c: 'ALM', 0x200b: 'ZWSP', 0x200c: 'ZWNJ', 0x200d: 'ZWJ', 0x200e: 'LRM', 0x200f: 'RLM', 0x202a: 'LRE', 0x202b: 'RLE', 0x202c: 'PDF', 0x202d: 'LRO', 0x202e: 'RLO',
  0x2066: 'LRI', 0x2067: 'RLI', 0x2068: 'FSI', 0x2069: 'PDI', 0xfeff: 'BOM', 0xad: 'SHY', 0x7f: 'DEL',
};

/** Name of a sign that is not seen, by Unicode: a short name where there is one, and always its number. */
export function signName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const name = CONTROL_NAMES[code] ?? BIDI_NAMES[code];
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return name === undefined ? number : `${name} ${number}`;
}

/** Cuts a text at its unseen signs and at the ends of marks, which must be in order and apart. The pieces joined are the text. */
export function visiblePieces(text: string, marks: readonly Mark[] = []): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const mark of marks) {
    cut(text, at, mark.from, undefined, pieces);
    cut(text, mark.from, mark.to, mark, pieces);
    at = mark.to;
  }
  cut(text, at, text.length, undefined, pieces);
  return pieces;
}

function cut(text: string, from: number, to: number, mark: Mark | undefined, pieces: Piece[]): void {
  const marked = mark === undefined ? {} : { mark };
  const part = text.slice(from, to);
  let at = 0;
  for (const { 0: character, index } of part.matchAll(UNSEEN)) {
    if (KEPT.has(character)) continue;
    if (index > at) pieces.push({ at: from + at, text: part.slice(at, index), ...marked });
    pieces.push({ at: from + index, text: character, sign: signName(character), ...marked });
    at = index + character.length;
  }
  if (at < part.length) pieces.push({ at: from + at, text: part.slice(at), ...marked });
}
