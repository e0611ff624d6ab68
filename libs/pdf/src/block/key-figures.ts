import type { KeyFigure, KeyFigures } from '../document-model';
import { SURFACE, TONES } from '../palette';
import { heightOf, type Element, type Sheet } from '../sheet';
import { TYPE } from '../type-scale';
import { drawShape } from './shape';

const GAP = 10;
const PAD = 11;
const SHAPE_WIDTH = 10;
const UNIT_GAP = 3;

/** Draws figures as cards, up to four in a row; tagged as a list, each figure's name its label. */
export function drawKeyFigures(sheet: Sheet, figures: KeyFigures): void {
  sheet.space(4);
  const list = sheet.element('L');
  const perRow = columnsFor(figures.items.length);
  for (let at = 0; at < figures.items.length; at += perRow) drawRow(sheet, list, figures.items.slice(at, at + perRow), perRow);
  sheet.y += 6;
}

/** Height of the first row of cards. */
export function heightOfKeyFigures(sheet: Sheet, figures: KeyFigures): number {
  const perRow = columnsFor(figures.items.length);
  return rowHeight(sheet, figures.items.slice(0, perRow), cardWidth(sheet, perRow));
}

/** Rows of equal length where possible: five stand as three and two, six as three and three. */
const columnsFor = (count: number): number => (count <= 4 ? count : count % 4 === 0 ? 4 : 3);
const cardWidth = (sheet: Sheet, perRow: number): number => (sheet.width - GAP * (perRow - 1)) / perRow;

function drawRow(sheet: Sheet, list: Element, items: readonly KeyFigure[], perRow: number): void {
  const width = cardWidth(sheet, perRow);
  const height = rowHeight(sheet, items, width);
  sheet.need(height);
  for (const [at, item] of items.entries()) drawCard(sheet, sheet.element('LI', list), item, { x: sheet.left + at * (width + GAP), width, height });
  sheet.y += height + GAP;
}

function rowHeight(sheet: Sheet, items: readonly KeyFigure[], width: number): number {
  return Math.max(...items.map((item) => {
    const parts = partsOf(sheet, item, width - 2 * PAD);
    return 2 * PAD + heightOf(parts.label, TYPE.figureLabel) + heightOf(parts.value, TYPE.figureValue) + heightOf(parts.note, TYPE.figureNote);
  }));
}

function partsOf(sheet: Sheet, item: KeyFigure, width: number): { label: string[]; value: string[]; note: string[] } {
  const indent = item.tone === undefined ? 0 : SHAPE_WIDTH;
  return {
    label: sheet.lines(item.label, TYPE.figureLabel, width),
    value: sheet.lines(item.value, TYPE.figureValue, width),
    note: item.note === undefined ? [] : sheet.lines(item.note, TYPE.figureNote, width - indent),
  };
}

function drawCard(sheet: Sheet, element: Element, item: KeyFigure, card: { x: number; width: number; height: number }): void {
  const { label, value, note } = partsOf(sheet, item, card.width - 2 * PAD);
  const x = card.x + PAD;
  const place = { width: card.width - 2 * PAD };
  const labelTop = sheet.y + PAD;
  const valueTop = labelTop + heightOf(label, TYPE.figureLabel);
  const noteTop = sheet.y + card.height - PAD - heightOf(note, TYPE.figureNote);
  const indent = item.tone === undefined ? 0 : SHAPE_WIDTH;
  sheet.decorate(() => {
    sheet.doc.roundedRect(card.x, sheet.y, card.width, card.height, 3).fill(SURFACE);
    if (item.tone !== undefined) drawShape(sheet, item.tone, { x: x + 3.2, y: noteTop + TYPE.figureNote.size * TYPE.figureNote.leading / 2 }, 6.4);
  });
  sheet.mark(sheet.element('Lbl', element), 'Lbl', () => { sheet.write(label, TYPE.figureLabel, x, labelTop, place); });
  sheet.mark(sheet.element('LBody', element), 'LBody', () => {
    const color = item.tone === undefined ? TYPE.figureValue.color : TONES[item.tone].color;
    sheet.write(value, { ...TYPE.figureValue, color }, x, valueTop, place);
    const end = sheet.measure(TYPE.figureValue)(value[value.length - 1]) + UNIT_GAP;
    // The unit stands on the value's base line: 0.37 of each size below the middle of its line.
    const drop = heightOf(value, TYPE.figureValue) - heightOf([''], TYPE.figureValue) / 2 + 0.37 * (TYPE.figureValue.size - TYPE.figureUnit.size) - heightOf([''], TYPE.figureUnit) / 2;
    if (item.unit !== undefined) sheet.write([item.unit], { ...TYPE.figureUnit, color }, x + end, valueTop + drop, place);
    sheet.write(note, TYPE.figureNote, x + indent, noteTop, place);
  });
}
