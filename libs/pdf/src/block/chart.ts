import svgToPdf from 'svg-to-pdfkit';
import { chartSvg, leastWidth } from '../chart/chart-svg';
import { chartTable, lyingChartTable } from '../chart/chart-table';
import type { Chart, ChartBlock, DocumentLanguage, Table } from '../document-model';
import { BOLD, REGULAR } from '../fonts';
import { heightOf, type Sheet } from '../sheet';
import { TYPE } from '../type-scale';
import { drawTable, heightOfTable, heightOfTableStart, naturalWidth, type Box } from './table';

const TITLE_GAP = 7;
const TABLE_GAP = 6;
const GUTTER = 26;
// A table beside a chart may be this much higher than the chart.
const MOST_HEIGHT = 1.3;

interface SetChart {
  readonly title: readonly string[];
  readonly table: Table;
  readonly tableBox: Box;
  readonly isBeside: boolean;
  readonly width: number;
  readonly height: number;
  readonly svg: string;
}

/** Draws a chart as one figure with its alternative text, and its numbers as a table beside it, or below when that is too wide or long. */
export function drawChart(sheet: Sheet, block: ChartBlock, language: DocumentLanguage): void {
  const set = setChart(sheet, block, language);
  sheet.need(heightOfSet(sheet, set));
  sheet.mark(sheet.element('P'), 'P', () => { sheet.write(set.title, TYPE.caption, sheet.left, sheet.y, { width: sheet.width }); });
  sheet.y += heightOf(set.title, TYPE.caption) + TITLE_GAP;
  const top = sheet.y;
  const figure = sheet.element('Figure', undefined, { alt: block.alt, bbox: [sheet.left, top, sheet.left + set.width, top + set.height] });
  sheet.mark(figure, 'Figure', () => {
    svgToPdf(sheet.doc, set.svg, sheet.left, top, {
      width: set.width, height: set.height, assumePt: true, fontCallback: (_family, bold) => (bold ? BOLD : REGULAR), warningCallback: (text) => { throw new TypeError(`chart: ${text}`); },
    });
  });
  sheet.y = set.isBeside ? top : top + set.height + TABLE_GAP;
  drawTable(sheet, set.table, language, set.tableBox);
  sheet.y = set.isBeside ? Math.max(sheet.y, top + set.height + 12) : sheet.y;
}

/** Height of title, chart and table together; with the table's start only when all of it would take more than most of a page. */
export const heightOfChart = (sheet: Sheet, block: ChartBlock, language: DocumentLanguage): number => heightOfSet(sheet, setChart(sheet, block, language));

function setChart(sheet: Sheet, block: ChartBlock, language: DocumentLanguage): SetChart {
  const title = sheet.lines(block.title, TYPE.caption, sheet.width);
  const beside = setBeside(sheet, block.chart, language);
  return { title, ...(beside ?? setBelow(sheet, block.chart, language)) };
}

function setBeside(sheet: Sheet, chart: Chart, language: DocumentLanguage): Omit<SetChart, 'title'> | undefined {
  const table = chartTable(chart, language);
  const natural = naturalWidth(sheet, table);
  const width = sheet.width - natural - GUTTER;
  if (width < leastWidth(chart)) return undefined;
  const tableBox = { left: sheet.left + sheet.width - natural, width: natural };
  const drawn = chartSvg(chart, language, width);
  return heightOfTable(sheet, table, tableBox) > drawn.height * MOST_HEIGHT ? undefined : { table, tableBox, isBeside: true, width, ...drawn };
}

function setBelow(sheet: Sheet, chart: Chart, language: DocumentLanguage): Omit<SetChart, 'title'> {
  const lying = lyingChartTable(chart, language);
  const fits = lying !== undefined && naturalWidth(sheet, lying) <= sheet.width;
  const table = fits ? lying : chartTable(chart, language);
  // A few narrow columns over the whole width would tear each number away from its name.
  const width = fits ? sheet.width : Math.min(sheet.width, naturalWidth(sheet, table) * 1.4);
  return { table, tableBox: { left: sheet.left, width }, isBeside: false, width: sheet.width, ...chartSvg(chart, language, sheet.width) };
}

function heightOfSet(sheet: Sheet, set: SetChart): number {
  const above = heightOf(set.title, TYPE.caption) + TITLE_GAP;
  const table = heightOfTable(sheet, set.table, set.tableBox);
  if (set.isBeside) return above + Math.max(set.height, table);
  const whole = above + set.height + TABLE_GAP + table;
  return whole < 0.8 * (sheet.bottom - sheet.top) ? whole : above + set.height + TABLE_GAP + heightOfTableStart(sheet, set.table);
}
