import { divide, type Exact, exact, exactNotNegative, integer, maximum, quantityText, subtract, ZERO } from './exact';
import { type InvoiceLine } from './invoice';
import { type MinorUnits, parseMoney } from './money';
import type { FeePrice, Meter, MeterPrice, PlanPrices, TieredPrice, UnitPrice } from './price-book';
import { InvalidRating } from './rating.errors';
import { tierParts } from './tiered-rating';
import { rateProration } from './time-rating';
import { rateQuantity } from './unit-rating';

/** What was measured of one meter in a period. `subjectCount` is the number of different things counted and stands for the quantity of `source` and `user`. */
export interface MeterUsage {
  readonly meter: Exclude<Meter, 'plan_fee'>;
  /** Decimal text in the meter's unit; for `ingest_gb` see `gigabytes`. */
  readonly quantity?: string;
  readonly subjectCount?: number;
  /** Ledger entries or daily sums that the line rests on. */
  readonly usageRefs?: readonly string[];
}

/** A billing period of local dates, end excluded. For the month to date, `to` is tomorrow and `feeEnd` the end of the month. */
export interface RatedPeriod {
  readonly from: string;
  readonly to: string;
  /** Start and end of the fee period, where it is not the rated one. */
  readonly feeStart?: string;
  readonly feeEnd?: string;
}

/** One line of an invoice or of a running month, traceable to usage. */
export interface RatedLine {
  readonly meter: Meter;
  /** Key of the text that people read, such as `billing.line.ingest_gb`. */
  readonly descriptionKey: string;
  /** What was measured; for the plan's fee the days of it. */
  readonly measuredQuantity: string;
  readonly includedQuantity: string;
  /** What is charged; the exact share of the period for the plan's fee, shown with six decimals where it does not end. */
  readonly quantity: string;
  readonly unit: 'month' | 'GB' | 'source' | 'user';
  readonly unitPrice: string;
  readonly amountMinor: MinorUnits;
  /** The same amount as text with the currency's decimals. */
  readonly amount: string;
  readonly currency: string;
  readonly taxCategory: string;
  readonly taxRate: string;
  readonly priceVersion: number;
  readonly usageRefs: readonly string[];
}

const UNITS: Readonly<Record<Meter, RatedLine['unit']>> = { plan_fee: 'month', ingest_gb: 'GB', source: 'source', user: 'user' };

/** Bytes as GB of 10^9, exactly. */
export const gigabytes = (bytes: string): string => quantityText(divide(exact(bytes, 'bytes'), integer(1_000_000_000)));

/**
 * Rates a period of one plan: the fee, prorated by calendar days, then each meter of the plan in its order, also those without usage. A tier
 * that begins inside the quantity makes a second line. Throws InvalidRating for usage of a meter that the plan does not price or lists twice.
 */
export function rateUsage(input: { readonly plan: PlanPrices; readonly usage: readonly MeterUsage[]; readonly period: RatedPeriod }): RatedLine[] {
  const { plan, usage, period } = input;
  for (const [index, one] of usage.entries()) {
    const isKnown = plan.prices.some(({ meter }) => meter === one.meter);
    if (!isKnown || usage.findIndex(({ meter }) => meter === one.meter) !== index) throw new InvalidRating('A meter is not priced or stated twice.', `usage.${index}.meter`);
  }
  return plan.prices.flatMap((price) => price.kind === 'proration'
    ? [feeLine(plan, price, period)]
    : usageLines(plan, price, usage.find(({ meter }) => meter === price.meter)));
}

/** The rated line as a line of an invoice. */
export const toInvoiceLine = (line: RatedLine): InvoiceLine => ({ net: line.amount, taxCategory: line.taxCategory, taxRate: line.taxRate });

function feeLine(plan: PlanPrices, price: FeePrice, period: RatedPeriod): RatedLine {
  const rated = rateProration({
    ...plan, quantity: '1', unitPrice: price.unitPrice, from: period.from, to: period.to,
    periodStart: period.feeStart ?? period.from, periodEnd: period.feeEnd ?? period.to,
  });
  const share = divide(integer(rated.usedDays), integer(rated.periodDays));
  return lineOf(plan, price, { measured: integer(rated.usedDays), charged: share, unitPrice: price.unitPrice, amount: rated.amount, refs: [] });
}

function usageLines(plan: PlanPrices, price: UnitPrice | TieredPrice, usage: MeterUsage | undefined): RatedLine[] {
  const measured = measuredOf(usage);
  const charged = maximum(subtract(measured, exactNotNegative(price.includedQuantity, 'includedQuantity')), ZERO);
  const parts = price.kind === 'line' ? [{ quantity: charged, unitPrice: price.unitPrice }] : tierParts(price.tiers, charged);
  return parts.map(({ quantity, unitPrice }) => {
    const { amount } = rateQuantity({ ...plan, quantity: quantityText(quantity), unitPrice });
    return lineOf(plan, price, { measured, charged: quantity, unitPrice, amount, refs: usage?.usageRefs ?? [] });
  });
}

function measuredOf(usage: MeterUsage | undefined): Exact {
  if (usage === undefined) return ZERO;
  if (usage.quantity === undefined && usage.subjectCount === undefined) throw new InvalidRating('Usage needs a quantity or a count.', usage.meter);
  const measured = usage.quantity === undefined ? integer(usage.subjectCount ?? 0) : exact(usage.quantity, usage.meter);
  // Corrections may outweigh what a period measured; less than nothing is not charged, and the ledger keeps the difference.
  return maximum(measured, ZERO);
}

interface Rated { readonly measured: Exact; readonly charged: Exact; readonly unitPrice: string; readonly amount: string; readonly refs: readonly string[] }

function lineOf(plan: PlanPrices, price: MeterPrice, rated: Rated): RatedLine {
  return {
    meter: price.meter, descriptionKey: `billing.line.${price.meter}`, measuredQuantity: quantityText(rated.measured), includedQuantity: price.includedQuantity,
    quantity: quantityText(rated.charged), unit: UNITS[price.meter], unitPrice: rated.unitPrice, amountMinor: parseMoney(rated.amount, plan.minor),
    amount: rated.amount, currency: plan.currency, taxCategory: price.taxCategory, taxRate: price.taxRate, priceVersion: plan.version, usageRefs: rated.refs,
  };
}
