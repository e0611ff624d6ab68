import { init, setPlatformAPI } from 'echarts';
import type { Chart, DocumentLanguage } from '../document-model';
import { barsOption } from './bars-option';
import { bulletOption } from './bullet-option';
import { lineOption } from './line-option';
import { stackedBarsOption } from './stacked-bars-option';
import type { ChartOption } from './chart-look';

// Without a canvas ECharts asks for widths: Latin letters and digits of our face are about 0.56 of the size wide, Japanese ones a whole.
setPlatformAPI({
  measureText: (text, font) => {
    const size = Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? 8);
    const ems = Array.from(text ?? '', (character) => ((character.codePointAt(0) ?? 0) < 0x2e80 ? 0.56 : 1)).reduce((sum, em) => sum + em, 0);
    return { width: ems * size };
  },
});

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
