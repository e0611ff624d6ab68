import { Injectable } from '@nestjs/common';
import type { VerifiedToken } from '@yagura/auth';
import { TenantDb } from '@yagura/db';
import { forSystem } from '@yagura/kernel';
import type { GrantRow } from '../access/access';
import { PROVIDER_TENANT_ID } from '../provider/provider';
import { grantRows } from './grant.repository';

/** Who a subject of an issuer is here, and what they hold in which tenant. */
@Injectable()
export class GrantService {
  constructor(private readonly db: TenantDb) {}

  /** The look-up is across tenants by a narrow function of the database; the context only opens the connection. */
  rowsOf(ctx: Pick<VerifiedToken, 'issuer' | 'subject'>): Promise<GrantRow[]> {
    return this.db.read(forSystem(PROVIDER_TENANT_ID, 'tenants'), (read) => grantRows(read, ctx.issuer, ctx.subject));
  }
}
