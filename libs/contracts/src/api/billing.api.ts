import { z } from 'zod';
import { instant } from '../event-type';
import { operation, type Page } from '../service-api';
import type { Language } from '../vocabulary';
import { pageInput } from './page';

export const invoiceStatus = z.enum(['draft', 'final']);
export type InvoiceStatus = z.output<typeof invoiceStatus>;

/** A calendar month such as 2026-06, cut at local midnights of the agreement's zone, or the running month up to now. */
export const billedPeriod = z.union([z.literal('to-date'), z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-06, or to-date')]);

/** All quantities, prices and amounts are exact decimal text; amounts have exactly the currency's decimals. */
export interface InvoiceLineView {
  readonly lineId: string;
  /** `late`: usage of an earlier month that became known after its invoice was final. */
  readonly kind: 'period' | 'late';
  readonly meter: 'plan_fee' | 'ingest_gb' | 'source' | 'user';
  /** In the invoice's language. */
  readonly description: string;
  /** The sum of the line's ledger entries; for the plan's fee the days of it. */
  readonly measuredQuantity: string;
  readonly includedQuantity: string;
  /** What is charged. */
  readonly quantity: string;
  readonly unit: 'month' | 'GB' | 'source' | 'user';
  readonly unitPrice: string;
  readonly amount: string;
  readonly taxCategory: string;
  readonly taxRate: string;
  readonly priceVersion: number;
  /** Month whose usage the line rests on. */
  readonly usagePeriod: string;
}

export interface InvoiceTaxView { readonly taxCategory: string; readonly taxRate: string; readonly taxable: string; readonly tax: string }

export interface InvoiceSummary {
  readonly tenantId: string;
  readonly invoiceId: string;
  readonly period: string;
  readonly status: InvoiceStatus;
  /** Null in a draft. */
  readonly number: string | null;
  /** Counts the contents that the invoice has had; an equal redraft keeps it. */
  readonly version: number;
  /** The month had not ended when this was drafted. */
  readonly isToDate: boolean;
  /** Local dates; the last day is included. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly currency: string;
  readonly subtotal: string;
  readonly taxTotal: string;
  readonly total: string;
  readonly draftedAt: string;
  readonly issuedOn: string | null;
}

export interface InvoiceView extends InvoiceSummary {
  readonly language: Language;
  readonly timeZone: string;
  readonly plan: string;
  readonly priceVersion: number;
  readonly agreementVersion: number;
  readonly buyerName: string;
  readonly issuer: { readonly name: string; readonly address: string; readonly registrationNumber: string | null };
  /** True only if the document shows all that article 57-4(1) of the Consumption Tax Act asks for; a draft never is one. */
  readonly isQualifiedInvoice: boolean;
  readonly lines: readonly InvoiceLineView[];
  readonly taxes: readonly InvoiceTaxView[];
  /** Null until the document was rendered. */
  readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number; readonly pages: number } | null;
}

/** The document itself; `content` is base64. */
export interface InvoiceFileView {
  readonly tenantId: string; readonly invoiceId: string; readonly name: string; readonly contentType: string; readonly sha256: string; readonly bytes: number;
  readonly pages: number; readonly content: string;
}

/** One entry of the usage ledger, unique by (source, entryId). */
export interface UsageEntryView {
  readonly tenantId: string; readonly source: string; readonly entryId: string; readonly meter: 'ingest_bytes' | 'source' | 'user'; readonly subject: string;
  readonly quantity: string; readonly eventAt: string; readonly recordedAt: string; readonly reference: string; readonly correctionOf: string | null;
}

/** What one meter counted on one local day of the agreement's zone. */
export interface UsageDay {
  readonly tenantId: string; readonly meter: 'ingest_bytes' | 'source' | 'user'; readonly day: string;
  /** Sum of the entries' quantities. */
  readonly quantity: string;
  /** Different things counted; corrected ones that came to nothing are left out. */
  readonly subjects: number;
  readonly entries: number;
}

const MOST_DAYS = 400;
const usageInput = z.strictObject({ tenantId: z.uuid(), from: instant, until: instant })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { message: 'must be after from', path: ['until'] })
  .refine(({ from, until }) => Date.parse(until) - Date.parse(from) <= MOST_DAYS * 86_400_000, { message: `must be within ${MOST_DAYS} days of from`, path: ['until'] });
const byId = z.strictObject({ invoiceId: z.uuid() });

export const billingApi = {
  /** Drafts a month's invoice anew from the ledger; the same data give the same draft. */
  draftInvoice: operation<InvoiceView>()('billing', 'draftInvoice', 'billing:write', z.strictObject({ tenantId: z.uuid(), period: billedPeriod })),
  /** Numbers the invoice of an ended month after its days of grace; from then on it never changes. */
  finaliseInvoice: operation<InvoiceView>()('billing', 'finaliseInvoice', 'billing:write', byId),
  invoices: operation<Page<InvoiceSummary>>()('billing', 'invoices', 'billing:read', z.strictObject({ tenantId: z.uuid().nullish(), ...pageInput })),
  invoice: operation<InvoiceView>()('billing', 'invoice', 'billing:read', byId),
  invoiceFile: operation<InvoiceFileView>()('billing', 'invoiceFile', 'billing:read', byId),
  /** Exactly the ledger entries whose sum is the line's measured quantity, in the order of recording. */
  invoiceLineUsage: operation<Page<UsageEntryView>>()('billing', 'invoiceLineUsage', 'billing:read', z.strictObject({ lineId: z.uuid(), ...pageInput })),
  usage: operation<readonly UsageDay[]>()('billing', 'usage', 'billing:read', usageInput),
} as const;
