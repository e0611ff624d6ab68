import type { DocumentLanguage, SeriesChart } from '../document-model';
import { MUTED, TONES } from '../palette';
import { formatNumber } from '../words';
import { CATEGORY_AXIS, labelWidth, legendOf, symbolOf, TEXT, VALUE_AXIS, type ChartOption } from './chart-look';

const DASHES = ['solid', 'dashed', 'dotted'] as const;

/** Lines told apart by symbol and dash as well as colour, with the last value named, and a dashed target across. */
export function lineOption(chart: SeriesChart, language: DocumentLanguage): ChartOption {
  const number = (value: number): string => formatNumber(language, value, chart.decimals, chart.unit);
  const last = chart.categories.length - 1;
  const { target } = chart;
  const targetLine = target === undefined ? [] : [{
    name: target.label, type: 'line' as const, symbol: 'none', silent: true, data: chart.categories.map(() => target.value), lineStyle: { color: MUTED, width: 0.9, type: [4, 2] },
    itemStyle: { color: MUTED },
  }];
  const series = chart.series.map((one, at) => ({
    name: one.name, type: 'line' as const, symbol: symbolOf(one.tone), symbolSize: 6, connectNulls: false,
    lineStyle: { color: TONES[one.tone].color, width: 1.6, type: DASHES[at % DASHES.length] }, itemStyle: { color: TONES[one.tone].color },
    data: one.values.map((value, index) => ({ value, label: { show: index === last && value !== null } })),
    label: { ...TEXT, fontWeight: 'bold' as const, color: TONES[one.tone].color, position: 'right' as const, distance: 6, formatter: ({ value }: { value: unknown }) => number(Number(value)) },
  }));
  const highest = Math.max(target?.value ?? 0, ...chart.series.flatMap((one) => one.values.map((value) => value ?? 0)));
  const lasts = chart.series.map((one) => number(one.values[last] ?? 0));
  const option = {
    grid: { left: 2, right: labelWidth(lasts) + 14, top: chart.series.length > 1 || target !== undefined ? 30 : 12, bottom: 2, containLabel: true }, legend: legendOf(chart),
    xAxis: { ...CATEGORY_AXIS, data: [...chart.categories], boundaryGap: false }, yAxis: { ...VALUE_AXIS, min: 0, max: highest === 0 ? 1 : undefined }, series: [...series, ...targetLine],
  };
  return { option, height: 146 };
}
