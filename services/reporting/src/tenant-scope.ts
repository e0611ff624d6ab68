import { asId, isUuid, NotFound, type TenantContext } from '@yagura/kernel';

/** The same caller, writing the named tenant, which must lie in the read scope; any other looks as if it did not exist. */
export function inTenant(ctx: TenantContext, tenantId: string, noun: string): TenantContext {
  const named = isUuid(tenantId) ? asId<'tenant'>(tenantId) : undefined;
  if (named === undefined || !ctx.readScope.includes(named)) throw new NotFound(noun);
  return named === ctx.tenantId ? ctx : { ...ctx, tenantId: named };
}
