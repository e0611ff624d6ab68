import svgToPdf from 'svg-to-pdfkit';
import { chartSvg } from '../chart/chart-svg';
import { chartTable } from '../chart/chart-table';
import type { ChartBlock, DocumentLanguage } from '../document-model';
import { BOLD, REGULAR } from '../fonts';
import { heightOf, type Sheet } from '../sheet';
import { TYPE } from '../type-scale';
import { drawTable, heightOfTable, heightOfTableStart } from './table';

const TITLE_GAP = 7;
const TABLE_GAP = 6;

/** Draws a chart as one figure with its alternative text, and its numbers as a table below, on the same page where that fits. */
export function drawChart(sheet: Sheet, block: ChartBlock, language: DocumentLanguage): void {
  const title = sheet.lines(block.title, TYPE.caption, sheet.width);
  const { svg, height } = chartSvg(block.chart, language, sheet.width);
  sheet.need(heightOfChart(sheet, block, language));
  sheet.mark(sheet.element('P'), 'P', () => { sheet.write(title, TYPE.caption, sheet.left, sheet.y, { width: sheet.width }); });
  sheet.y += heightOf(title, TYPE.caption) + TITLE_GAP;
  const figure = sheet.element('Figure', undefined, { alt: block.alt, bbox: [sheet.left, sheet.y, sheet.left + sheet.width, sheet.y + height] });
  sheet.mark(figure, 'Figure', () => {
    svgToPdf(sheet.doc, svg, sheet.left, sheet.y, {
      width: sheet.width, height, assumePt: true, fontCallback: (_family, bold) => (bold ? BOLD : REGULAR), warningCallback: (text) => { throw new TypeError(`chart: ${text}`); },
    });
  });
  sheet.y += height + TABLE_GAP;
  drawTable(sheet, chartTable(block.chart, language), language);
}

/** Height of title, chart and table together; with the table's start only when all of it would take more than most of a page. */
export function heightOfChart(sheet: Sheet, block: ChartBlock, language: DocumentLanguage): number {
  const table = chartTable(block.chart, language);
  const above = heightOf(sheet.lines(block.title, TYPE.caption, sheet.width), TYPE.caption) + TITLE_GAP + chartSvg(block.chart, language, sheet.width).height + TABLE_GAP;
  const whole = above + heightOfTable(sheet, table);
  return whole < 0.8 * (sheet.bottom - sheet.top) ? whole : above + heightOfTableStart(sheet, table);
}
