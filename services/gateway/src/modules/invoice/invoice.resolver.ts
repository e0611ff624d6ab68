import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { billingApi } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { given } from '../page/given';
import { toDay, toEntry, toFile, toInvoice, toSummary } from './invoice.mapping';

interface ListArgs { readonly tenantId?: string | null; readonly first: number; readonly after?: string | null }
interface LineArgs { readonly lineId: string; readonly first: number; readonly after?: string | null }
interface UsageArgs { readonly tenantId: string; readonly from: string; readonly until: string }

@Resolver()
export class InvoiceResolver {
  @Allow('billing:read')
  @Query('invoices')
  async invoices(@Gateway() gateway: GatewayContext, @Args() { tenantId, first, after }: ListArgs): Promise<unknown> {
    return toConnection(await gateway.call(billingApi.invoices, { tenantId, first, ...given({ after: after ?? null }) }, tenantId), toSummary(gateway));
  }

  @Allow('billing:read')
  @Query('invoice')
  async invoice(@Gateway() gateway: GatewayContext, @Args('id') id: string): Promise<unknown> {
    return toInvoice(gateway, await gateway.call(billingApi.invoice, { invoiceId: id }));
  }

  @Allow('billing:read')
  @Query('invoiceFile')
  async invoiceFile(@Gateway() gateway: GatewayContext, @Args('id') id: string): Promise<unknown> {
    return toFile(gateway, await gateway.call(billingApi.invoiceFile, { invoiceId: id }));
  }

  @Allow('billing:read')
  @Query('invoiceLineUsage')
  async invoiceLineUsage(@Gateway() gateway: GatewayContext, @Args() { lineId, first, after }: LineArgs): Promise<unknown> {
    return toConnection(await gateway.call(billingApi.invoiceLineUsage, { lineId, first, ...given({ after: after ?? null }) }), toEntry(gateway));
  }

  @Allow('billing:read')
  @Query('usage')
  async usage(@Gateway() gateway: GatewayContext, @Args() { tenantId, from, until }: UsageArgs): Promise<unknown> {
    return (await gateway.call(billingApi.usage, { tenantId, from, until }, tenantId)).map(toDay(gateway));
  }

  @Allow('billing:write')
  @Mutation('draftInvoice')
  async draftInvoice(@Gateway() gateway: GatewayContext, @Args('input') { tenantId, period }: { tenantId: string; period: string }): Promise<unknown> {
    return { invoice: toInvoice(gateway, await gateway.call(billingApi.draftInvoice, { tenantId, period }, tenantId)) };
  }

  @Allow('billing:write')
  @Mutation('finaliseInvoice')
  async finaliseInvoice(@Gateway() gateway: GatewayContext, @Args('input') { invoiceId }: { invoiceId: string }): Promise<unknown> {
    return { invoice: toInvoice(gateway, await gateway.call(billingApi.finaliseInvoice, { invoiceId })) };
  }
}
