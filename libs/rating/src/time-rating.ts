import { dayNumber, hoursOfMonth, monthBounds } from './billing-period';
import { compare, divide, type Exact, exact, exactNotNegative, integer, maximum, multiply, quantityText, subtract, sum, ZERO } from './exact';
import { moneyText, type MoneyRules, roundMoney } from './money';
import { InvalidRating } from './rating.errors';
import type { Amount } from './tiered-rating';

/** Local dates; the period's end and `to` are excluded, `from` is included. Absent `from` and `to` are the period's own. */
export interface ProrationInput extends MoneyRules {
  readonly quantity: string; readonly unitPrice: string; readonly from?: string; readonly to?: string;
  readonly periodStart: string; readonly periodEnd: string;
}

/** Price for the calendar days that were used of a period of calendar days, rounded once. */
export function rateProration(input: ProrationInput): Amount & { readonly usedDays: number; readonly periodDays: number } {
  const { start, end } = periodDaysOf(input);
  const from = Math.max(start, dayNumber(input.from ?? input.periodStart, 'from'));
  const to = Math.min(end, dayNumber(input.to ?? input.periodEnd, 'to'));
  const usedDays = Math.max(0, to - from);
  const price = multiply(exact(input.quantity, 'quantity'), exact(input.unitPrice, 'unitPrice'));
  return { usedDays, periodDays: end - start, amount: moneyText(roundMoney(shareOfDays(price, usedDays, end - start), input), input.minor) };
}

export interface PlanChangeInput extends MoneyRules {
  readonly oldPrice: string; readonly newPrice: string; readonly changeOn: string; readonly periodStart: string; readonly periodEnd: string;
}

/** Two lines, each rounded: the unused part of the old plan back, the rest of the period at the new one, which has the day of the change. */
export function ratePlanChange(input: PlanChangeInput): Amount & { readonly creditLine: string; readonly chargeLine: string } {
  const { start, end } = periodDaysOf(input);
  const change = dayNumber(input.changeOn, 'changeOn');
  if (change < start || change > end) throw new InvalidRating('The change is outside the period.', 'changeOn');
  const rest = (price: string, path: string): bigint => roundMoney(shareOfDays(exactNotNegative(price, path), end - change, end - start), input);
  const credit = -rest(input.oldPrice, 'oldPrice');
  const charge = rest(input.newPrice, 'newPrice');
  return { creditLine: moneyText(credit, input.minor), chargeLine: moneyText(charge, input.minor), amount: moneyText(credit + charge, input.minor) };
}

function periodDaysOf(input: { readonly periodStart: string; readonly periodEnd: string }): { start: number; end: number } {
  const start = dayNumber(input.periodStart, 'periodStart');
  const end = dayNumber(input.periodEnd, 'periodEnd');
  if (end <= start) throw new InvalidRating('A period must have at least one day.', 'periodEnd');
  return { start, end };
}

const shareOfDays = (price: Exact, used: number, all: number): Exact => divide(multiply(price, integer(used)), integer(all));

export type SeriesMethod = 'average' | 'max' | 'last' | 'p95';
export interface SeriesInput extends MoneyRules { readonly method: SeriesMethod; readonly values: readonly string[]; readonly unitPrice: string }

/** One quantity out of equally long samples; the amount uses its exact value, the text may be rounded (specification 5.3, `series`). */
export function rateSeries(input: SeriesInput): Amount & { readonly quantity: string } {
  const quantity = quantityOf(input.method, parseSamples(input.values, 'values'));
  return { quantity: quantityText(quantity), amount: moneyText(roundMoney(multiply(quantity, exact(input.unitPrice, 'unitPrice')), input), input.minor) };
}

function parseSamples(values: readonly string[], path: string): Exact[] {
  if (values.length === 0) throw new InvalidRating('A series needs at least one value.', path);
  return values.map((value, index) => exactNotNegative(value, `${path}.${index}`));
}

const mean = (values: readonly Exact[]): Exact => divide(sum(values), integer(values.length));

function quantityOf(method: SeriesMethod, values: readonly Exact[]): Exact {
  switch (method) {
    case 'average': return mean(values);
    case 'max': return values.reduce(maximum);
    case 'last': return values[values.length - 1];
    case 'p95': return [...values].sort(compare)[Math.ceil((95 * values.length) / 100) - 1];
  }
}

export type GbDayInput = MoneyRules & { readonly dailyGb: readonly string[]; readonly commitGbPerDay: string } & (
  | { readonly method: 'average'; readonly overagePricePerGbDayMonth: string }
  | { readonly method: 'per_day'; readonly overagePricePerGb: string }
);

/** Volume beyond a daily commit: of the month's mean, or of each day by itself. */
export function rateGbDay(input: GbDayInput): Amount & { readonly quantity: string } {
  const commit = exactNotNegative(input.commitGbPerDay, 'commitGbPerDay');
  const days = parseSamples(input.dailyGb, 'dailyGb');
  const beyond = (volume: Exact): Exact => maximum(subtract(volume, commit), ZERO);
  const quantity = input.method === 'average' ? beyond(mean(days)) : sum(days.map(beyond));
  const price = input.method === 'average' ? input.overagePricePerGbDayMonth : input.overagePricePerGb;
  return { quantity: quantityText(quantity), amount: moneyText(roundMoney(multiply(quantity, exact(price, 'price')), input), input.minor) };
}

export interface BytesInput extends MoneyRules { readonly bytes: string; readonly unitBytes: string; readonly unitPrice: string }

/** Bytes in units of 10^9 or 2^30, as the agreement says. */
export function rateBytes(input: BytesInput): Amount & { readonly quantity: string } {
  const quantity = divide(exact(input.bytes, 'bytes'), exactNotNegative(input.unitBytes, 'unitBytes'), 'unitBytes');
  return { quantity: quantityText(quantity), amount: moneyText(roundMoney(multiply(quantity, exact(input.unitPrice, 'unitPrice')), input), input.minor) };
}

export interface HoursInput extends MoneyRules { readonly tz: string; readonly month: string; readonly assets: string; readonly pricePerAssetHour: string }

/** Every hour of a local month, which a change of the zone's offset makes an hour shorter or longer. */
export function rateHours(input: HoursInput): Amount & { readonly hours: number } {
  const { from, to } = monthBounds(input.month, input.tz);
  const hours = divide(integer(to - from), integer(3_600_000));
  const assetHours = multiply(hours, exactNotNegative(input.assets, 'assets'));
  const amount = roundMoney(multiply(assetHours, exact(input.pricePerAssetHour, 'pricePerAssetHour')), input);
  return { hours: hoursOfMonth(input.month, input.tz), amount: moneyText(amount, input.minor) };
}
