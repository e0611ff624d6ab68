import type { DocumentLanguage, SeriesChart } from '../document-model';
import { TONES, WHITE } from '../palette';
import { formatNumber } from '../words';
import { CATEGORY_AXIS, legendOf, TEXT, VALUE_AXIS, type ChartOption } from './chart-look';

// A segment below this share of the tallest column is too flat for its number; the table has it.
const LEAST_SHARE = 0.13;

/** Columns stacked from the first series up, white lines between them, each number in its segment and the sum above. */
export function stackedBarsOption(chart: SeriesChart, language: DocumentLanguage): ChartOption {
  const totals = chart.categories.map((_category, at) => chart.series.reduce((sum, series) => sum + (series.values[at] ?? 0), 0));
  const tallest = Math.max(1, ...totals);
  const number = (value: number): string => formatNumber(language, value, chart.decimals);
  const segments = chart.series.map((series) => ({
    name: series.name, type: 'bar' as const, stack: 'all', barWidth: '56%', data: series.values.map((value) => (value === 0 ? null : value)),
    itemStyle: { color: TONES[series.tone].color, borderColor: WHITE, borderWidth: 0.5 },
    label: {
      ...TEXT, show: true, color: WHITE,
      formatter: ({ value }: { value: unknown }) => (typeof value === 'number' && value / tallest >= LEAST_SHARE ? number(value) : ''),
    },
  }));
  // Points that are not seen carry the sums above the columns.
  const sums = {
    type: 'scatter' as const, data: totals, symbolSize: 1, itemStyle: { color: 'rgba(0,0,0,0)' }, silent: true, z: 5,
    label: { ...TEXT, show: true, position: 'top' as const, distance: 3, fontWeight: 'bold' as const, formatter: ({ value }: { value: unknown }) => number(Number(value)) },
  };
  const option = {
    grid: { left: 2, right: 4, top: 28, bottom: 2, containLabel: true }, legend: legendOf(chart),
    xAxis: { ...CATEGORY_AXIS, data: [...chart.categories] }, yAxis: { ...VALUE_AXIS, min: 0, boundaryGap: [0, '10%'] as [number, string] }, series: [...segments, sums],
  };
  return { option, height: 146 };
}
