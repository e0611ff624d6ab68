import type { InvoiceFileView, InvoiceLineView, InvoiceSummary, InvoiceView, UsageDay, UsageEntryView } from '@yagura/contracts';
import type { GatewayContext } from '../../request/gateway-context';
import { tenantRef } from '../tenant/tenant.loader';

type Shown = Record<string, unknown>;
/** A thing with its tenant, which is only fetched when it is asked for. */
const withTenant = <Thing extends { readonly tenantId: string }>(gateway: GatewayContext, thing: Thing): Thing & Shown =>
  ({ ...thing, tenant: () => tenantRef(gateway, thing.tenantId) });

export const toSummary = (gateway: GatewayContext) => ({ invoiceId, status, ...rest }: InvoiceSummary): Shown =>
  withTenant(gateway, { ...rest, id: invoiceId, status: status.toUpperCase() });

export const toInvoice = (gateway: GatewayContext, { lines, language, ...rest }: InvoiceView): Shown =>
  ({ ...toSummary(gateway)(rest), language: language.toUpperCase(), lines: lines.map(toLine) });

const toLine = ({ lineId, kind, meter, ...rest }: InvoiceLineView): Shown => ({ ...rest, id: lineId, kind: kind.toUpperCase(), meter: meter.toUpperCase() });

export const toFile = (gateway: GatewayContext, file: InvoiceFileView): Shown => withTenant(gateway, file);

export const toEntry = (gateway: GatewayContext) => ({ entryId, meter, ...rest }: UsageEntryView): Shown =>
  withTenant(gateway, { ...rest, id: entryId, meter: meter.toUpperCase() });

export const toDay = (gateway: GatewayContext) => ({ meter, ...rest }: UsageDay): Shown => withTenant(gateway, { ...rest, meter: meter.toUpperCase() });
