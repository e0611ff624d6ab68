import { Injectable } from '@nestjs/common';
import type { TenantTx } from '@yagura/db';
import { findAccess, saveAccess } from './access.repository';

/** What partner clients may do here, as last told by their owner, `tenants`. */
@Injectable()
export class AccessService {
  async told(tx: TenantTx, partnerClientId: string, mayManage: boolean): Promise<void> {
    await saveAccess(tx, partnerClientId, mayManage);
  }

  /**
   * False once it was told that the owner may keep no webhooks here. A client of which nothing was told came in by a verified credential a
   * moment ago, and the news of its grant is still on its way.
   */
  async mayKeepWebhooks(tx: TenantTx, owner: string | null): Promise<boolean> {
    return owner === null || (await findAccess(tx, owner)) !== false;
  }
}
