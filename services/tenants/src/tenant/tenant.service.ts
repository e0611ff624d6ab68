import { Injectable } from '@nestjs/common';
import { NotFound, type TenantContext } from '@yagura/kernel';
import type { Page } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { keyBehind, pageOf } from '@yagura/runtime';
import { nextState, type Tenant } from './tenant';
import { addTenant, findTenant, findTenantBySlug, listTenants, saveState, takeTenant, tenantsByIds } from './tenant.repository';
import { inTenant } from './tenant-scope';

const LIST = 'tenants by slug';

/** Tenants and the state that each is in; only the commands of `nextState` change it. */
@Injectable()
export class TenantService {
  constructor(private readonly db: TenantDb) {}

  async find(ctx: TenantContext, tenantId: string): Promise<Tenant> {
    const named = inTenant(ctx, tenantId);
    return orNotFound(await this.db.read(named, findTenant));
  }

  async findBySlug(ctx: TenantContext, slug: string): Promise<Tenant> {
    return orNotFound(await this.db.read(ctx, (read) => findTenantBySlug(read, slug)));
  }

  async byIds(ctx: TenantContext, tenantIds: readonly string[]): Promise<readonly Tenant[]> {
    return this.db.read(ctx, (read) => tenantsByIds(read, tenantIds));
  }

  async list(ctx: TenantContext, { first, after }: { first: number; after?: string }): Promise<Page<Tenant>> {
    const behind = keyBehind(LIST, after);
    const rows = await this.db.read(ctx, (read) => listTenants(read, behind, first));
    return pageOf(LIST, first, rows, ({ slug }) => slug);
  }

  /** Adds the written tenant itself, in the transaction that makes it. */
  async add(tx: TenantTx, tenant: Pick<Tenant, 'kind' | 'slug' | 'code' | 'name' | 'state'>): Promise<Tenant> {
    await addTenant(tx, tenant);
    return { ...tenant, tenantId: tx.tenantId, createdAt: tx.now, activatedAt: null };
  }

  /** The written tenant, locked until the transaction ends: whoever needs its state to stay as it is takes it first. */
  async take(tx: TenantTx): Promise<Tenant> {
    return orNotFound(await takeTenant(tx));
  }

  async move(tx: TenantTx, command: 'activate' | 'suspend' | 'resume'): Promise<Tenant> {
    const tenant = await this.take(tx);
    const state = nextState(tenant, command);
    await saveState(tx, state);
    return { ...tenant, state, activatedAt: tenant.activatedAt ?? (state === 'active' ? tx.now : null) };
  }
}

function orNotFound(tenant: Tenant | undefined): Tenant {
  if (tenant === undefined) throw new NotFound('tenant');
  return tenant;
}
