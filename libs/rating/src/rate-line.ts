import { buildCreditNote, type CreditNoteAmounts, type CreditNoteInput } from './credit-note';
import { buildInvoice, type InvoiceAmounts, type InvoiceInput } from './invoice';
import {
  convertLines, type FxInput, type InclusiveInput, type PartnerInput, type PartnerPrice, ratePartner, rateSlaCredit, type SlaCredit, type SlaCreditInput, splitInclusive,
} from './price-relations';
import { InvalidRating } from './rating.errors';
import { type Amount, type LateRerate, type LateRerateInput, rateGraduated, rateLate, rateVolume, type TieredInput } from './tiered-rating';
import {
  type BytesInput, type GbDayInput, type HoursInput, type PlanChangeInput, type ProrationInput, rateBytes, rateGbDay, rateHours, ratePlanChange, rateProration, rateSeries,
  type SeriesInput,
} from './time-rating';
import {
  type BundleInput, type CommitOverageInput, type Drawdown, type DrawdownInput, type LineInput, type MinimumInput, type PackageInput, rateBundle, rateCommitOverage,
  rateDrawdown, rateMinimum, ratePackage, rateQuantity,
} from './unit-rating';
import { aggregateUsage, type PriceVersionsInput, ratePeriodOf, ratePriceVersions, type UsageEventsInput } from './usage-events';

interface Kind<Input, Result> { readonly input: Input; readonly result: Result }

/** Every rating kind of specification 5.3 with the shapes of its input and result. Amounts, quantities and rates are decimal text. */
export interface RatingKinds {
  line: Kind<LineInput, Amount>;
  graduated: Kind<TieredInput, Amount>;
  volume: Kind<TieredInput, Amount>;
  package: Kind<PackageInput, Amount & { readonly packages: string }>;
  commit_overage: Kind<CommitOverageInput, Amount & { readonly overageUnits: string; readonly overageAmount: string }>;
  minimum: Kind<MinimumInput, Amount & { readonly trueUp: string }>;
  drawdown: Kind<DrawdownInput, Drawdown>;
  bundle: Kind<BundleInput, Amount>;
  proration: Kind<ProrationInput, Amount & { readonly usedDays: number; readonly periodDays: number }>;
  plan_change: Kind<PlanChangeInput, Amount & { readonly creditLine: string; readonly chargeLine: string }>;
  series: Kind<SeriesInput, Amount & { readonly quantity: string }>;
  gb_day: Kind<GbDayInput, Amount & { readonly quantity: string }>;
  bytes: Kind<BytesInput, Amount & { readonly quantity: string }>;
  hours: Kind<HoursInput, Amount & { readonly hours: number }>;
  events: Kind<UsageEventsInput, { readonly counted: number; readonly value: string }>;
  period_of: Kind<{ readonly time: string; readonly tz: string }, { readonly period: string }>;
  price_versions: Kind<PriceVersionsInput, Amount & { readonly lines: readonly string[] }>;
  late_rerate: Kind<LateRerateInput, LateRerate>;
  inclusive: Kind<InclusiveInput, { readonly tax: string; readonly net: string }>;
  fx: Kind<FxInput, Amount & { readonly lines: readonly string[] }>;
  partner: Kind<PartnerInput, PartnerPrice>;
  sla_credit: Kind<SlaCreditInput, SlaCredit>;
  invoice: Kind<InvoiceInput, InvoiceAmounts>;
  credit_note: Kind<CreditNoteInput, CreditNoteAmounts>;
}

export type RatingKind = keyof RatingKinds;

const RATERS: { readonly [K in RatingKind]: (input: RatingKinds[K]['input']) => RatingKinds[K]['result'] } = {
  line: rateQuantity, graduated: rateGraduated, volume: rateVolume, package: ratePackage, commit_overage: rateCommitOverage, minimum: rateMinimum,
  drawdown: rateDrawdown, bundle: rateBundle, proration: rateProration, plan_change: ratePlanChange, series: rateSeries, gb_day: rateGbDay,
  bytes: rateBytes, hours: rateHours, events: aggregateUsage, period_of: ratePeriodOf, price_versions: ratePriceVersions, late_rerate: rateLate,
  inclusive: splitInclusive, fx: convertLines, partner: ratePartner, sla_credit: rateSlaCredit, invoice: buildInvoice, credit_note: buildCreditNote,
};

/** Rates one input by the named kind. Throws InvalidRating for an unknown kind and for numbers, dates or zones that cannot be read. */
export function rateLine<K extends RatingKind>(kind: K, input: RatingKinds[K]['input']): RatingKinds[K]['result'] {
  if (!Object.hasOwn(RATERS, kind)) throw new InvalidRating('This rating kind does not exist.', 'kind');
  return RATERS[kind](input);
}
