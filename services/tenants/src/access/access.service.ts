import { Inject, Injectable } from '@nestjs/common';
import { assertGrants, NotAllowed, signAssertion, type VerifiedToken } from '@yagura/auth';
import { forSystem, systemClock } from '@yagura/kernel';
import { TenantDb } from '@yagura/db';
import { ASSERTION_KEY } from '../ports';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { grantsOf } from './access';
import { grantRows } from './access.repository';

/** Says what a verified token may do, from our rows at this moment: a withdrawn grant is missing from the very next answer (ADR 0002). */
@Injectable()
export class AccessService {
  constructor(private readonly db: TenantDb, @Inject(ASSERTION_KEY) private readonly key: Buffer) {}

  async assertGrants(ctx: VerifiedToken): Promise<{ assertion: string }> {
    // The look-up is across tenants by a narrow function of the database; the context only opens the connection.
    const rows = await this.db.read(forSystem(PROVIDER_TENANT_ID, 'tenants'), (read) => grantRows(read, ctx.issuer, ctx.subject));
    const facts = grantsOf(ctx, rows);
    if (facts === undefined) throw new NotAllowed();
    return { assertion: signAssertion(assertGrants(facts, systemClock.now().getTime()), this.key) };
  }
}
