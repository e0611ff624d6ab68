import { Inject, Injectable } from '@nestjs/common';
import type { IdentityAdmin } from '@yagura/auth';
import { NotFound, type TenantContext } from '@yagura/kernel';
import { TenantDb } from '@yagura/db';
import type { Mailer } from '@yagura/outside';
import { IDENTITY_ADMIN, MAILER, PUBLIC_URLS, type PublicUrls } from '../ports';
import { TenantService } from '../tenant/tenant.service';
import { invitationId, invitationMail } from './invitation';
import { SignOutService } from './sign-out.service';
import type { AppUser } from './user';
import { countInvitation, findUser, saveInvited, saveSubject } from './user.repository';

/**
 * A person's account at the identity provider and the mail that opens it. Every method can be repeated after a crash at any point. The
 * one-time password passes through memory only: it is asked for, mailed and forgotten; what was lost on the way is asked for anew.
 */
@Injectable()
export class AccountService {
  constructor(
    private readonly db: TenantDb, private readonly tenants: TenantService, @Inject(IDENTITY_ADMIN) private readonly identity: IdentityAdmin,
    @Inject(MAILER) private readonly mailer: Mailer, private readonly signOuts: SignOutService, @Inject(PUBLIC_URLS) private readonly urls: PublicUrls) {}

  async ensureAccount(ctx: TenantContext, userId: string): Promise<void> {
    const user = await this.person(ctx, userId);
    const { subject } = await this.identity.ensureUser({
      realm: user.audience === 'staff' ? 'yagura-staff' : 'yagura', id: user.id, username: user.email, email: user.email, name: user.displayName, locale: user.locale,
    });
    await this.db.run(ctx, (tx) => saveSubject(tx, userId, subject));
  }

  async ensureMember(ctx: TenantContext, userId: string): Promise<void> {
    const { subject } = await this.withSubject(ctx, userId);
    await this.identity.ensureMember(ctx.tenantId, subject);
  }

  async invite(ctx: TenantContext, userId: string): Promise<void> {
    const user = await this.withSubject(ctx, userId);
    const tenant = await this.tenants.find(ctx, ctx.tenantId);
    // Counted before the password is asked for: a mail of this number is never sent with two passwords.
    const number = await this.db.run(ctx, (tx) => countInvitation(tx, userId));
    const { oneTimePassword } = await this.identity.resetPassword(user.subject);
    if (number > 1) await this.signOuts.endForNewPassword(ctx, userId);
    const signInUrl = user.audience === 'staff' ? this.urls.staffSignIn : this.urls.customerSignIn;
    const mail = invitationMail({ ...user, company: tenant.name, signInUrl, oneTimePassword });
    await this.mailer.send({
      ...mail, tenantId: ctx.tenantId, to: [{ name: user.displayName, address: user.email }], language: user.locale, messageId: invitationId(userId, number),
    });
    await this.db.run(ctx, (tx) => saveInvited(tx, userId));
  }

  private async person(ctx: TenantContext, userId: string): Promise<AppUser> {
    const user = await this.db.read(ctx, (read) => findUser(read, userId));
    if (user === undefined) throw new NotFound('user');
    return user;
  }

  private async withSubject(ctx: TenantContext, userId: string): Promise<AppUser & { subject: string }> {
    const user = await this.person(ctx, userId);
    if (user.subject === null) throw new NotFound('account');
    return { ...user, subject: user.subject };
  }
}
