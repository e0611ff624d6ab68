import type { BulletChart, DocumentLanguage } from '../document-model';
import { HAIRLINE, INK, SURFACE, TONES } from '../palette';
import { formatNumber } from '../words';
import { CATEGORY_AXIS, labelWidth, leftLabels, TEXT, VALUE_AXIS, type ChartOption } from './chart-look';

const ROW = 25;

/** One lying bar per item on a pale track, a tick where its target is, the number and the verdict's word at the end. */
export function bulletOption(chart: BulletChart, language: DocumentLanguage, width: number): ChartOption {
  const { items, unit, decimals } = chart;
  const end = unit === '%' ? 100 : Math.max(1, ...items.map((item) => Math.max(item.value ?? 0, item.target) * 1.1));
  const verdicts = items.map((item) => `${item.value === null ? '–' : formatNumber(language, item.value, decimals, unit)}  ${item.status}`);
  const names = Math.min(labelWidth(items.map((item) => item.label)), width * 0.5);
  const track = {
    type: 'bar' as const, data: items.map(() => end), barWidth: 13, barGap: '-100%', silent: true, itemStyle: { color: SURFACE, borderColor: HAIRLINE, borderWidth: 0.5 },
    label: { ...TEXT, show: true, position: 'right' as const, distance: 8, formatter: ({ dataIndex }: { dataIndex: number }) => verdicts[dataIndex] },
  };
  const bars = {
    type: 'bar' as const, barWidth: 7, barGap: '-100%', z: 3, data: items.map((item) => ({ value: item.value, itemStyle: { color: TONES[item.tone].color } })),
  };
  const targets = { type: 'scatter' as const, symbol: 'rect', symbolSize: [1.8, 17], z: 4, itemStyle: { color: INK }, data: items.map((item, at) => [item.target, at]) };
  const option = {
    grid: { left: names + 8, right: labelWidth(verdicts) + 12, top: 2, bottom: 2 },
    xAxis: { ...VALUE_AXIS, min: 0, max: end, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: [
      { ...CATEGORY_AXIS, data: items.map((item) => item.label), inverse: true, axisLine: { show: false }, axisLabel: leftLabels(names) },
      { ...CATEGORY_AXIS, data: items.map((item) => item.label), inverse: true, show: false },
    ],
    series: [track, { ...bars, yAxisIndex: 1 }, targets],
  };
  return { option, height: 4 + ROW * items.length };
}
