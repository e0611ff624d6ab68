import { createHash } from 'node:crypto';
import type { InvoiceStatus, Language } from '@yagura/contracts';
import { deterministicId } from '@yagura/kernel';
import { buildInvoice, moneyText, parseMoney, type MinorUnits, type PlanPrices, type RatedLine, type TaxGroup } from '@yagura/rating';
import type { Issuer } from '../issuer/issuer';
import type { LedgerSpan } from '../usage/usage';
import type { BillingPeriod } from './billing-period';

/** The rows of the ledger that a line rests on: of its meter, in this span, of this month. */
export interface LineUsage extends LedgerSpan { readonly period: string }

export type LineFacts = Omit<RatedLine, 'usageRefs' | 'currency' | 'amount' | 'descriptionKey'>;

export interface InvoiceLine extends LineFacts {
  readonly lineId: string;
  readonly kind: 'period' | 'late';
  readonly usage: LineUsage;
}

/** What a draft says, before anyone numbers it. */
export interface InvoiceContent {
  readonly period: string;
  readonly isToDate: boolean;
  readonly firstDay: string;
  readonly endDay: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly language: Language;
  readonly currency: string;
  /** Decimals of the currency. */
  readonly minor: number;
  readonly plan: string;
  readonly priceVersion: number;
  readonly agreementVersion: number;
  readonly buyerName: string;
  readonly issuer: Issuer;
  readonly lines: readonly Omit<InvoiceLine, 'lineId'>[];
  readonly taxes: readonly TaxGroup[];
  readonly subtotalMinor: MinorUnits;
  readonly taxMinor: MinorUnits;
  readonly totalMinor: MinorUnits;
  readonly ledgerThrough: string;
}

export interface InvoiceFile { readonly name: string; readonly sha256: string; readonly bytes: number; readonly pages: number }

export interface Invoice extends Omit<InvoiceContent, 'lines'> {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly status: InvoiceStatus;
  readonly version: number;
  readonly dataVersion: string;
  readonly number: string | null;
  readonly draftedAt: Date;
  readonly issuedOn: string | null;
  readonly finalisedAt: Date | null;
  readonly file: InvoiceFile | null;
  readonly lines: readonly InvoiceLine[];
}

/** The one invoice of a tenant's month, whenever it is drafted. */
export const invoiceIdOf = (tenantId: string, period: string): string => deterministicId('invoice', tenantId, period);

/** Events of an ended month are taken for this long before its invoice may be final (service levels, section 5.4). */
export const GRACE_DAYS = 3;

export const isGraceOver = (endsAt: Date, now: Date): boolean => now.getTime() >= endsAt.getTime() + GRACE_DAYS * 86_400_000;

export interface DraftFacts {
  readonly period: BillingPeriod;
  readonly plan: PlanPrices;
  readonly issuer: Issuer;
  readonly lines: readonly RatedLine[];
  readonly late: readonly Omit<InvoiceLine, 'lineId'>[];
  readonly ledgerThrough: string;
}

/** Puts a draft together: rounded lines, then tax once per category and rate on their sum, then the total. */
export function draftContent({ period, plan, issuer, lines, late, ledgerThrough }: DraftFacts): InvoiceContent {
  const { agreement, month, startsAt, endsAt, isToDate, firstDay, endDay } = period;
  const usage: LineUsage = { period: month, from: startsAt, until: endsAt, after: '0', through: ledgerThrough };
  const all = [...lines.map((line) => ({ ...factsOf(line), kind: 'period' as const, usage })), ...late];
  const amounts = buildInvoice({ ...plan, lines: all.map((line) => ({ ...line, net: moneyText(line.amountMinor, plan.minor) })) });
  return {
    period: month, isToDate, firstDay, endDay, startsAt, endsAt, timeZone: agreement.timeZone, language: agreement.language, currency: plan.currency,
    minor: plan.minor, plan: agreement.plan, priceVersion: plan.version, agreementVersion: agreement.version, buyerName: agreement.billingName, issuer,
    lines: all, taxes: amounts.taxBreakdown, ledgerThrough,
    subtotalMinor: parseMoney(amounts.subtotal, plan.minor), taxMinor: parseMoney(amounts.taxTotal, plan.minor), totalMinor: parseMoney(amounts.total, plan.minor),
  };
}

/** Names everything that a reader of the draft sees and rests on: an equal hash is an equal invoice. */
export const dataVersionOf = (content: InvoiceContent): string =>
  createHash('sha256').update(JSON.stringify(content, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))).digest('hex');

/** A rated line as an invoice keeps it. */
export const factsOf = ({ usageRefs: _refs, currency: _currency, amount: _amount, descriptionKey: _key, ...facts }: RatedLine): LineFacts => facts;
