import { Inject, Injectable } from '@nestjs/common';
import { asId, forSystem, newId, NotFound, PERMISSIONS_OF_ROLE, type Permission, type Role, type TenantContext } from '@yagura/kernel';
import { MemberChangedV1, type Page } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { publish } from '@yagura/messaging';
import { keyBehind, pageOf } from '@yagura/runtime';
import { CUSTOMER_STEPS, STAFF_STEPS } from '../onboarding/step';
import { StepService } from '../onboarding/step.service';
import { PUBLIC_URLS, type PublicUrls } from '../ports';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { inTenant } from '../tenant/tenant-scope';
import { TenantService } from '../tenant/tenant.service';
import { UsageService } from '../usage/usage.service';
import { audienceIn, rolesFor, type AppUser, type Member } from './user';
import { AlreadyAUser, LastOperator } from './user.errors';
import { activeMembers, addUser, countHolders, findMember, findUser, listMembers, saveMember } from './user.repository';

export interface NewPerson {
  readonly email: string;
  readonly displayName: string;
  readonly locale: 'ja' | 'en';
  readonly roles: readonly Role[];
}

const FIRST = '00000000-0000-0000-0000-000000000000';

/** People and what they may do. A right is a row of the tenant that it opens; every answer about access is made from these rows. */
@Injectable()
export class UserService {
  constructor(
    private readonly db: TenantDb, private readonly steps: StepService, private readonly tenants: TenantService, private readonly usage: UsageService,
    @Inject(PUBLIC_URLS) private readonly urls: PublicUrls) {}

  async createUser(ctx: TenantContext, tenantId: string, person: NewPerson): Promise<Member> {
    return this.db.run(inTenant(ctx, tenantId), async (tx) => {
      const tenant = await this.tenants.take(tx);
      const member = await this.add(tx, person);
      if (tenant.state === 'active') await this.announce(tx, member);
      return member;
    });
  }

  /** Adds a person of the written tenant, with the steps that give them a way to sign in; joins the transaction. */
  async add(tx: TenantTx, person: NewPerson): Promise<Member> {
    const audience = audienceIn(tx.tenantId);
    const roles = rolesFor(audience, person.roles);
    const id = newId<'user'>();
    const issuer = audience === 'staff' ? this.urls.staffIssuer : this.urls.customerIssuer;
    const user = { id, audience, issuer, subject: null, email: person.email.toLowerCase(), displayName: person.displayName, locale: person.locale };
    if (!(await addUser(tx, user))) throw new AlreadyAUser();
    const member = { userId: id, homeTenantId: tx.tenantId, displayName: person.displayName, audience, roles, active: true };
    await saveMember(tx, member);
    await this.steps.plan(tx, id, audience === 'staff' ? STAFF_STEPS : CUSTOMER_STEPS);
    await tx.audit({ action: 'user.created', objectKind: 'user', objectId: id, details: { email: user.email, displayName: user.displayName, roles } });
    return { ...member, tenantId: tx.tenantId, email: user.email, changedAt: tx.now };
  }

  async grant(ctx: TenantContext, tenantId: string, userId: string, wanted: readonly Role[]): Promise<Member> {
    return this.db.run(inTenant(ctx, tenantId), async (tx) => {
      const tenant = await this.tenants.take(tx);
      const user = await this.personFor(tx, userId);
      const member = { userId, homeTenantId: user.tenantId, displayName: user.displayName, audience: user.audience, roles: rolesFor(user.audience, wanted), active: true };
      await saveMember(tx, member);
      const saved = { ...member, tenantId: tx.tenantId, email: user.email, changedAt: tx.now };
      await tx.audit({ action: 'grant.made', objectKind: 'user', objectId: userId, details: { displayName: user.displayName, roles: member.roles } });
      if (tenant.state === 'active') await this.announce(tx, saved);
      return saved;
    });
  }

  /** The maker of a tenant works in it by an explicit row like everybody else; joins the transaction that makes the tenant. */
  async grantMaker(tx: TenantTx, roles: readonly Role[]): Promise<void> {
    await saveMember(tx, { userId: tx.actor.id, homeTenantId: PROVIDER_TENANT_ID, displayName: tx.actor.name, audience: 'staff', roles, active: true });
    await tx.audit({ action: 'grant.made', objectKind: 'user', objectId: tx.actor.id, details: { displayName: tx.actor.name, roles } });
  }

  async withdraw(ctx: TenantContext, tenantId: string, userId: string): Promise<Member> {
    return this.db.run(inTenant(ctx, tenantId), async (tx) => {
      const tenant = await this.tenants.take(tx);
      const known = await findMember(tx, userId);
      if (known === undefined) throw new NotFound('user');
      const isOperator = known.active && known.roles.includes('operator');
      if (tenant.kind === 'provider' && isOperator && (await countHolders(tx, 'operator')) === 1) throw new LastOperator();
      const member = { ...known, active: false, changedAt: tx.now };
      await saveMember(tx, member);
      await this.steps.abandon(tx, userId);
      await tx.audit({ action: 'grant.withdrawn', objectKind: 'user', objectId: userId, details: { displayName: known.displayName, roles: known.roles } });
      await this.tell(tx, member);
      return member;
    });
  }

  async inviteAgain(ctx: TenantContext, tenantId: string, userId: string): Promise<Member> {
    return this.db.run(inTenant(ctx, tenantId), async (tx) => {
      const member = await findMember(tx, userId);
      if (member === undefined || member.homeTenantId !== tx.tenantId || !member.active) throw new NotFound('user');
      await this.steps.plan(tx, userId, ['invitation']);
      await tx.audit({ action: 'user.invited_again', objectKind: 'user', objectId: userId });
      return member;
    });
  }

  async members(ctx: TenantContext, { tenantId, first, after }: { tenantId?: string; first: number; after?: string }): Promise<Page<Member>> {
    const named = tenantId === undefined ? ctx : inTenant(ctx, tenantId);
    const list = `members ${tenantId ?? ''}`;
    const [afterTenant = FIRST, afterUser = FIRST] = keyBehind(list, after)?.split(' ') ?? [];
    const rows = await this.db.read(named, (read) => listMembers(read, tenantId, [afterTenant, afterUser], first));
    return pageOf(list, first, rows, (member) => `${member.tenantId} ${member.userId}`);
  }

  /** Tells every service who is there, once the tenant is; joins the transaction of the activation. */
  async announceAll(tx: TenantTx): Promise<void> {
    for (const member of await activeMembers(tx)) await this.announce(tx, member);
  }

  /** The roles by which the actor holds `permission` in a tenant, asked of the row itself: also for a tenant that grants nothing now. */
  async rolesIn(ctx: TenantContext, tenantId: string, permission: Permission): Promise<readonly Role[]> {
    const there = forSystem(asId<'tenant'>(tenantId), 'tenants', ctx.correlationId);
    const member = await this.db.read(there, (read) => findMember(read, ctx.actor.id));
    if (member?.active !== true) return [];
    return member.roles.filter((role) => PERMISSIONS_OF_ROLE[role].includes(permission));
  }

  /** Someone who can get a right in the written tenant: one of its own people, or one of the provider's. */
  private async personFor(tx: TenantTx, userId: string): Promise<AppUser> {
    const own = await findUser(tx, userId);
    if (own !== undefined) return own;
    const staff = await this.db.read(forSystem(PROVIDER_TENANT_ID, 'tenants', tx.correlationId), (read) => findUser(read, userId));
    if (staff === undefined) throw new NotFound('user');
    return staff;
  }

  private async announce(tx: TenantTx, member: Member): Promise<void> {
    await this.tell(tx, member);
    if (member.audience === 'customer') await this.usage.meter(tx, 'user', member.userId);
  }

  private async tell(tx: TenantTx, { userId, roles, audience, active, displayName }: Member): Promise<void> {
    await publish(tx, MemberChangedV1, { tenantId: tx.tenantId, userId, roles: active ? [...roles] : [], audience, active, displayName });
  }
}
