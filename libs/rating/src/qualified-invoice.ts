import type { TaxGroup } from './invoice';
import { InvalidRating } from './rating.errors';

/** What article 57-4(1) of the Consumption Tax Act (消費税法) asks for on a qualified invoice (適格請求書). */
export type QualifiedInvoiceItem =
  | 'issuer_name' | 'registration_number' | 'transaction_date' | 'description' | 'reduced_rate_mark' | 'total_per_rate' | 'tax_per_rate' | 'recipient_name';

/** The parts of a document that the act looks at; empty text means that a part is not shown. */
export interface QualifiedInvoice {
  readonly issuerName: string;
  readonly registrationNumber: string;
  /** A date or a period, as shown. */
  readonly transactionDate: string;
  readonly recipientName: string;
  readonly lines: readonly { readonly description: string; readonly taxRate: string }[];
  readonly taxBreakdown: readonly TaxGroup[];
}

/** True for `T` and thirteen digits. Whether the number was valid on the transaction date is for the National Tax Agency's register to say. */
export const isRegistrationNumber = (text: string): boolean => /^T\d{13}$/.test(text);

/** The mark of items at the reduced rate of 8 percent, and nothing for others. */
export const reducedRateMark = (taxRate: string): string => (isReducedRate(taxRate) ? '※' : '');

const isReducedRate = (taxRate: string): boolean => /^8(\.0+)?$/.test(taxRate);

/**
 * The items that a document lacks, in the order of the act; an empty list means that it may be styled a qualified invoice. It tells neither
 * whether the amounts are right (tax is rounded once per invoice and rate, see `buildInvoice`) nor whether the issuer is registered.
 */
export function checkQualifiedInvoice(invoice: QualifiedInvoice): readonly QualifiedInvoiceItem[] {
  const unmarked = invoice.lines.some((line) => isReducedRate(line.taxRate) && !line.description.includes(reducedRateMark(line.taxRate)));
  const items: readonly [QualifiedInvoiceItem, boolean][] = [
    ['issuer_name', invoice.issuerName.trim() !== ''],
    ['registration_number', isRegistrationNumber(invoice.registrationNumber)],
    ['transaction_date', invoice.transactionDate.trim() !== ''],
    ['description', invoice.lines.length > 0 && invoice.lines.every((line) => line.description.trim() !== '')],
    ['reduced_rate_mark', !unmarked],
    ['total_per_rate', hasOneGroupPerRate(invoice)],
    ['tax_per_rate', invoice.taxBreakdown.every((group) => group.tax !== '')],
    ['recipient_name', invoice.recipientName.trim() !== ''],
  ];
  return items.filter(([, isShown]) => !isShown).map(([item]) => item);
}

function hasOneGroupPerRate({ lines, taxBreakdown }: QualifiedInvoice): boolean {
  const rates = taxBreakdown.map(({ taxRate }) => Number(taxRate));
  return new Set(rates).size === rates.length && lines.every(({ taxRate }) => rates.includes(Number(taxRate)));
}

/**
 * Whether a return invoice (適格返還請求書) must be issued for a credit in yen, tax included: not below JPY 10,000 (Order for Enforcement of
 * the Consumption Tax Act, article 70-9). Issuing one below that is allowed.
 */
export function isReturnInvoiceRequired(totalYenWithTax: string): boolean {
  if (!/^\d{1,18}$/.test(totalYenWithTax)) throw new InvalidRating('A credit in yen must be whole and not negative.', 'total');
  return BigInt(totalYenWithTax) >= 10_000n;
}
