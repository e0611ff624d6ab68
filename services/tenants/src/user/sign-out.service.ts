import { setTimeout as rest } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { IdentityNews, NotAllowed, type VerifiedToken } from '@yagura/auth';
import { TenantDb, type TenantTx } from '@yagura/db';
import { asId, forSystem, systemClock, type Actor, type TenantContext } from '@yagura/kernel';
import { LOG, type Logger } from '@yagura/runtime';
import { isLeft, type GrantRow } from '../access/access';
import { nextSecond } from '../partner/partner';
import { IDENTITY_NEWS } from '../ports';
import { GrantService } from './grant.service';
import { saveSignedOut, takeSignedOut } from './user.repository';

const SECOND_MS = 1_000;

/** Where somebody left, as the audit log tells it. */
type Way = 'here' | 'identity_provider' | 'new_password';
type Person = Pick<GrantRow, 'userId' | 'name' | 'homeTenantId'>;

/** Ends sign-ins before their tokens end: from the next question about grants on, what a person was given before they left opens nothing (ADR 0002). */
@Injectable()
export class SignOutService implements OnModuleInit, OnModuleDestroy {
  private stopListening: () => void = () => undefined;

  constructor(private readonly db: TenantDb, private readonly grants: GrantService, @Inject(IDENTITY_NEWS) private readonly news: IdentityNews, @Inject(LOG) private readonly log: Logger) {}

  onModuleInit(): void {
    this.stopListening = this.news.onSignedOut(({ issuer, subject }) => {
      this.leftElsewhere(issuer, subject).catch((err: unknown) => this.log.error({ err }, 'a sign-out at the identity provider could not be noted'));
    });
  }

  onModuleDestroy(): void {
    this.stopListening();
  }

  /** Ends the sign-in of the token's owner; a token that is already left behind ends nothing more. Takes up to a second. */
  async signOut(ctx: VerifiedToken): Promise<Date> {
    const { issuedAt } = ctx;
    const person = await this.personOf(ctx.issuer, ctx.subject);
    if (person === undefined) throw new NotAllowed();
    // The issuer's clock may be ahead of ours: the token at hand ends in any case.
    const now = new Date(Math.max(systemClock.now().getTime(), issuedAt * 1_000));
    const at = await this.db.run(homeOf(person, { kind: 'user', id: person.userId, name: person.name }), async (tx) => {
      const before = await takeSignedOut(tx, person.userId);
      if (before !== null && isLeft(issuedAt, before)) return before;
      await this.end(tx, person.userId, now, 'here');
      return now;
    });
    // A token's time is in whole seconds: one that is asked for after the answer must not look as if it had been left behind.
    await rest(Math.min(SECOND_MS, Math.max(0, nextSecond(at.getTime()).getTime() - systemClock.now().getTime())));
    return at;
  }

  /** Ends what a person of the context's tenant was given so far, because a new password ended their sessions at the identity provider. */
  async endForNewPassword(ctx: TenantContext, userId: string): Promise<void> {
    await this.db.run(ctx, (tx) => this.end(tx, userId, systemClock.now(), 'new_password'));
  }

  private async leftElsewhere(issuer: string, subject: string): Promise<void> {
    const person = await this.personOf(issuer, subject);
    if (person === undefined) return;
    await this.db.run(homeOf(person, { kind: 'user', id: person.userId, name: person.name }), (tx) => this.end(tx, person.userId, systemClock.now(), 'identity_provider'));
  }

  private async end(tx: TenantTx, userId: string, at: Date, way: Way): Promise<void> {
    await saveSignedOut(tx, userId, at);
    await tx.audit({ action: 'user.signed_out', objectKind: 'user', objectId: userId, details: { way } });
  }

  private async personOf(issuer: string, subject: string): Promise<Person | undefined> {
    return (await this.grants.rowsOf({ issuer, subject }))[0];
  }
}

/** Under a person's own tenant, in their own name: nobody needs a right to leave. */
const homeOf = ({ homeTenantId }: Person, actor: Actor): TenantContext => ({ ...forSystem(asId<'tenant'>(homeTenantId), 'tenants'), actor });
