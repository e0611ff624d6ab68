import type { Language } from '@yagura/contracts';
import { planName } from '../price/price-book';
import type { InvoiceLine } from './invoice';

/** A line as people read it: what it is about and the arithmetic that leads to its quantity. */
export type DescribedLine = Pick<InvoiceLine, 'kind' | 'meter' | 'measuredQuantity' | 'includedQuantity'> & { readonly usage: { readonly period: string } };

/** Digits in groups of three, as both languages write them; decimals stay as they are. */
export function grouped(decimal: string): string {
  const [whole, fraction] = decimal.split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return (fraction === undefined ? text : `${text}.${fraction}`).replace('-', '−');
}

/** An exact decimal without zeros that say nothing. */
export const plainDecimal = (decimal: string): string => (decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal);

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

export function monthText(language: Language, month: string): string {
  const [year, index] = month.split('-').map(Number);
  return language === 'ja' ? `${year}年${index}月` : `${MONTHS[index - 1]} ${year}`;
}

export function dayText(language: Language, date: string): string {
  const day = Number(date.slice(8));
  return language === 'ja' ? `${monthText(language, date.slice(0, 7))}${day}日` : `${day} ${monthText(language, date.slice(0, 7))}`;
}

const NAMES = {
  ja: { ingest_gb: 'ログ取り込み', source: 'ログソースの監視', user: '利用者' },
  en: { ingest_gb: 'Log ingestion', source: 'Log sources watched', user: 'Users' },
} as const;
const UNITS = {
  ja: { month: 'か月', GB: 'GB', source: '件', user: '人' },
  en: { month: 'month', GB: 'GB', source: 'source', user: 'user' },
} as const;

export const unitText = (language: Language, unit: InvoiceLine['unit']): string => UNITS[language][unit];

/** What a line is for, with the measured and the included quantity, so that its charged quantity can be checked by eye. */
export function describeLine(language: Language, plan: string, line: DescribedLine): string {
  const { meter, measuredQuantity, includedQuantity, kind, usage } = line;
  const days = plainDecimal(measuredQuantity);
  if (meter === 'plan_fee') return language === 'ja' ? `月額基本料　${planName(plan)}（${days}日分）` : `Monthly fee, ${planName(plan)} (${days} days)`;
  const unit = unitText(language, meter === 'ingest_gb' ? 'GB' : meter);
  const [measured, included] = [grouped(plainDecimal(measuredQuantity)), grouped(plainDecimal(includedQuantity))];
  const name = NAMES[language][meter];
  if (kind === 'late') {
    return language === 'ja' ? `${name}　${monthText(language, usage.period)}分の追加（確定後に判明した ${measured} ${unit}）`
      : `${name}, added for ${monthText(language, usage.period)} (${measured} ${pluralOf(unit, measured)} known after the invoice)`;
  }
  return language === 'ja' ? `${name}（実績 ${measured} ${unit}、${included} ${unit}まで基本料に含む）`
    : `${name} (${measured} ${pluralOf(unit, measured)} used, ${included} included)`;
}

const pluralOf = (unit: string, quantity: string): string => (unit === 'GB' || quantity === '1' ? unit : `${unit}s`);
