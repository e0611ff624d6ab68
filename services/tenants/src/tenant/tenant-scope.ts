import { asId, isUuid, NotFound, type TenantContext } from '@yagura/kernel';

/**
 * The same caller, writing the named tenant. Only a tenant of the read scope can be named: the scope holds exactly the tenants in which
 * the caller has the operation's permission, and any other looks as if it did not exist.
 */
export function inTenant(ctx: TenantContext, tenantId: string, noun = 'tenant'): TenantContext {
  const named = isUuid(tenantId) ? asId<'tenant'>(tenantId) : undefined;
  if (named === undefined || !ctx.readScope.includes(named)) throw new NotFound(noun);
  // An open transaction of this very tenant stays what it is, so that callers can join it.
  return named === ctx.tenantId ? ctx : { ...ctx, tenantId: named };
}
