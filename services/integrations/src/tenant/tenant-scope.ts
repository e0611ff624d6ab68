import { asId, isUuid, NotFound, type TenantContext } from '@yagura/kernel';

/**
 * The same caller, writing the named tenant. Only a tenant of the read scope can be named: it holds exactly those in which the caller has
 * the operation's permission, and any other looks as if it did not exist.
 */
export function inTenantOf(ctx: TenantContext, tenantId: string, noun: string): TenantContext {
  const named = isUuid(tenantId) ? asId<'tenant'>(tenantId) : undefined;
  if (named === undefined || !ctx.readScope.includes(named)) throw new NotFound(noun);
  return named === ctx.tenantId ? ctx : { ...ctx, tenantId: named };
}
