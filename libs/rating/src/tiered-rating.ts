import { add, compare, type Exact, exact, exactNotNegative, maximum, minimum, multiply, subtract, sum, ZERO } from './exact';
import { type MinorUnits, moneyText, type MoneyRules, roundMoney } from './money';
import { InvalidRating } from './rating.errors';

/** Prices up to and including `upTo` units; null for all further ones. */
export interface Tier { readonly upTo: string | null; readonly unitPrice: string }

/** Quantities and prices are decimal text in whole units and major currency units. */
export interface TieredInput extends MoneyRules { readonly tiers: readonly Tier[]; readonly quantity: string }

/** A rated amount as text with exactly the currency's decimals. */
export interface Amount { readonly amount: string }

/** Models that price a whole quantity by its tiers. */
export type TierModel = 'graduated' | 'volume';

/** Each tier's part of the quantity at that tier's price, rounded once (specification 5.3). */
export const rateGraduated = (input: TieredInput): Amount => tieredAmount('graduated', input);

/** All units at the price of the tier that holds the quantity; the amount may fall where a tier begins. */
export const rateVolume = (input: TieredInput): Amount => tieredAmount('volume', input);

const tieredAmount = (model: TierModel, input: TieredInput): Amount =>
  ({ amount: moneyText(tieredUnits(model, input, exactNotNegative(input.quantity, 'quantity')), input.minor) });

/** Minor units for a quantity under a tier model; throws InvalidRating when tiers do not rise or do not reach the quantity. */
export function tieredUnits(model: TierModel, input: Omit<TieredInput, 'quantity'>, quantity: Exact): MinorUnits {
  const tiers = parseTiers(input.tiers);
  return roundMoney(model === 'graduated' ? graduated(tiers, quantity) : volume(tiers, quantity), input);
}

interface ParsedTier { readonly above: Exact; readonly upTo: Exact | null; readonly unitPrice: Exact }

function parseTiers(tiers: readonly Tier[]): ParsedTier[] {
  let above: Exact | null = ZERO;
  return tiers.map((tier, index) => {
    const upTo = tier.upTo === null ? null : exactNotNegative(tier.upTo, `tiers.${index}.upTo`);
    if (above === null || (upTo !== null && compare(upTo, above) <= 0)) throw new InvalidRating('Tiers must rise and end with the open one.', `tiers.${index}`);
    const parsed = { above, upTo, unitPrice: exactNotNegative(tier.unitPrice, `tiers.${index}.unitPrice`) };
    above = upTo;
    return parsed;
  });
}

function graduated(tiers: readonly ParsedTier[], quantity: Exact): Exact {
  tierOf(tiers, quantity);
  return sum(tiers.map(({ above, upTo, unitPrice }) => {
    const top = upTo === null ? quantity : minimum(quantity, upTo);
    return multiply(maximum(subtract(top, above), ZERO), unitPrice);
  }));
}

/** The part of a quantity in each tier that it reaches, with that tier's price as written; a quantity of zero is in the first. */
export function tierParts(tiers: readonly Tier[], quantity: Exact): { readonly quantity: Exact; readonly unitPrice: string }[] {
  const parsed = parseTiers(tiers);
  const last = parsed.indexOf(tierOf(parsed, quantity));
  return parsed.slice(0, last + 1).map(({ above, upTo }, index) =>
    ({ quantity: subtract(upTo === null ? quantity : minimum(quantity, upTo), above), unitPrice: tiers[index].unitPrice }));
}

const volume = (tiers: readonly ParsedTier[], quantity: Exact): Exact => multiply(quantity, tierOf(tiers, quantity).unitPrice);

function tierOf(tiers: readonly ParsedTier[], quantity: Exact): ParsedTier {
  const tier = tiers.find(({ upTo }) => upTo === null || compare(quantity, upTo) <= 0);
  if (tier === undefined) throw new InvalidRating('No tier holds the quantity.', 'tiers');
  return tier;
}

/** `model` says how both quantities are priced. */
export interface LateRerateInput extends Omit<TieredInput, 'quantity'> { readonly model: TierModel; readonly billedQuantity: string; readonly lateQuantity: string }

export interface LateRerate {
  readonly billed: string;
  readonly rerated: string;
  readonly adjustment: string;
  /** What carries the adjustment; the issued invoice never changes. */
  readonly document: 'credit_note' | 'invoice_line_next_period' | 'none';
}

/** Rates the whole period again with the usage that came late; the difference is the adjustment (specification 5.3, `late_rerate`). */
export function rateLate(input: LateRerateInput): LateRerate {
  const before = exactNotNegative(input.billedQuantity, 'billedQuantity');
  const after = add(before, exact(input.lateQuantity, 'lateQuantity'));
  if (after.num < 0n) throw new InvalidRating('Corrections exceed what was billed.', 'lateQuantity');
  const billed = tieredUnits(input.model, input, before);
  const rerated = tieredUnits(input.model, input, after);
  const adjustment = rerated - billed;
  const document = adjustment < 0n ? 'credit_note' : adjustment > 0n ? 'invoice_line_next_period' : 'none';
  return { billed: moneyText(billed, input.minor), rerated: moneyText(rerated, input.minor), adjustment: moneyText(adjustment, input.minor), document };
}
