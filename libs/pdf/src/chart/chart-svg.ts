import { init, setPlatformAPI } from 'echarts';
import type { Chart, DocumentLanguage } from '../document-model';
import { barsOption } from './bars-option';
import { bulletOption } from './bullet-option';
import { lineOption } from './line-option';
import { stackedBarsOption } from './stacked-bars-option';
import { labelWidth, TEXT, type ChartOption } from './chart-look';
import { emsOf } from './label-width';

// Without a canvas ECharts asks for widths of texts.
setPlatformAPI({ measureText: (text, font) => ({ width: emsOf(text ?? '') * Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? TEXT.fontSize) }) });

// A lying chart narrower than its labels and this is no chart any more; a standing one needs room for the names of its categories.
const LEAST_PLOT = 100;

/** The least width in points at which a chart says something. */
export function leastWidth(chart: Chart): number {
  switch (chart.kind) {
    case 'bars': return labelWidth(chart.categories) + LEAST_PLOT + 40;
    case 'bullet': return labelWidth(chart.items.map((item) => item.label)) + LEAST_PLOT + 40 + labelWidth(chart.items.map((item) => item.status));
    case 'line': return chart.categories.length * (labelWidth(chart.categories) + 8) + 40;
    case 'stackedBars': return chart.categories.length * (labelWidth(chart.categories) + 4) + 20;
  }
}

/** The chart as a still SVG drawing, one unit a point, and its height. */
export function chartSvg(chart: Chart, language: DocumentLanguage, width: number): { readonly svg: string; readonly height: number } {
  const { option, height } = optionOf(chart, language, width);
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption({ ...option, animation: false });
    return { svg: instance.renderToSVGString(), height };
  } finally {
    instance.dispose();
  }
}

function optionOf(chart: Chart, language: DocumentLanguage, width: number): ChartOption {
  switch (chart.kind) {
    case 'stackedBars': return stackedBarsOption(chart, language);
    case 'bars': return barsOption(chart, language, width);
    case 'line': return lineOption(chart, language);
    case 'bullet': return bulletOption(chart, language, width);
  }
}
