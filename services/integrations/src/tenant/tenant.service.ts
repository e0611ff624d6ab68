import { Injectable } from '@nestjs/common';
import { NotFound } from '@yagura/kernel';
import type { TenantTx } from '@yagura/db';
import { TenantNotServed } from './tenant.errors';
import { addTenant, findTenant, setSuspended, type ServedTenant } from './tenant.repository';

/** Keeps which client companies are served: news of a suspended one is kept, and goes out when it is served again. */
@Injectable()
export class TenantService {
  async activated(tx: TenantTx, { kind, code }: { readonly kind: 'customer' | 'provider'; readonly code: string }): Promise<void> {
    if (kind === 'customer') await addTenant(tx, code);
  }

  async suspended(tx: TenantTx): Promise<void> {
    await setSuspended(tx, true);
  }

  async resumed(tx: TenantTx): Promise<void> {
    await setSuspended(tx, false);
  }

  /** The company whose news this is. Throws NotFound while its own event has not arrived, so that the news is tried again. */
  async of(tx: TenantTx): Promise<ServedTenant> {
    const tenant = await findTenant(tx);
    if (tenant === undefined) throw new NotFound('tenant');
    return tenant;
  }

  async demandServed(tx: TenantTx): Promise<ServedTenant> {
    const tenant = await findTenant(tx);
    if (tenant === undefined || tenant.isSuspended) throw new TenantNotServed();
    return tenant;
  }
}
