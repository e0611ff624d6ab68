import { dayNumber } from './billing-period';
import type { Rounding } from './exact';
import { NoPriceInForce } from './rating.errors';
import type { Tier } from './tiered-rating';

/** What the usage ledger counts and a plan prices. One GB is 10^9 bytes as stored, after decompression. */
export const METERS = ['plan_fee', 'ingest_gb', 'source', 'user'] as const;
export type Meter = (typeof METERS)[number];

interface PriceTerms {
  readonly meter: Meter;
  /** What each billing period contains without further charge. */
  readonly includedQuantity: string;
  readonly taxCategory: string;
  /** Percent. */
  readonly taxRate: string;
}

/** One price for every unit beyond those included. */
export interface UnitPrice extends PriceTerms { readonly kind: 'line'; readonly unitPrice: string }

/** Each tier's part of the units beyond those included at its own price, one line per tier. */
export interface TieredPrice extends PriceTerms { readonly kind: 'graduated'; readonly tiers: readonly Tier[] }

/** A fee per period, charged for the calendar days used. */
export interface FeePrice extends PriceTerms { readonly kind: 'proration'; readonly unitPrice: string }

/** A price of one meter. Quantities are decimal text in the meter's unit, prices decimal text in major currency units, before tax. */
export type MeterPrice = UnitPrice | TieredPrice | FeePrice;

/** One version of a plan's prices, in force from a local date of the billing zone. An issued price is never edited; a new version follows. */
export interface PlanPrices {
  readonly plan: string;
  readonly version: number;
  readonly from: string;
  readonly currency: string;
  readonly minor: number;
  readonly rounding: Rounding;
  readonly prices: readonly MeterPrice[];
}

const JAPAN = { taxCategory: 'S', taxRate: '10' } as const;

function japanesePlan(plan: string, fee: string, included: readonly [gb: string, sources: string, users: string], gbTiers: readonly [string, string]): PlanPrices {
  const [gb, sources, users] = included;
  return {
    plan, version: 1, from: '2026-01-01', currency: 'JPY', minor: 0, rounding: 'floor',
    prices: [
      { meter: 'plan_fee', kind: 'proration', unitPrice: fee, includedQuantity: '0', ...JAPAN },
      { meter: 'ingest_gb', kind: 'graduated', tiers: [{ upTo: '1000', unitPrice: gbTiers[0] }, { upTo: null, unitPrice: gbTiers[1] }], includedQuantity: gb, ...JAPAN },
      { meter: 'source', kind: 'line', unitPrice: '2000', includedQuantity: sources, ...JAPAN },
      { meter: 'user', kind: 'line', unitPrice: '500', includedQuantity: users, ...JAPAN },
    ],
  };
}

/**
 * The plans an installation starts with, priced in yen with consumption tax at the standard rate of 10 percent (Consumption Tax Act, article
 * 29, with the local tax). Fractions of a yen are cut off, which an issuer may choose but then keeps.
 */
export const DEFAULT_PLANS: readonly PlanPrices[] = [
  japanesePlan('essential', '120000', ['100', '5', '20'], ['600', '480']),
  japanesePlan('standard', '300000', ['300', '20', '100'], ['560', '440']),
  japanesePlan('premium', '750000', ['1000', '60', '300'], ['520', '400']),
];

/** The version of a plan in force on a local date; throws NoPriceInForce when there is none. */
export function planInForce(book: readonly PlanPrices[], plan: string, date: string): PlanPrices {
  const day = dayNumber(date, 'date');
  const versions = book.filter((one) => one.plan === plan && dayNumber(one.from, 'from') <= day);
  if (versions.length === 0) throw new NoPriceInForce('plan');
  return versions.reduce((latest, one) => (dayNumber(one.from) >= dayNumber(latest.from) ? one : latest));
}
