import type { ClientInvoiceQuery } from '../gen/graphql';

/** An invoice as its page asks for it. */
export type ShownInvoice = ClientInvoiceQuery['invoice'];
