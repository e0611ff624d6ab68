import type { DocumentLanguage, SeriesChart } from '../document-model';
import { INK, TONES, WHITE } from '../palette';
import { formatNumber } from '../words';
import { CATEGORY_AXIS, legendOf, TEXT, VALUE_AXIS, type ChartOption } from './chart-look';

// A segment below this share of the tallest column is too flat for its number; the table has it.
const LEAST_SHARE = 0.075;

/** Columns stacked from the first series up, white lines between them, each number in its segment and the sum above. */
export function stackedBarsOption(chart: SeriesChart, language: DocumentLanguage): ChartOption {
  const totals = chart.categories.map((_category, at) => chart.series.reduce((sum, series) => sum + (series.values[at] ?? 0), 0));
  const tallest = Math.max(1, ...totals);
  const number = (value: number): string => formatNumber(language, value, chart.decimals);
  const segments = chart.series.map((series) => ({
    name: series.name, type: 'bar' as const, stack: 'all', barWidth: '46%', data: [...series.values],
    itemStyle: { color: TONES[series.tone].color, borderColor: WHITE, borderWidth: 0.8 },
    label: {
      ...TEXT, show: true, color: WHITE,
      formatter: ({ value }: { value: unknown }) => (typeof value === 'number' && value / tallest >= LEAST_SHARE ? number(value) : ''),
    },
  }));
  const sums = {
    name: '', type: 'line' as const, data: totals, symbol: 'none', lineStyle: { opacity: 0 }, silent: true,
    label: { ...TEXT, show: true, position: 'top' as const, distance: 3, fontWeight: 'bold' as const, color: INK, formatter: ({ value }: { value: unknown }) => number(Number(value)) },
  };
  // A line without symbols carries no labels, so the sums sit on points that are not seen.
  const option = {
    grid: { left: 4, right: 4, top: 30, bottom: 2, containLabel: true }, legend: legendOf(chart),
    xAxis: { ...CATEGORY_AXIS, data: [...chart.categories] }, yAxis: { ...VALUE_AXIS, max: Math.ceil(tallest * 1.12) , axisLabel: { ...VALUE_AXIS.axisLabel, showMaxLabel: false } },
    series: [...segments, { ...sums, type: 'scatter' as const, symbol: 'circle', symbolSize: 0.01, itemStyle: { opacity: 0 } }],
  };
  return { option, height: 190 };
}
