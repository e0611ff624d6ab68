import type { Columns, ColumnPart, DefinitionList, DocumentLanguage } from '../document-model';
import { heightOf, type Sheet } from '../sheet';
import { TYPE } from '../type-scale';
import { flowLines, styleOfParagraph } from './prose';

const GAP = 12;
const ROW_GAP = 3;
const GUTTER = 28;
const TERM = { ...TYPE.body, color: TYPE.muted.color };

interface Box { readonly x: number; readonly width: number }

/** Draws terms at the left and what they mean beside them. */
export function drawDefinitionList(sheet: Sheet, list: DefinitionList): void {
  sheet.need(heightOfShortDefinitions(sheet, list));
  drawDefinitions(sheet, list, { x: sheet.left, width: sheet.width });
  sheet.y += 8;
}

/** Height of a list that stays together, which is one of at most a third of a page; zero for a longer one. */
export function heightOfShortDefinitions(sheet: Sheet, list: DefinitionList): number {
  const height = heightOfPart(sheet, list, sheet.width);
  return height > (sheet.bottom - sheet.top) / 3 ? 0 : height;
}

/** Draws two parts side by side on one page and goes on below the longer one. */
export function drawColumns(sheet: Sheet, columns: Columns, language: DocumentLanguage): void {
  const width = (sheet.width - GUTTER) / 2;
  sheet.need(heightOfColumns(sheet, columns));
  const top = sheet.y;
  const ends = columns.parts.map((parts, at) => {
    sheet.y = top;
    for (const part of parts) drawPart(sheet, part, { x: sheet.left + at * (width + GUTTER), width }, language);
    return sheet.y;
  });
  sheet.y = Math.max(...ends) + 12;
}

export function heightOfColumns(sheet: Sheet, columns: Columns): number {
  const width = (sheet.width - GUTTER) / 2;
  return Math.max(...columns.parts.map((parts) => parts.reduce((sum, part) => sum + heightOfPart(sheet, part, width), 0)));
}

function drawPart(sheet: Sheet, part: ColumnPart, box: Box, language: DocumentLanguage): void {
  if (part.kind === 'definitionList') return drawDefinitions(sheet, part, box);
  const style = styleOfParagraph(part);
  const lines = sheet.lines(part.text, style, box.width);
  const lang = part.language === language ? undefined : part.language;
  sheet.mark(sheet.element('P', undefined, { lang }), 'P', () => { sheet.write(lines, style, box.x, sheet.y, { width: box.width }); });
  sheet.y += heightOf(lines, style) + 2;
}

function heightOfPart(sheet: Sheet, part: ColumnPart, width: number): number {
  if (part.kind === 'paragraph') return heightOf(sheet.lines(part.text, styleOfParagraph(part), width), styleOfParagraph(part)) + 2;
  const term = termWidth(sheet, part, width);
  return part.items.reduce((sum, item) => sum + Math.max(heightOf(sheet.lines(item.term, TERM, term), TERM), heightOf(sheet.lines(item.text, TYPE.body, width - term - GAP), TYPE.body)) + ROW_GAP, 0);
}

/** As wide as the longest term, but at most two fifths of the box. */
const termWidth = (sheet: Sheet, list: DefinitionList, width: number): number =>
  Math.min(width * 0.4, Math.max(...list.items.map((item) => sheet.measure(TERM)(item.term))) + 0.5);

function drawDefinitions(sheet: Sheet, list: DefinitionList, box: Box): void {
  const term = termWidth(sheet, list, box.width);
  const element = sheet.element('L');
  for (const item of list.items) {
    const terms = sheet.lines(item.term, TERM, term);
    const texts = sheet.lines(item.text, TYPE.body, box.width - term - GAP);
    sheet.need(Math.max(heightOf(terms, TERM), heightOf(texts.slice(0, 2), TYPE.body)));
    const entry = sheet.element('LI', element);
    const bottom = sheet.y + heightOf(terms, TERM);
    const page = sheet.doc.page;
    sheet.mark(sheet.element('Lbl', entry), 'Lbl', () => { sheet.write(terms, TERM, box.x, sheet.y, { width: term }); });
    flowLines(sheet, sheet.element('LBody', entry), 'LBody', texts, TYPE.body, box.x + term + GAP);
    sheet.y = (page === sheet.doc.page ? Math.max(bottom, sheet.y) : sheet.y) + ROW_GAP;
  }
}
