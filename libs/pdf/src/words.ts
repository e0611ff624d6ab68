import type { DocumentLanguage } from './document-model';

/** The few words that the renderer adds of its own. */
export interface Words {
  readonly page: (page: number, of: number) => string;
  readonly continued: string;
  readonly noValue: string;
}

export const WORDS: Readonly<Record<DocumentLanguage, Words>> = {
  ja: { page: (page, of) => `${page} / ${of} ページ`, continued: '（続き）', noValue: '値なし' },
  en: { page: (page, of) => `Page ${page} of ${of}`, continued: ' (continued)', noValue: 'no value' },
};

/** A number with its unit as people of the language write it, without rounding beyond `decimals`. */
export function formatNumber(language: DocumentLanguage, value: number, decimals: number = 0, unit: string = ''): string {
  const number = value.toLocaleString(language, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const gap = unit === '' || unit === '%' || language === 'ja' ? '' : ' ';
  return `${number}${gap}${unit}`;
}
