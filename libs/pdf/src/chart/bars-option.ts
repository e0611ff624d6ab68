import type { DocumentLanguage, SeriesChart } from '../document-model';
import { TONES } from '../palette';
import { formatNumber } from '../words';
import { CATEGORY_AXIS, labelWidth, leftLabels, legendOf, TEXT, VALUE_AXIS, type ChartOption } from './chart-look';

const BAR = 11;

/** Lying bars, first category on top, each with its number at the end, so that long names have room. */
export function barsOption(chart: SeriesChart, language: DocumentLanguage, width: number): ChartOption {
  const hasLegend = chart.series.length > 1 || chart.target !== undefined;
  const rowHeight = BAR * chart.series.length + 9;
  const names = Math.min(labelWidth(chart.categories), width * 0.5);
  const numbers = chart.series.flatMap((series) => series.values).map((value) => formatNumber(language, value ?? 0, chart.decimals, chart.unit));
  const series = chart.series.map((one) => ({
    name: one.name, type: 'bar' as const, barWidth: BAR, data: [...one.values], itemStyle: { color: TONES[one.tone].color },
    label: {
      ...TEXT, show: true, position: 'right' as const, distance: 4,
      formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? formatNumber(language, value, chart.decimals, chart.unit) : ''),
    },
  }));
  const top = hasLegend ? 22 : 2;
  const option = {
    grid: { left: names + 8, right: labelWidth(numbers) + 8, top, bottom: 2 }, legend: legendOf(chart),
    xAxis: { ...VALUE_AXIS, min: 0, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: { ...CATEGORY_AXIS, data: [...chart.categories], inverse: true, axisLabel: leftLabels(names) },
    series,
  };
  return { option, height: top + 2 + rowHeight * chart.categories.length };
}
