import { Injectable } from '@nestjs/common';
import type { NumberedCase } from '@yagura/contracts';
import { TenantDb, type TenantRead, type TenantTx } from '@yagura/db';
import { NotFound, type TenantContext } from '@yagura/kernel';
import { caseNumbered, tenantOfCase, tenantOfFinding } from './home.repository';

type Locate = (read: TenantRead, id: string) => Promise<string | undefined>;

/**
 * The one way from an id to its row's tenant. Callers name no tenant: it is found within what they may read, and the work then runs in
 * that tenant alone, with its audit chain. An id outside the scope and an id of nothing look alike.
 */
@Injectable()
export class HomeService {
  constructor(private readonly db: TenantDb) {}

  inTenantOfCase<T>(ctx: TenantContext, caseId: string, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return this.inTenantOf(ctx, { noun: 'case', id: caseId, locate: tenantOfCase }, work);
  }

  inTenantOfFinding<T>(ctx: TenantContext, findingId: string, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    return this.inTenantOf(ctx, { noun: 'finding', id: findingId, locate: tenantOfFinding }, work);
  }

  /** Id of the case that people know by its tenant and number. */
  async caseNumbered(ctx: TenantContext, { tenantSlug, number }: NumberedCase): Promise<string> {
    const caseId = await this.db.read(ctx, (read) => caseNumbered(read, tenantSlug, number));
    if (caseId === undefined) throw new NotFound('case');
    return caseId;
  }

  private async inTenantOf<T>(ctx: TenantContext, row: { noun: string; id: string; locate: Locate }, work: (tx: TenantTx) => Promise<T>): Promise<T> {
    const found = await this.db.read(ctx, (read) => row.locate(read, row.id));
    const tenantId = ctx.readScope.find((id) => id === found);
    if (tenantId === undefined) throw new NotFound(row.noun);
    return this.db.run({ ...ctx, tenantId, readScope: [tenantId] }, work);
  }
}
