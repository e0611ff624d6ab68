import { DEFAULT_PLANS, planInForce, type MeterPrice, type PlanPrices } from '@yagura/rating';
import type { BilledAgreement } from '../agreement/agreement';
import { PlanNotPriced } from './price.errors';

/** Plans as agreements name them, each priced as one tier of the price list. A plan that is missing here is priced under its own name. */
const PLANS: Readonly<Record<string, { readonly tier: string; readonly name: string }>> = {
  mssp_business: { tier: 'essential', name: 'MSSP Business Hours' },
  mdr_standard: { tier: 'standard', name: 'MDR Standard' },
  mdr_enterprise: { tier: 'premium', name: 'MDR Enterprise' },
};

/** A plan's name as it stands on invoices. */
export const planName = (plan: string): string => PLANS[plan]?.name ?? plan;

/** Prices per tier in US dollars, in the order of the yen list: fee, GB up to 1000 and beyond, source, user. */
const DOLLARS: Readonly<Record<string, readonly [fee: string, gb: string, gbBeyond: string, source: string, user: string]>> = {
  essential: ['800', '4.00', '3.20', '13.50', '3.40'],
  standard: ['2000', '3.75', '2.95', '13.50', '3.40'],
  premium: ['5000', '3.50', '2.70', '13.50', '3.40'],
};

/** Cents are rounded half up; included quantities are those of the yen list. */
function inDollars(plan: PlanPrices): PlanPrices[] {
  const prices = DOLLARS[plan.plan];
  if (prices === undefined) return [];
  const [fee, gb, gbBeyond, source, user] = prices;
  const converted = plan.prices.map((price): MeterPrice => {
    if (price.kind === 'proration') return { ...price, unitPrice: fee };
    if (price.kind === 'graduated') return { ...price, tiers: price.tiers.map((tier, at) => ({ ...tier, unitPrice: at === 0 ? gb : gbBeyond })) };
    return { ...price, unitPrice: price.meter === 'source' ? source : user };
  });
  return [{ ...plan, currency: 'USD', minor: 2, rounding: 'half_up', prices: converted }];
}

/** Every issued price version. One that was issued is never edited; a new version follows it. */
export const PRICE_BOOK: readonly PlanPrices[] = [...DEFAULT_PLANS, ...DEFAULT_PLANS.flatMap(inDollars)];

export interface Tax { readonly taxCategory: string; readonly taxRate: string }

/**
 * Tax by the agreement's zone: a service over the net is supplied where its recipient is (Consumption Tax Act, article 4(3)), so the standard
 * rate holds for Japan and other places are outside its scope (EN 16931 category O). The zone stands for the seat of the client company; the
 * provider's tax adviser decides the cases where it does not.
 */
export const taxOf = ({ timeZone }: Pick<BilledAgreement, 'timeZone'>): Tax =>
  (['Asia/Tokyo', 'Japan'].includes(timeZone) ? { taxCategory: 'S', taxRate: '10' } : { taxCategory: 'O', taxRate: '0' });

/** The one price version of an agreement's plan on a local date, in its currency and with its tax. Throws PlanNotPriced. */
export function pricesOf(agreement: BilledAgreement, date: string, book: readonly PlanPrices[] = PRICE_BOOK): PlanPrices {
  const tier = PLANS[agreement.plan]?.tier ?? agreement.plan;
  const priced = book.filter(({ plan, currency, from }) => plan === tier && currency === agreement.currency && from <= date);
  if (priced.length === 0) throw new PlanNotPriced();
  const plan = planInForce(priced, tier, date);
  return { ...plan, prices: plan.prices.map((price) => ({ ...price, ...taxOf(agreement) })) };
}
