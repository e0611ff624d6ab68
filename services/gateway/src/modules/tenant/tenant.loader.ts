import DataLoader from 'dataloader';
import { tenantApi } from '@yagura/contracts';
import { NotFound } from '@yagura/kernel';
import type { GatewayContext } from '../../request/gateway-context';
import { toTenantRef, type TenantRef } from './tenant.mapping';

/** As many ids as one call of the service takes. */
const AT_ONCE = 200;

/** The tenant that a thing belongs to: all of one request are fetched together, and a request never sees another's. */
export const tenantRef = (gateway: GatewayContext, tenantId: string): Promise<TenantRef> =>
  gateway.loader('tenant-ref', () => makeLoader(gateway)).load(tenantId);

function makeLoader(gateway: GatewayContext): DataLoader<string, TenantRef> {
  return new DataLoader<string, TenantRef>(async (tenantIds) => {
    const tenants = await gateway.call(tenantApi.tenantsByIds, { tenantIds: [...tenantIds] });
    const byId = new Map(tenants.map((tenant) => [tenant.tenantId, toTenantRef(tenant)]));
    return tenantIds.map((tenantId) => byId.get(tenantId) ?? new NotFound('tenant'));
  }, { maxBatchSize: AT_ONCE });
}
