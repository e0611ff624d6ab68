import type { Cell, DocumentLanguage, Tone } from '../document-model';
import { TONES } from '../palette';
import { heightOf, type Element, type Sheet } from '../sheet';
import { TYPE, type TextStyle } from '../type-scale';
import { drawShape } from './shape';

/** Space above and below a cell's text, and between columns. */
export const CELL_PAD = 4.2;
export const COLUMN_GAP = 12;
const SHAPE_WIDTH = 10;

export interface SetColumn { readonly x: number; readonly width: number; readonly align: 'start' | 'end' }

/** A cell's text in lines for its column. */
export interface SetCell {
  readonly lines: readonly string[];
  readonly style: TextStyle;
  readonly tone?: Tone;
  readonly language?: DocumentLanguage;
}

export const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);
export const styleOf = (cell: Cell, isTotal: boolean): TextStyle => {
  const isStrong = isTotal || (typeof cell !== 'string' && cell.strong === true);
  const style = isStrong ? TYPE.cellStrong : TYPE.cell;
  return typeof cell === 'string' || cell.tone === undefined ? style : { ...style, color: TONES[cell.tone].color };
};
/** Width that a cell's tone mark takes before its text. */
export const indentOf = (cell: { readonly tone?: Tone } | string): number => (typeof cell === 'string' || cell.tone === undefined ? 0 : SHAPE_WIDTH);

export function setCell(sheet: Sheet, cell: Cell, column: SetColumn, isTotal: boolean): SetCell {
  const style = styleOf(cell, isTotal);
  const lines = sheet.lines(textOf(cell), style, column.width - indentOf(cell));
  return typeof cell === 'string' ? { lines, style } : { lines, style, tone: cell.tone, language: cell.language };
}

export const rowHeight = (cells: readonly SetCell[]): number => 2 * CELL_PAD + Math.max(...cells.map((cell) => heightOf(cell.lines, cell.style)));

/** Draws one row from `top`; `elements` are the cells' tags, or undefined for a repeated heading, which is an artifact. */
export function drawCells(sheet: Sheet, cells: readonly SetCell[], columns: readonly SetColumn[], top: number, elements?: readonly { element: Element; tag: string }[]): void {
  for (const [at, cell] of cells.entries()) {
    const column = columns[at];
    const write = (): void => { sheet.write(cell.lines, cell.style, column.x + indentOf(cell), top + CELL_PAD, { width: column.width - indentOf(cell), align: column.align }); };
    const { tone } = cell;
    if (tone !== undefined) sheet.decorate(() => { drawShape(sheet, tone, { x: column.x + 3.2, y: top + CELL_PAD + cell.style.size * cell.style.leading / 2 }, 6.2); });
    const tagged = elements?.[at];
    if (tagged === undefined) sheet.decorate(write);
    else sheet.mark(tagged.element, tagged.tag, write);
  }
}
