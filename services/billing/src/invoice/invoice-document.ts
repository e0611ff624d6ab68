import type { Block, Cell, Column, DocumentModel } from '@yagura/pdf';
import { moneyText } from '@yagura/rating';
import { planName } from '../price/price-book';
import { dayBefore, localDate, monthDays } from './billing-period';
import type { Invoice, InvoiceLine } from './invoice';
import { dayText, describeLine, grouped, plainDecimal, unitText } from './invoice-words';
import { isQualified } from './qualified';

type Text = (ja: string, en: string) => string;

/** The invoice as a document in its agreement's language. Nothing in it depends on when or where it is rendered. */
export function invoiceDocument(invoice: Invoice): DocumentModel {
  const { language, issuer, status, number } = invoice;
  const t: Text = (ja, en) => (language === 'ja' ? ja : en);
  const isDraft = status === 'draft';
  return {
    language, issuer: issuer.name, createdAt: invoice.finalisedAt ?? invoice.draftedAt,
    kind: isDraft ? t('下書き（請求書ではありません）', 'DRAFT: not an invoice') : isQualified(invoice) ? t('適格請求書', 'Qualified invoice') : t('請求書', 'Invoice'),
    title: isDraft ? t('請求書（下書き）', 'Invoice (DRAFT)') : t(`請求書 ${number}`, `Invoice ${number}`),
    subtitle: `${t(`${invoice.buyerName} 御中　`, `${invoice.buyerName}  –  `)}${periodText(invoice, t)}`,
    handling: isDraft ? t(`下書き（第${invoice.version}版）：請求書ではありません`, `DRAFT (version ${invoice.version}): not an invoice`) : t(`請求書番号 ${number}`, `Invoice ${number}`),
    blocks: [...(isDraft ? [draftNote(invoice, t)] : []), parties(invoice, t), totals(invoice, t), facts(invoice, t), lines(invoice, t), taxes(invoice, t), notes(invoice, t)],
  };
}

const amount = ({ minor }: Invoice, units: bigint): string => grouped(moneyText(units, minor));
const currencyText = ({ currency }: Invoice, t: Text): string => (currency === 'JPY' ? t('円', 'JPY') : currency);
const periodText = (invoice: Invoice, t: Text): string => {
  const [from, to] = [dayText(invoice.language, invoice.firstDay), dayText(invoice.language, dayBefore(invoice.endDay))];
  return t(`${from}〜${to}`, `${from} to ${to}`);
};

function draftNote(invoice: Invoice, t: Text): Block {
  const day = dayText(invoice.language, localDate(invoice.draftedAt, invoice.timeZone));
  const text = invoice.isToDate
    ? t(`月の途中の概算です。${day}までに記録された利用実績で計算しています。`, `This is the month to date: it is calculated from the usage recorded until ${day}.`)
    : t(`${day}時点の利用実績で計算しています。月末から3日間に届く実績を加えて確定します。`, `It is calculated from the usage recorded until ${day}; usage that arrives within three days of the month's end is still added.`);
  return {
    kind: 'callout', tone: 'medium', title: t('下書き：この書類は請求書ではありません', 'DRAFT: this document is not an invoice'),
    items: [{ text, detail: t('請求書番号は確定のときに付きます。お支払いは不要です。', 'A number is given when the invoice becomes final. No payment is due.') }],
  };
}

function parties({ buyerName, issuer }: Invoice, t: Text): Block {
  const registration = issuer.registrationNumber === null ? [] : [{ kind: 'paragraph' as const, text: t(`登録番号 ${issuer.registrationNumber}`, `Registration number ${issuer.registrationNumber}`) }];
  return {
    kind: 'columns', parts: [
      [{ kind: 'paragraph', look: 'muted', text: t('ご請求先', 'Billed to') }, { kind: 'paragraph', look: 'strong', text: t(`${buyerName} 御中`, buyerName) }],
      [{ kind: 'paragraph', look: 'muted', text: t('発行者', 'Issued by') }, { kind: 'paragraph', look: 'strong', text: issuer.name }, { kind: 'paragraph', text: issuer.address }, ...registration],
    ],
  };
}

function totals(invoice: Invoice, t: Text): Block {
  const unit = currencyText(invoice, t);
  const label = invoice.status === 'draft' ? t('概算金額（税込）', 'Estimated total with tax') : t('ご請求金額（税込）', 'Total with tax');
  return {
    kind: 'keyFigures', items: [
      { label, value: amount(invoice, invoice.totalMinor), unit },
      { label: t('小計（税抜）', 'Subtotal before tax'), value: amount(invoice, invoice.subtotalMinor), unit },
      { label: t('消費税額', 'Tax'), value: amount(invoice, invoice.taxMinor), unit },
    ],
  };
}

function facts(invoice: Invoice, t: Text): Block {
  const { number, issuedOn, timeZone, plan, priceVersion, agreementVersion, version, dataVersion, language } = invoice;
  return {
    kind: 'columns', parts: [
      [{ kind: 'definitionList', items: [
        { term: t('請求書番号', 'Number'), text: number ?? t('確定のときに付きます', 'given when final') },
        ...(issuedOn === null ? [] : [{ term: t('発行日', 'Issue date'), text: dayText(language, issuedOn) }]),
        { term: t('取引期間', 'Period'), text: `${periodText(invoice, t)}\n${timeZone}` },
      ] }],
      [{ kind: 'definitionList', items: [
        { term: t('料金プラン', 'Plan'), text: planName(plan) },
        { term: t('単価・契約', 'Terms'), text: t(`単価表 第${priceVersion}版、契約 第${agreementVersion}版`, `price version ${priceVersion}, agreement version ${agreementVersion}`) },
        { term: t('データ版', 'Data version'), text: `${version}-${dataVersion.slice(0, 12)}` },
      ] }],
    ],
  };
}

function lines(invoice: Invoice, t: Text): Block {
  const unit = currencyText(invoice, t);
  const columns: Column[] = [
    { heading: t('品目', 'Item') }, { heading: t('数量', 'Quantity'), align: 'end' }, { heading: t('単位', 'Unit') },
    { heading: t(`単価（${unit}）`, `Unit price (${unit})`), align: 'end' }, { heading: t('税率', 'Tax rate'), align: 'end' },
    { heading: t(`金額（${unit}）`, `Amount (${unit})`), align: 'end' },
  ];
  return {
    kind: 'table', caption: t('明細', 'Items'), columns, rows: invoice.lines.map((line) => lineCells(invoice, line)),
    totals: [[t('小計（税抜）', 'Subtotal before tax'), '', '', '', '', amount(invoice, invoice.subtotalMinor)]],
  };
}

const lineCells = (invoice: Invoice, line: InvoiceLine): Cell[] => [
  describeLine(invoice.language, invoice.plan, line), quantityText(line), unitText(invoice.language, line.unit), grouped(line.unitPrice),
  `${plainDecimal(line.taxRate)} %`, amount(invoice, line.amountMinor),
];

/** The fee's share of a month is a fraction that decimals may not end; it is shown as days of days. */
function quantityText({ meter, measuredQuantity, quantity, usage }: InvoiceLine): string {
  if (meter !== 'plan_fee') return grouped(plainDecimal(quantity));
  const { monthStart, monthEnd } = monthDays(usage.period);
  const days = (Date.parse(monthEnd) - Date.parse(monthStart)) / 86_400_000;
  return plainDecimal(measuredQuantity) === String(days) ? '1' : `${plainDecimal(measuredQuantity)}/${days}`;
}

function taxes(invoice: Invoice, t: Text): Block {
  const unit = currencyText(invoice, t);
  const rateText = (rate: string, category: string): string => (category === 'S' ? `${plainDecimal(rate)} %` : t('日本の消費税の対象外', 'outside the scope of Japanese tax'));
  return {
    kind: 'table', caption: t('税率ごとの合計', 'Totals per tax rate'),
    columns: [
      { heading: t('税率', 'Tax rate') }, { heading: t(`対象額（税抜、${unit}）`, `Taxable (${unit})`), align: 'end' },
      { heading: t(`消費税額（${unit}）`, `Tax (${unit})`), align: 'end' },
    ],
    rows: invoice.taxes.map(({ taxCategory, taxRate, taxable, tax }) => [rateText(taxRate, taxCategory), grouped(taxable), grouped(tax)]),
    totals: [[t('合計（税込）', 'Total with tax'), '', amount(invoice, invoice.totalMinor)]],
  };
}

function notes(invoice: Invoice, t: Text): Block {
  const rounding = t('消費税額は、税率ごとの合計に対して一度だけ端数処理をしています。', 'Tax is rounded once per rate, on the sum of its items.');
  const qualified = isQualified(invoice) ? '' : t('この書類は、適格請求書（消費税法第57条の4）ではありません。', 'This document is not a qualified invoice (Consumption Tax Act of Japan, article 57-4).');
  const trace = t('各明細は、利用実績の記録（1件ごと）と単価表の版まで確認できます。', 'Each item can be traced to its single usage records and to its price version.');
  return { kind: 'paragraph', look: 'muted', text: [rounding, trace, qualified].filter((one) => one !== '').join(t('', ' ')) };
}
