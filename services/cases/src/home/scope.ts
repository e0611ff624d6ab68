import { NotFound, type TenantContext } from '@yagura/kernel';

/** The context for one named tenant of its scope, or for all of it. A tenant outside and one that never was look alike. */
export function narrowed(ctx: TenantContext, tenantId: string | null | undefined): TenantContext {
  if (tenantId === null || tenantId === undefined) return ctx;
  const named = ctx.readScope.find((id) => id === tenantId);
  if (named === undefined) throw new NotFound('tenant');
  return { ...ctx, readScope: [named] };
}

/** The one tenant of a scope, so that a plan walks that tenant's own index and passes over nobody else's rows; null for several. */
export const onlyTenant = ({ readScope }: TenantContext): string | null => (readScope.length === 1 ? readScope[0] : null);
