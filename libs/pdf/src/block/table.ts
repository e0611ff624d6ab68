import type { DocumentLanguage, Table } from '../document-model';
import { ACCENT, HAIRLINE } from '../palette';
import { heightOf, type Element, type Sheet } from '../sheet';
import { TYPE } from '../type-scale';
import { WORDS } from '../words';
import { columnWidths, type ColumnWish } from './column-widths';
import { CELL_PAD, COLUMN_GAP, drawCells, indentOf, rowHeight, setCell, styleOf, textOf, type SetCell, type SetColumn } from './table-row';

/** Where a table stands; the whole width of the sheet when nothing else is said. */
export interface Box { readonly left: number; readonly width: number }

interface SetTable {
  readonly box: Box;
  readonly caption: readonly string[];
  readonly columns: readonly SetColumn[];
  readonly head: readonly SetCell[];
  readonly rows: readonly { readonly cells: readonly SetCell[]; readonly isTotal: boolean }[];
}

/** Draws a table over as many pages as it takes; its column headings stand at the head of each. */
export function drawTable(sheet: Sheet, table: Table, language: DocumentLanguage, box: Box = sheet): void {
  const set = setTable(sheet, table, box);
  sheet.need(startHeight(sheet, set));
  const element = sheet.element('Table');
  drawCaption(sheet, element, set);
  drawHead(sheet, set, sheet.element('THead', element));
  const body = sheet.element('TBody', element);
  const foot = table.totals === undefined ? body : sheet.element('TFoot', element);
  for (const [at, row] of set.rows.entries()) {
    if (heightTogether(set, at) > sheet.room) goOn(sheet, set, table, language);
    drawRow(sheet, set, at, row.isTotal ? foot : body, language);
  }
  sheet.y += 12;
}

/** Height of what must stand together at the table's start. */
export const heightOfTableStart = (sheet: Sheet, table: Table): number => startHeight(sheet, setTable(sheet, table, sheet));
/** Height of the whole table on one page. */
export const heightOfTable = (sheet: Sheet, table: Table, box: Box = sheet): number => heightOfSet(setTable(sheet, table, box));

/** Width at which every cell stands on one line. */
export const naturalWidth = (sheet: Sheet, table: Table): number =>
  wishesOf(sheet, table).reduce((sum, wish) => sum + wish.natural, COLUMN_GAP * (table.columns.length - 1));

function setTable(sheet: Sheet, table: Table, box: Box): SetTable {
  const columns = setColumns(sheet, table, box);
  const blank = (text: string): string[] => table.columns.map((_column, at) => (at === 0 ? text : ''));
  const rows = table.rows.length === 0 && table.empty !== undefined ? [blank(table.empty)] : table.rows;
  const set = (isTotal: boolean) => (row: Table['rows'][number]) => ({ isTotal, cells: row.map((cell, at) => setCell(sheet, cell, columns[at], isTotal)) });
  return {
    box,
    caption: table.caption === undefined ? [] : sheet.lines(table.caption, TYPE.caption, box.width),
    columns,
    head: table.columns.map((column, at) => ({ lines: sheet.lines(column.heading, TYPE.columnHeading, columns[at].width), style: TYPE.columnHeading })),
    rows: [...rows.map(set(false)), ...(table.totals ?? []).map(set(true))],
  };
}

function wishesOf(sheet: Sheet, table: Table): ColumnWish[] {
  const rows = [...table.rows.map((row) => ({ row, isTotal: false })), ...(table.totals ?? []).map((row) => ({ row, isTotal: true }))];
  return table.columns.map((column, at) => {
    const cells = rows.map(({ row, isTotal }) => ({ cell: row[at], style: styleOf(row[at], isTotal) }));
    const heading = sheet.measure(TYPE.columnHeading)(column.heading);
    const natural = Math.max(heading, ...cells.map(({ cell, style }) => indentOf(cell) + sheet.measure(style)(textOf(cell))));
    const least = Math.max(sheet.widestPart(column.heading, TYPE.columnHeading), ...cells.map(({ cell, style }) => indentOf(cell) + sheet.widestPart(textOf(cell), style)));
    return { natural: natural + 0.5, least: Math.max(least, Math.min(natural, 48)) + 0.5, isFixed: column.align === 'end' };
  });
}

function setColumns(sheet: Sheet, table: Table, box: Box): SetColumn[] {
  const widths = columnWidths(wishesOf(sheet, table), box.width - COLUMN_GAP * (table.columns.length - 1));
  let x = box.left;
  return widths.map((width, at) => {
    const column = { x, width, align: table.columns[at].align ?? 'start' };
    x += width + COLUMN_GAP;
    return column;
  });
}

const captionHeight = (set: SetTable): number => (set.caption.length === 0 ? 0 : heightOf(set.caption, TYPE.caption) + 3);
const heightOfSet = (set: SetTable, rows: number = set.rows.length): number =>
  captionHeight(set) + rowHeight(set.head) + set.rows.slice(0, rows).reduce((sum, row) => sum + rowHeight(row.cells), 0);

/** A table of less than a third of a page stays whole; a longer one begins with three rows. */
function startHeight(sheet: Sheet, set: SetTable): number {
  const whole = heightOfSet(set);
  return whole < (sheet.bottom - sheet.top) / 3 ? whole : heightOfSet(set, 3);
}

/** Height of a row and of those that must not part from it: sums stay with the last two rows, and no last row goes alone. */
function heightTogether(set: SetTable, at: number): number {
  const lastBody = set.rows.findLastIndex((row) => !row.isTotal);
  const isTail = at === lastBody - 1 && at > 0;
  return set.rows.slice(at, isTail ? undefined : at + 1).reduce((sum, row) => sum + rowHeight(row.cells), 0);
}

function drawCaption(sheet: Sheet, table: Element, { caption, box }: SetTable): void {
  if (caption.length === 0) return;
  sheet.mark(sheet.element('Caption', table), 'Caption', () => { sheet.write(caption, TYPE.caption, box.left, sheet.y, { width: box.width }); });
  sheet.y += heightOf(caption, TYPE.caption) + 3;
}

function drawHead(sheet: Sheet, set: SetTable, head: Element): void {
  const row = sheet.element('TR', head);
  drawCells(sheet, set.head, set.columns, sheet.y, set.columns.map(() => ({ element: sheet.element('TH', row, { scope: 'Column' }), tag: 'TH' })));
  ruleBelowHead(sheet, set);
}

function ruleBelowHead(sheet: Sheet, set: SetTable): void {
  sheet.y += rowHeight(set.head);
  sheet.decorate(() => { sheet.doc.rect(set.box.left, sheet.y - 0.8, set.box.width, 0.8).fill(ACCENT); });
}

/** A new page with the caption and headings again, as artifacts: their tags stand at the table's start. */
function goOn(sheet: Sheet, set: SetTable, table: Table, language: DocumentLanguage): void {
  sheet.newPage();
  const { caption } = table;
  if (caption !== undefined) {
    const lines = sheet.lines(caption + WORDS[language].continued, TYPE.caption, set.box.width);
    sheet.decorate(() => { sheet.write(lines, TYPE.caption, set.box.left, sheet.y, { width: set.box.width }); }, 'Pagination');
    sheet.y += heightOf(lines, TYPE.caption) + 3;
  }
  drawCells(sheet, set.head, set.columns, sheet.y);
  ruleBelowHead(sheet, set);
}

function drawRow(sheet: Sheet, set: SetTable, at: number, body: Element, language: DocumentLanguage): void {
  const { cells, isTotal } = set.rows[at];
  if (isTotal && !set.rows[at - 1]?.isTotal) sheet.decorate(() => { sheet.doc.rect(set.box.left, sheet.y - 0.8, set.box.width, 0.8).fill(ACCENT); });
  const row = sheet.element('TR', body);
  const elements = cells.map((cell, column) => {
    const tag = column === 0 && cells.length > 1 ? 'TH' : 'TD';
    return { tag, element: sheet.element(tag, row, { scope: tag === 'TH' ? 'Row' : undefined, lang: cell.language === language ? undefined : cell.language }) };
  });
  let rest: readonly SetCell[] = cells;
  while (rowHeight(rest) > sheet.room) rest = drawPart(sheet, set, rest, elements);
  drawCells(sheet, rest, set.columns, sheet.y, elements.slice(0, rest.length));
  sheet.y += rowHeight(rest);
  if (at < set.rows.length - 1) sheet.decorate(() => { sheet.doc.rect(set.box.left, sheet.y - 0.4, set.box.width, 0.4).fill(HAIRLINE); });
}

/** Draws as many lines of a row taller than the page as fit, and answers the rest for the next page. */
function drawPart(sheet: Sheet, set: SetTable, cells: readonly SetCell[], elements: readonly { element: Element; tag: string }[]): SetCell[] {
  const count = Math.max(1, Math.floor((sheet.room - 2 * CELL_PAD) / (TYPE.cell.size * TYPE.cell.leading)));
  drawCells(sheet, cells.map((cell) => ({ ...cell, lines: cell.lines.slice(0, count) })), set.columns, sheet.y, elements);
  sheet.newPage();
  drawCells(sheet, set.head, set.columns, sheet.y);
  ruleBelowHead(sheet, set);
  return cells.map((cell) => ({ ...cell, lines: cell.lines.slice(count), tone: undefined }));
}
