import { Inject, Injectable } from '@nestjs/common';
import { assertGrants, NotAllowed, signAssertion, type VerifiedToken } from '@yagura/auth';
import { systemClock } from '@yagura/kernel';
import { ASSERTION_KEY } from '../ports';
import { PartnerAccessService } from '../partner/partner-access.service';
import { GrantService } from '../user/grant.service';
import { grantsOf } from './access';

/** Says what a verified token may do, from our rows at this moment: a withdrawn grant is missing from the very next answer (ADR 0002). */
@Injectable()
export class AccessService {
  constructor(private readonly grants: GrantService, private readonly partners: PartnerAccessService, @Inject(ASSERTION_KEY) private readonly key: Buffer) {}

  /** `address` is that of the caller's connection; only a partner key is held to it. */
  async assertGrants(ctx: VerifiedToken, address?: string): Promise<{ assertion: string }> {
    const facts = (ctx.partnerKey === undefined ? await this.personsFacts(ctx) : undefined) ?? await this.partners.factsOf(ctx, address);
    if (facts === undefined) throw new NotAllowed();
    return { assertion: signAssertion(assertGrants(facts, systemClock.now().getTime()), this.key) };
  }

  private async personsFacts(ctx: VerifiedToken): Promise<ReturnType<typeof grantsOf>> {
    return grantsOf(ctx, await this.grants.rowsOf(ctx));
  }
}
