import { instantMs, monthBounds, periodOf } from './billing-period';
import { type Exact, exact, multiply, quantityText, sum } from './exact';
import { moneyText, type MoneyRules, roundMoney } from './money';
import { NoPriceInForce } from './rating.errors';
import type { Amount } from './tiered-rating';

/** An entry of the usage ledger; unique by `(source, id)`. A correction is an entry of its own, often with a negative quantity. */
export interface UsageEvent { readonly source: string; readonly id: string; readonly subject?: string; readonly qty: string; readonly time: string }

/** Sum of quantities, or number of different subjects. */
export type Aggregation = 'sum' | 'distinct';
export interface UsageEventsInput { readonly tz: string; readonly period: string; readonly aggregation: Aggregation; readonly events: readonly UsageEvent[] }

/** Counts the unique events of a local month and aggregates them; of two events with one key the first seen counts (specification 5.2). */
export function aggregateUsage(input: UsageEventsInput): { readonly counted: number; readonly value: string } {
  const { from, to } = monthBounds(input.period, input.tz);
  const inPeriod = uniqueEvents(input.events).filter((event) => {
    const at = instantMs(event.time, 'events.time');
    return from <= at && at < to;
  });
  const value = input.aggregation === 'sum'
    ? quantityText(sum(inPeriod.map(({ qty }) => exact(qty, 'events.qty'))))
    : String(new Set(inPeriod.map(({ subject }) => subject)).size);
  return { counted: inPeriod.length, value };
}

/** The first event of each `(source, id)`, in the order given. */
export function uniqueEvents<E extends Pick<UsageEvent, 'source' | 'id'>>(events: readonly E[]): E[] {
  const seen = new Map<string, E>();
  for (const event of events) {
    const key = JSON.stringify([event.source, event.id]);
    if (!seen.has(key)) seen.set(key, event);
  }
  return [...seen.values()];
}

/** The billing period of one event time. */
export const ratePeriodOf = (input: { readonly time: string; readonly tz: string }): { readonly period: string } => ({ period: periodOf(input.time, input.tz) });

export interface PriceVersionsInput extends MoneyRules {
  readonly prices: readonly { readonly from: string; readonly unitPrice: string }[];
  readonly events: readonly { readonly time: string; readonly qty: string }[];
}

/** Each event at the price in force at its event time, one rounded line per version in the order of their dates. */
export function ratePriceVersions(input: PriceVersionsInput): Amount & { readonly lines: readonly string[] } {
  const versions = input.prices.map((price, index) => ({ from: instantMs(price.from, `prices.${index}.from`), unitPrice: exact(price.unitPrice, `prices.${index}.unitPrice`) }))
    .sort((a, b) => a.from - b.from);
  const quantities: Exact[][] = versions.map(() => []);
  for (const [index, event] of input.events.entries()) {
    const at = instantMs(event.time, `events.${index}.time`);
    const inForce = versions.findLastIndex(({ from }) => from <= at);
    if (inForce < 0) throw new NoPriceInForce(`events.${index}`);
    quantities[inForce].push(exact(event.qty, `events.${index}.qty`));
  }
  const lines = versions.map((version, index) => roundMoney(multiply(sum(quantities[index]), version.unitPrice), input));
  return { lines: lines.map((line) => moneyText(line, input.minor)), amount: moneyText(lines.reduce((all, line) => all + line, 0n), input.minor) };
}
