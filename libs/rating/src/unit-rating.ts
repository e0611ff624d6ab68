import { ceil, compare, divide, exact, exactNotNegative, integer, maximum, minimum, multiply, quantityText, subtract, sum, ZERO } from './exact';
import { moneyText, type MoneyRules, moneyValue, parseMoney, roundMoney } from './money';
import { InvalidRating } from './rating.errors';
import type { Amount } from './tiered-rating';

export interface LineInput extends MoneyRules { readonly quantity: string; readonly unitPrice: string }

/** Quantity times unit price, rounded once. Negative quantities are corrections and round as mirrors of positive ones. */
export function rateQuantity(input: LineInput): Amount {
  return { amount: moneyText(roundMoney(multiply(exact(input.quantity, 'quantity'), exact(input.unitPrice, 'unitPrice')), input), input.minor) };
}

export interface PackageInput extends MoneyRules { readonly packageSize: string; readonly packagePrice: string; readonly quantity: string }

/** Whole packages for the quantity, none for zero. */
export function ratePackage(input: PackageInput): Amount & { readonly packages: string } {
  const packages = ceil(divide(exactNotNegative(input.quantity, 'quantity'), exactNotNegative(input.packageSize, 'packageSize'), 'packageSize'));
  const amount = roundMoney(multiply(integer(packages), exact(input.packagePrice, 'packagePrice')), input);
  return { packages: packages.toString(), amount: moneyText(amount, input.minor) };
}

export interface CommitOverageInput extends MoneyRules {
  readonly commitAmount: string; readonly includedUnits: string; readonly overageUnitPrice: string; readonly quantity: string;
}

/** The committed amount in any case, and the units beyond those it includes. */
export function rateCommitOverage(input: CommitOverageInput): Amount & { readonly overageUnits: string; readonly overageAmount: string } {
  const units = maximum(subtract(exactNotNegative(input.quantity, 'quantity'), exactNotNegative(input.includedUnits, 'includedUnits')), ZERO);
  const overage = roundMoney(multiply(units, exact(input.overageUnitPrice, 'overageUnitPrice')), input);
  const amount = parseMoney(input.commitAmount, input.minor, 'commitAmount') + overage;
  return { overageUnits: quantityText(units), overageAmount: moneyText(overage, input.minor), amount: moneyText(amount, input.minor) };
}

export interface MinimumInput extends MoneyRules { readonly lines: readonly string[]; readonly minimum: string }

/** What is missing to the agreed minimum of a period. */
export function rateMinimum(input: MinimumInput): Amount & { readonly trueUp: string } {
  const sum = input.lines.reduce((all, line, index) => all + parseMoney(line, input.minor, `lines.${index}`), 0n);
  const missing = parseMoney(input.minimum, input.minor, 'minimum') - sum;
  const trueUp = missing > 0n ? missing : 0n;
  return { trueUp: moneyText(trueUp, input.minor), amount: moneyText(sum + trueUp, input.minor) };
}

export interface DrawdownInput extends MoneyRules { readonly remainingCommit: string; readonly usageAtCommitPrice: string; readonly overageFactor: string }

export interface Drawdown { readonly fromCommit: string; readonly billedOverage: string; readonly remainingCommit: string }

/** Usage is taken from a prepaid commit while it lasts; the rest is billed at the commit price times a factor. */
export function rateDrawdown(input: DrawdownInput): Drawdown {
  const remaining = parseMoney(input.remainingCommit, input.minor, 'remainingCommit');
  if (remaining < 0n) throw new InvalidRating('A commit cannot be overdrawn.', 'remainingCommit');
  const usage = exactNotNegative(input.usageAtCommitPrice, 'usageAtCommitPrice');
  const taken = minimum(moneyValue(remaining, input.minor), usage);
  const fromCommit = roundMoney(taken, input);
  const overage = roundMoney(multiply(subtract(usage, taken), exactNotNegative(input.overageFactor, 'overageFactor')), input);
  // A share of a minor unit may round up; the commit still ends at zero.
  const left = compare(taken, usage) < 0 || fromCommit > remaining ? 0n : remaining - fromCommit;
  return { fromCommit: moneyText(fromCommit, input.minor), billedOverage: moneyText(overage, input.minor), remainingCommit: moneyText(left, input.minor) };
}

/** One thing that a bundle contains, with the price of units beyond those included. */
export interface BundleItem { readonly quantity: string; readonly included: string; readonly unitPrice: string }
export interface BundleInput extends MoneyRules { readonly bundlePrice: string; readonly items: readonly BundleItem[] }

/** The bundle's price and each item's units beyond those included: one line, rounded once. */
export function rateBundle(input: BundleInput): Amount {
  const excess = input.items.map((item, index) => {
    const units = subtract(exactNotNegative(item.quantity, `items.${index}.quantity`), exactNotNegative(item.included, `items.${index}.included`));
    return multiply(maximum(units, ZERO), exact(item.unitPrice, `items.${index}.unitPrice`));
  });
  return { amount: moneyText(roundMoney(sum([exact(input.bundlePrice, 'bundlePrice'), ...excess]), input), input.minor) };
}
