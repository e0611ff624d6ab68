import type { BulletList, DocumentLanguage, Heading, Paragraph } from '../document-model';
import { ACCENT } from '../palette';
import { heightOf, type Element, type Sheet } from '../sheet';
import { TYPE, type TextStyle } from '../type-scale';

const BULLET_INDENT = 13;
const LOOKS = { normal: TYPE.body, lead: TYPE.lead, muted: TYPE.muted, strong: TYPE.strong } as const;
const SPACE_BEFORE_HEADING = { 1: 26, 2: 15 } as const;
const SPACE_BEHIND_HEADING = { 1: 9, 2: 4 } as const;

export const styleOfParagraph = (paragraph: Paragraph): TextStyle => LOOKS[paragraph.look ?? 'normal'];

/** Draws a heading and its entry in the outline; the caller keeps it together with what follows. */
export function drawHeading(sheet: Sheet, heading: Heading, followsHeading: boolean): void {
  sheet.space(followsHeading ? 2 : SPACE_BEFORE_HEADING[heading.level]);
  const style = heading.level === 1 ? TYPE.heading1 : TYPE.heading2;
  const lines = sheet.lines(heading.text, style, sheet.width);
  const element = sheet.element(`H${heading.level + 1}`);
  sheet.mark(element, `H${heading.level + 1}`, () => { sheet.write(lines, style, sheet.left, sheet.y, { width: sheet.width }); });
  if (heading.level === 1) sheet.doc.outline.addItem(heading.text);
  sheet.y += heightOf(lines, style) + SPACE_BEHIND_HEADING[heading.level];
}

/** Height of a heading with the space around it. */
export function heightOfHeading(sheet: Sheet, heading: Heading): number {
  const style = heading.level === 1 ? TYPE.heading1 : TYPE.heading2;
  const before = sheet.isAtTop ? 0 : SPACE_BEFORE_HEADING[heading.level];
  return before + heightOf(sheet.lines(heading.text, style, sheet.width), style) + SPACE_BEHIND_HEADING[heading.level];
}

/** Draws a paragraph over as many pages as it takes. */
export function drawParagraph(sheet: Sheet, paragraph: Paragraph, language: DocumentLanguage): void {
  const style = styleOfParagraph(paragraph);
  const lang = paragraph.language === undefined || paragraph.language === language ? undefined : paragraph.language;
  const element = sheet.element('P', undefined, { lang });
  flowLines(sheet, element, 'P', sheet.lines(paragraph.text, style, sheet.width), style, sheet.left);
  sheet.y += 7;
}

/** Draws a list with a square before each item. */
export function drawList(sheet: Sheet, list: BulletList): void {
  const element = sheet.element('L');
  for (const text of list.items) {
    const lines = sheet.lines(text, TYPE.body, sheet.width - BULLET_INDENT);
    sheet.need(heightOf(lines.slice(0, 2), TYPE.body));
    const item = sheet.element('LI', element);
    const middle = sheet.y + heightOf(lines.slice(0, 1), TYPE.body) / 2;
    sheet.decorate(() => { sheet.doc.rect(sheet.left + 1, middle - 1.6, 3.2, 3.2).fill(ACCENT); });
    flowLines(sheet, sheet.element('LBody', item), 'LBody', lines, TYPE.body, sheet.left + BULLET_INDENT);
    sheet.y += 2.5;
  }
  sheet.y += 5;
}

/** Writes lines at the cursor and goes on over pages, never leaving or taking a single line of several. */
export function flowLines(sheet: Sheet, element: Element, tag: string, lines: readonly string[], style: TextStyle, x: number): void {
  const height = style.size * style.leading;
  let rest = lines;
  while (rest.length > 0) {
    const count = linesForRoom(rest.length, Math.floor(sheet.room / height), sheet.isAtTop);
    const now = rest.slice(0, count);
    if (count > 0) sheet.mark(element, tag, () => { sheet.write(now, style, x, sheet.y, { width: sheet.left + sheet.width - x }); });
    sheet.y += count * height;
    rest = rest.slice(count);
    if (rest.length > 0) sheet.newPage();
  }
}

/** How many of `count` lines go where `fitting` have room: no first line stays alone, no last line goes alone. */
export function linesForRoom(count: number, fitting: number, atTop: boolean): number {
  if (count <= fitting) return count;
  const most = count - fitting === 1 ? fitting - 1 : fitting;
  if (most < 2) return atTop ? Math.max(1, fitting) : 0;
  return most;
}
