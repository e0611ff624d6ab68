import type { BulletChart, Cell, Chart, DocumentLanguage, SeriesChart, Table } from '../document-model';
import { formatNumber, WORDS } from '../words';

/** The chart's numbers as a table: what a chart shows, its reader can also read. Series stand in columns, for beside the chart. */
export function chartTable(chart: Chart, language: DocumentLanguage): Table {
  if (chart.kind === 'bullet') return bulletTable(chart, language);
  const series = seriesOf(chart, language);
  return {
    kind: 'table', columns: [{ heading: chart.categoryHeading }, ...series.map(({ name }) => ({ heading: name, align: 'end' as const }))],
    rows: chart.categories.map((category, at) => [category, ...series.map(({ values }) => values[at])]),
  };
}

/** The same numbers with series in rows and categories in columns, for below a chart; undefined for lying charts, whose names are long. */
export function lyingChartTable(chart: Chart, language: DocumentLanguage): Table | undefined {
  if (chart.kind === 'bullet' || chart.kind === 'bars') return undefined;
  return {
    kind: 'table', columns: [{ heading: chart.categoryHeading }, ...chart.categories.map((heading) => ({ heading, align: 'end' as const }))],
    rows: seriesOf(chart, language).map(({ name, values }) => [name, ...values]),
  };
}

/** Each series, and the target as one more, with its unit in the name. */
function seriesOf(chart: SeriesChart, language: DocumentLanguage): { name: string; values: string[] }[] {
  const unit = chart.unit === undefined || chart.unit === '' ? '' : language === 'ja' ? `（${chart.unit}）` : ` (${chart.unit})`;
  const text = (value: number | null): string => (value === null ? WORDS[language].noValue : formatNumber(language, value, chart.decimals));
  const { target } = chart;
  const all = target === undefined ? chart.series : [...chart.series, { name: target.label, values: chart.categories.map(() => target.value) }];
  return all.map(({ name, values }) => ({ name: name + unit, values: values.map(text) }));
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
