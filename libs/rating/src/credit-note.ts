import { groupByTax, type InvoiceLine, type TaxBase, type TaxGroup, taxKey, taxOf } from './invoice';
import { type MinorUnits, moneyText, type MoneyRules, parseMoney } from './money';
import { CreditExceedsOriginal, InvalidRating } from './rating.errors';

/** The invoice that is credited and the credit notes it has had so far, each by its tax groups; `lines` carry positive nets. */
export interface CreditNoteInput extends MoneyRules {
  readonly original: { readonly taxBreakdown: readonly TaxGroup[] };
  readonly previous?: readonly { readonly taxBreakdown: readonly TaxGroup[] }[];
  readonly lines: readonly InvoiceLine[];
}

/** Positive amounts, as credit notes are written. */
export interface CreditNoteAmounts { readonly subtotal: string; readonly taxBreakdown: readonly TaxGroup[]; readonly taxTotal: string; readonly total: string }

/**
 * The sums of a credit note at the original's rates. The note that gives back the rest of a group takes the tax that is left, so that all
 * credits together equal the invoice to the minor unit (specification 5.5). Throws CreditExceedsOriginal when more is asked than is left.
 */
export function buildCreditNote(input: CreditNoteInput): CreditNoteAmounts {
  const { minor } = input;
  const nets = input.lines.map((line, index) => positive(line.net, minor, `lines.${index}.net`));
  const left = remaining(input);
  const groups = groupByTax(input.lines, nets).map((group) => ({ ...group, tax: creditTax(group, left, input) }));
  const subtotal = nets.reduce((all, one) => all + one, 0n);
  const taxTotal = groups.reduce((all, { tax }) => all + tax, 0n);
  return {
    subtotal: moneyText(subtotal, minor), taxTotal: moneyText(taxTotal, minor), total: moneyText(subtotal + taxTotal, minor),
    taxBreakdown: groups.map(({ taxCategory, taxRate, taxable, tax }) =>
      ({ taxCategory, taxRate, taxable: moneyText(taxable, minor), tax: moneyText(tax, minor) })),
  };
}

interface Left { taxable: MinorUnits; tax: MinorUnits }

function remaining({ original, previous = [], minor }: CreditNoteInput): Map<string, Left> {
  const left = new Map<string, Left>();
  const take = (groups: readonly TaxGroup[], sign: bigint): void => {
    for (const group of groups) {
      const key = taxKey(group.taxCategory, group.taxRate);
      const before = left.get(key) ?? { taxable: 0n, tax: 0n };
      left.set(key, { taxable: before.taxable + sign * parseMoney(group.taxable, minor), tax: before.tax + sign * parseMoney(group.tax, minor) });
    }
  };
  take(original.taxBreakdown, 1n);
  for (const note of previous) take(note.taxBreakdown, -1n);
  return left;
}

function creditTax(group: TaxBase, left: ReadonlyMap<string, Left>, rules: MoneyRules): MinorUnits {
  const rest = left.get(taxKey(group.taxCategory, group.taxRate));
  if (rest === undefined || group.taxable > rest.taxable) throw new CreditExceedsOriginal('lines');
  const tax = taxOf(group, rules);
  return group.taxable === rest.taxable || tax > rest.tax ? rest.tax : tax;
}

function positive(net: string, minor: number, path: string): MinorUnits {
  const amount = parseMoney(net, minor, path);
  if (amount < 0n) throw new InvalidRating('A credit note carries positive amounts.', path);
  return amount;
}
