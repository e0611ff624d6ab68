import { divide, exact, exactNotNegative, integer, multiply, type Rounding } from './exact';
import { largestRemainder, type MinorUnits, moneyText, type MoneyRules, moneyValue, parseMoney, roundMoney } from './money';
import { InvalidRating } from './rating.errors';

/** One rounded line; category as in EN 16931 (S, Z, E, AE …), rate in percent. Rates are given, never determined here. */
export interface InvoiceLine { readonly net: string; readonly taxCategory: string; readonly taxRate: string }

/** Applied in the given order to what is left of the subtotal, before tax. */
export interface Discount { readonly type: 'percent' | 'fixed'; readonly value: string }

export interface InvoiceInput extends MoneyRules {
  readonly lines: readonly InvoiceLine[];
  readonly discounts?: readonly Discount[];
  /** Rounding of tax where an issuer's differs from that of lines; a Japanese issuer fixes one (Order for Enforcement, article 70-10). */
  readonly taxes?: { readonly rounding?: Rounding };
}

/** Tax of one category and rate on its rounded base, rounded once. */
export interface TaxGroup { readonly taxCategory: string; readonly taxRate: string; readonly taxable: string; readonly tax: string }

/** Amounts as text with exactly the currency's decimals; `lineDiscounts` has one entry per line. */
export interface InvoiceAmounts {
  readonly subtotal: string; readonly discount: string; readonly lineDiscounts: readonly string[];
  readonly taxBreakdown: readonly TaxGroup[]; readonly taxTotal: string; readonly total: string;
}

// EN 16931, rules BR-Z-5, BR-E-5, BR-AE-5, BR-IC-5, BR-G-5 and BR-O-5: these categories carry no tax.
const UNTAXED: readonly string[] = ['Z', 'E', 'AE', 'K', 'G', 'O'];

/**
 * The sums of an invoice in the five steps of specification 5.4. Throws InvalidRating for nets that are not whole minor units, for negative
 * discounts, and for a rate on a category that has none. A total may be negative: `separateCredits` keeps it off the invoice.
 */
export function buildInvoice(input: InvoiceInput): InvoiceAmounts {
  const { minor } = input;
  const nets = input.lines.map((line, index) => parseMoney(line.net, minor, `lines.${index}.net`));
  const subtotal = total(nets);
  const discount = discountOf(subtotal, input);
  const lineDiscounts = largestRemainder(discount, nets);
  const groups = groupByTax(input.lines, nets.map((net, index) => net - lineDiscounts[index]));
  const taxes = groups.map((group) => taxOf(group, { ...input, rounding: input.taxes?.rounding ?? input.rounding }));
  const taxTotal = total(taxes);
  return {
    subtotal: moneyText(subtotal, minor), discount: moneyText(discount, minor), lineDiscounts: lineDiscounts.map((one) => moneyText(one, minor)),
    taxBreakdown: groups.map(({ taxCategory, taxRate, taxable }, index) =>
      ({ taxCategory, taxRate, taxable: moneyText(taxable, minor), tax: moneyText(taxes[index], minor) })),
    taxTotal: moneyText(taxTotal, minor), total: moneyText(subtotal - discount + taxTotal, minor),
  };
}

const total = (amounts: readonly MinorUnits[]): MinorUnits => amounts.reduce((all, one) => all + one, 0n);

function discountOf(subtotal: MinorUnits, input: InvoiceInput): MinorUnits {
  let left = subtotal > 0n ? subtotal : 0n;
  const before = left;
  for (const [index, discount] of (input.discounts ?? []).entries()) {
    const value = exactNotNegative(discount.value, `discounts.${index}.value`);
    const taken = discount.type === 'fixed'
      ? parseMoney(discount.value, input.minor, `discounts.${index}.value`)
      : roundMoney(divide(multiply(moneyValue(left, input.minor), value), integer(100)), input);
    left -= taken < left ? taken : left;
  }
  return before - left;
}

/** The base of one category and rate. */
export interface TaxBase { readonly taxCategory: string; readonly taxRate: string; readonly taxable: MinorUnits }

/** Bases per category and rate in order of first appearance; equal rates in different spelling are one. */
export function groupByTax(lines: readonly Omit<InvoiceLine, 'net'>[], amounts: readonly MinorUnits[]): TaxBase[] {
  const groups = new Map<string, TaxBase>();
  for (const [index, { taxCategory, taxRate }] of lines.entries()) {
    const key = taxKey(taxCategory, taxRate, `lines.${index}.taxRate`);
    const group = groups.get(key) ?? { taxCategory, taxRate, taxable: 0n };
    groups.set(key, { ...group, taxable: group.taxable + amounts[index] });
  }
  return [...groups.values()];
}

/** The identity of a category and rate, whatever the number of decimals the rate is written with. */
export function taxKey(taxCategory: string, taxRate: string, path?: string): string {
  const rate = exact(taxRate, path);
  if (rate.num < 0n) throw new InvalidRating('A tax rate must not be negative.', path);
  if (rate.num !== 0n && UNTAXED.includes(taxCategory)) throw new InvalidRating('This tax category has no rate.', path);
  return `${taxCategory} ${taxRate.includes('.') ? taxRate.replace(/\.?0+$/, '') : taxRate}`;
}

/** Tax on a base, rounded once. */
export const taxOf = (base: TaxBase, rules: MoneyRules): MinorUnits =>
  roundMoney(divide(multiply(moneyValue(base.taxable, rules.minor), exact(base.taxRate)), integer(100)), rules);

/**
 * Divides lines whose tax groups fall below zero: the invoice gets a line that lifts each such group to zero, and the excess becomes lines
 * of a credit note, positive as credit notes are written (specification 5.4: an invoice is never negative).
 */
export function separateCredits(lines: readonly InvoiceLine[], minor: number): { readonly invoice: readonly InvoiceLine[]; readonly credit: readonly InvoiceLine[] } {
  const groups = groupByTax(lines, lines.map((line, index) => parseMoney(line.net, minor, `lines.${index}.net`)));
  const credit = groups.filter(({ taxable }) => taxable < 0n)
    .map(({ taxCategory, taxRate, taxable }) => ({ net: moneyText(-taxable, minor), taxCategory, taxRate }));
  return { invoice: [...lines, ...credit], credit };
}
