import { Injectable } from '@nestjs/common';
import { CredentialHeldV1 } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import { CredentialService } from './credential.service';

@Injectable()
export class SourceConsumer {
  constructor(private readonly credentials: CredentialService) {}

  @OnEvent(CredentialHeldV1)
  async credentialHeld(tx: TenantTx, { credentialId, state }: { credentialId: string; state: 'active' | 'revoked' }): Promise<void> {
    if (state === 'active') await this.credentials.confirm(tx, credentialId);
  }
}
