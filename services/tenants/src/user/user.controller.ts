import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { MemberView, OperationParsed, Page, userApi } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { toMemberView } from './user.mapping';
import { UserService } from './user.service';

type In<Name extends keyof typeof userApi> = OperationParsed<(typeof userApi)[Name]>;

@Injectable()
export class UserController implements Implements<typeof userApi> {
  constructor(private readonly users: UserService) {}

  @Allow('user:write')
  async createUser(ctx: TenantContext, { tenantId, ...person }: In<'createUser'>): Promise<MemberView> {
    return toMemberView(await this.users.createUser(ctx, tenantId, person));
  }

  @Allow('user:read')
  async members(ctx: TenantContext, input: In<'members'>): Promise<Page<MemberView>> {
    const { items, nextCursor } = await this.users.members(ctx, input);
    return { items: items.map(toMemberView), nextCursor };
  }

  @Allow('grant:write')
  async grantRoles(ctx: TenantContext, { tenantId, userId, roles }: In<'grantRoles'>): Promise<MemberView> {
    return toMemberView(await this.users.grant(ctx, tenantId, userId, roles));
  }

  @Allow('grant:write')
  async withdrawRoles(ctx: TenantContext, { tenantId, userId }: In<'withdrawRoles'>): Promise<MemberView> {
    return toMemberView(await this.users.withdraw(ctx, tenantId, userId));
  }

  @Allow('user:write')
  async inviteAgain(ctx: TenantContext, { tenantId, userId }: In<'inviteAgain'>): Promise<MemberView> {
    return toMemberView(await this.users.inviteAgain(ctx, tenantId, userId));
  }
}
