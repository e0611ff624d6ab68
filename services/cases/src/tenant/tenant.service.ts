import { Injectable } from '@nestjs/common';
import type { EventData, TenantActivatedV1 } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { saveTenantName } from './tenant.repository';

/** This service's copy of the tenants' names, as `tenants` announces them; nothing here changes a tenant. */
@Injectable()
export class TenantService {
  async activated(tx: TenantTx, tenant: EventData<typeof TenantActivatedV1>): Promise<void> {
    await saveTenantName(tx, tenant);
  }
}
