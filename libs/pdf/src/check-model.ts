import { unreachable } from '@yagura/kernel';
import type { Block, ChartBlock, DocumentModel, SeriesChart, Table } from './document-model';
import { MalformedDocument } from './document.errors';

/** Throws MalformedDocument where tags would be wrong or words missing (PDF/UA-1 sections 7.1 to 7.5); types cannot say these rules. */
export function checkModel(model: DocumentModel): void {
  for (const name of ['title', 'kind', 'subtitle', 'issuer', 'handling'] as const) demand(model[name].trim() !== '', name, 'is empty');
  demand(Number.isFinite(model.createdAt.getTime()), 'createdAt', 'is no date');
  let level = 0;
  for (const [at, block] of model.blocks.entries()) {
    const path = `blocks.${at}`;
    if (block.kind === 'heading') {
      demand(block.level <= level + 1, path, 'skips a level of heading');
      level = block.level;
    }
    checkBlock(block, path);
  }
}

function checkBlock(block: Block, path: string): void {
  switch (block.kind) {
    case 'table': return checkTable(block, path);
    case 'chart': return checkChart(block, path);
    case 'keyFigures': case 'list': case 'callout': case 'definitionList':
      return demand(block.items.length > 0, path, 'has no items');
    case 'heading': case 'paragraph':
      return demand(block.text.trim() !== '', path, 'has no text');
    case 'columns': case 'pageBreak': return;
    default: return unreachable(block);
  }
}

function checkTable(table: Table, path: string): void {
  demand(table.columns.length > 0, path, 'has no columns');
  demand(table.rows.length > 0 || table.empty !== undefined, path, 'has neither rows nor words for their absence');
  for (const row of [...table.rows, ...(table.totals ?? [])]) demand(row.length === table.columns.length, path, 'has a row with another number of cells');
}

function checkChart({ chart, alt }: ChartBlock, path: string): void {
  demand(alt.trim() !== '', path, 'has no alternative text');
  if (chart.kind === 'bullet') return demand(chart.items.length > 0, path, 'has no items');
  checkSeries(chart, path);
}

function checkSeries(chart: SeriesChart, path: string): void {
  demand(chart.categories.length > 0 && chart.series.length > 0, path, 'has no data');
  for (const series of chart.series) {
    demand(series.values.length === chart.categories.length, path, 'has a series with another number of values');
    demand(series.values.every((value) => value === null || Number.isFinite(value)), path, 'has a value that is no number');
  }
}

function demand(holds: boolean, path: string, why: string): void {
  if (!holds) throw new MalformedDocument(path, why);
}
