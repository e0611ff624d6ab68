import { add, divide, type Exact, exact, exactNotNegative, integer, minimum, multiply, subtract } from './exact';
import { moneyText, type MoneyRules, moneyValue, parseMoney, roundMoney } from './money';
import { InvalidRating } from './rating.errors';

const HUNDRED = integer(100);
const percentOf = (value: Exact, percent: Exact): Exact => divide(multiply(value, percent), HUNDRED);

export interface InclusiveInput extends MoneyRules { readonly gross: string; readonly taxRate: string }

/** The tax inside a gross amount, rounded once; the net is the rest, so both always sum to the gross. */
export function splitInclusive(input: InclusiveInput): { readonly tax: string; readonly net: string } {
  const gross = parseMoney(input.gross, input.minor, 'gross');
  const rate = exactNotNegative(input.taxRate, 'taxRate');
  const tax = roundMoney(divide(multiply(moneyValue(gross, input.minor), rate), add(HUNDRED, rate)), input);
  return { tax: moneyText(tax, input.minor), net: moneyText(gross - tax, input.minor) };
}

/** `lines` are amounts in the source currency; `currency` and `minor` are those of the target. */
export interface FxInput extends MoneyRules { readonly lines: readonly string[]; readonly rate: string }

/** Converts each line at the stored rate and rounds it; the total is the sum of the lines, never a converted total. */
export function convertLines(input: FxInput): { readonly lines: readonly string[]; readonly amount: string } {
  const rate = exactNotNegative(input.rate, 'rate');
  const lines = input.lines.map((line, index) => roundMoney(multiply(exact(line, `lines.${index}`), rate), input));
  return { lines: lines.map((line) => moneyText(line, input.minor)), amount: moneyText(lines.reduce((all, line) => all + line, 0n), input.minor) };
}

/** A margin is a share of the selling price, a markup a share of cost. With `list` the partner's price is sought, with `cost` the customer's. */
export type PartnerInput = MoneyRules & { readonly percent: string } & (
  | { readonly mode: 'margin'; readonly list: string } | { readonly mode: 'margin'; readonly cost: string } | { readonly mode: 'markup'; readonly cost: string }
);

/** The price that was sought, and what stays with the partner. */
export type PartnerPrice = ({ readonly partnerPays: string } | { readonly customerPays: string }) & { readonly partnerMargin: string };

/** Resale prices between provider, partner and customer (specification 5.3, `partner`). */
export function ratePartner(input: PartnerInput): PartnerPrice {
  const percent = exactNotNegative(input.percent, 'percent');
  if ('list' in input) {
    const list = parseMoney(input.list, input.minor, 'list');
    const pays = roundMoney(percentOf(moneyValue(list, input.minor), subtract(HUNDRED, percent)), input);
    return { partnerPays: moneyText(pays, input.minor), partnerMargin: moneyText(list - pays, input.minor) };
  }
  const cost = parseMoney(input.cost, input.minor, 'cost');
  const value = moneyValue(cost, input.minor);
  const price = input.mode === 'markup' ? percentOf(value, add(HUNDRED, percent)) : divide(multiply(value, HUNDRED), belowHundred(percent));
  const pays = roundMoney(price, input);
  return { customerPays: moneyText(pays, input.minor), partnerMargin: moneyText(pays - cost, input.minor) };
}

function belowHundred(percent: Exact): Exact {
  const rest = subtract(HUNDRED, percent);
  if (rest.num <= 0n) throw new InvalidRating('A margin must be below 100 percent.', 'percent');
  return rest;
}

export interface SlaCreditInput extends MoneyRules { readonly cycleFee: string; readonly percent: string; readonly cap?: string | null; readonly taxRate: string }

export interface SlaCredit { readonly creditNet: string; readonly creditTax: string; readonly creditTotal: string }

/** A share of the cycle's fee up to a cap, with tax at the rate of the credited invoice (specification 5.5). */
export function rateSlaCredit(input: SlaCreditInput): SlaCredit {
  const share = percentOf(exactNotNegative(input.cycleFee, 'cycleFee'), exactNotNegative(input.percent, 'percent'));
  const capped = input.cap === undefined || input.cap === null ? share : minimum(share, exactNotNegative(input.cap, 'cap'));
  const net = roundMoney(capped, input);
  const tax = roundMoney(percentOf(moneyValue(net, input.minor), exactNotNegative(input.taxRate, 'taxRate')), input);
  return { creditNet: moneyText(net, input.minor), creditTax: moneyText(tax, input.minor), creditTotal: moneyText(net + tax, input.minor) };
}
