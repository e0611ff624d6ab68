import { Injectable } from '@nestjs/common';
import type { EventData, PartnerAccessChangedV1 } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { EndpointService } from '../endpoint/endpoint.service';
import { AccessService } from './access.service';

/** Ends a partner client's webhooks in a company in the transaction in which its loss of access becomes known here. */
@Injectable()
export class PartnerService {
  constructor(private readonly access: AccessService, private readonly endpoints: EndpointService) {}

  async accessChanged(tx: TenantTx, { partnerClientId, permissions, active }: EventData<typeof PartnerAccessChangedV1>): Promise<void> {
    const mayManage = active && permissions.includes('webhook:manage');
    await this.access.told(tx, partnerClientId, mayManage);
    if (!mayManage) await this.endpoints.accessWithdrawn(tx, partnerClientId);
  }
}
