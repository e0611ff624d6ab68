import type { EChartsOption } from 'echarts';
import type { SeriesChart, Tone } from '../document-model';
import { HAIRLINE, INK, MUTED, TONES, type Shape } from '../palette';

export interface ChartOption { readonly option: EChartsOption; readonly height: number }

/** Text in charts. A border width of zero keeps ECharts from drawing each letter twice, once as an outline. */
export const TEXT = { fontFamily: 'sans-serif', fontSize: 8, color: INK, textBorderWidth: 0 } as const;
export const QUIET_TEXT = { ...TEXT, color: MUTED } as const;

export const VALUE_AXIS = {
  type: 'value', axisLabel: QUIET_TEXT, axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: HAIRLINE, width: 0.5 } }, splitNumber: 4,
} as const;
export const CATEGORY_AXIS = {
  type: 'category', axisLabel: { ...TEXT, interval: 0 }, axisTick: { show: false }, axisLine: { lineStyle: { color: MUTED, width: 0.7 } },
} as const;

const SYMBOLS: Readonly<Record<Shape, string>> = { diamond: 'diamond', triangle: 'triangle', square: 'rect', circle: 'circle', ring: 'emptyCircle', tick: 'roundRect' };
/** ECharts' name of a tone's shape. */
export const symbolOf = (tone: Tone): string => SYMBOLS[TONES[tone].shape];

/** A legend above the plot, in the order of the series; absent for a single series. */
export function legendOf(chart: SeriesChart): EChartsOption['legend'] {
  if (chart.series.length < 2) return { show: false };
  return {
    top: 0, left: 0, itemGap: 14, itemWidth: 9, itemHeight: 8, textStyle: TEXT, selectedMode: false,
    data: chart.series.map((series) => ({ name: series.name, icon: symbolOf(series.tone) })),
  };
}

/** Width in points that the longest label takes, as the measuring above counts. */
export const labelWidth = (labels: readonly string[]): number =>
  Math.max(0, ...labels.map((label) => Array.from(label).reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) < 0x2e80 ? 0.58 : 1), 0) * TEXT.fontSize));
