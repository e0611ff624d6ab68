import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { requirementOf } from '@yagura/auth';
import { Forbidden } from '@yagura/kernel';
import type { GatewayContext } from './gateway-context';

/** The gateway's own wall: a handler without a mark is closed, and a marked one asks the caller's grants before any service does. */
@Injectable()
export class PermissionGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const mark = requirementOf(execution.getClass(), execution.getHandler().name);
    if (mark === undefined) throw new Forbidden('This operation is not open to anyone.', { slug: 'auth.closed' });
    if (mark.kind === 'permission') GqlExecutionContext.create(execution).getContext<{ gateway: GatewayContext }>().gateway.demand(mark.permission);
    return true;
  }
}
