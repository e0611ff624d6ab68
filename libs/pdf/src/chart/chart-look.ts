import type { EChartsOption } from 'echarts';
import type { SeriesChart, Tone } from '../document-model';
import { HAIRLINE, INK, MUTED, TONES, type Shape } from '../palette';
import { emsOf } from './label-width';

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

// Two short strokes, as the target's line is drawn.
const DASH = 'path://M0 4h4v1h-4zM6 4h4v1h-4z';

/** A legend above the plot, in the order of the series; absent for a single series. */
export function legendOf(chart: SeriesChart): EChartsOption['legend'] {
  if (chart.series.length < 2 && chart.target === undefined) return { show: false };
  return {
    top: 0, left: 0, itemGap: 14, itemWidth: 9, itemHeight: 8, textStyle: TEXT, selectedMode: false,
    data: [...chart.series.map((series) => ({ name: series.name, icon: symbolOf(series.tone) })), ...(chart.target === undefined ? [] : [{ name: chart.target.label, icon: DASH }])],
  };
}

/** Labels of lying bars: from the left edge, so that they stand in line with the text of the page. */
export const leftLabels = (width: number) => ({ ...TEXT, interval: 0, align: 'left' as const, margin: width + 8, width, overflow: 'truncate' as const });

/** Width in points that the longest label takes, with a little to spare. */
export const labelWidth = (labels: readonly string[]): number => Math.max(0, ...labels.map((label) => emsOf(label) * TEXT.fontSize)) + 3;
