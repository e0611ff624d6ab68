import type { BulletChart, Cell, Chart, DocumentLanguage, SeriesChart, Table } from '../document-model';
import { formatNumber, WORDS } from '../words';

/** The chart's numbers as a table: what a chart shows, its reader can also read. Series stand in columns, sums are not added. */
export function chartTable(chart: Chart, language: DocumentLanguage): Table {
  return chart.kind === 'bullet' ? bulletTable(chart, language) : seriesTable(chart, language);
}

function seriesTable(chart: SeriesChart, language: DocumentLanguage): Table {
  const unit = chart.unit === undefined ? '' : language === 'ja' ? `（${chart.unit}）` : ` (${chart.unit})`;
  const target = chart.target === undefined ? [] : [{ heading: chart.target.label + unit, align: 'end' as const }];
  const value = (number: number | null): string => (number === null ? WORDS[language].noValue : formatNumber(language, number, chart.decimals));
  return {
    kind: 'table',
    columns: [{ heading: chart.categoryHeading }, ...chart.series.map((series) => ({ heading: series.name + unit, align: 'end' as const })), ...target],
    rows: chart.categories.map((category, at) => [
      category, ...chart.series.map((series) => value(series.values[at])), ...(chart.target === undefined ? [] : [value(chart.target.value)]),
    ]),
  };
}

function bulletTable(chart: BulletChart, language: DocumentLanguage): Table {
  const { headings, decimals, unit } = chart;
  return {
    kind: 'table',
    columns: [{ heading: headings.item }, { heading: headings.value, align: 'end' }, { heading: headings.target, align: 'end' }, { heading: headings.status }],
    rows: chart.items.map((item): Cell[] => [
      item.label, item.value === null ? WORDS[language].noValue : formatNumber(language, item.value, decimals, unit),
      formatNumber(language, item.target, decimals, unit), { text: item.status, tone: item.tone },
    ]),
  };
}
