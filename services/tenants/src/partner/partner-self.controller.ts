import { Injectable } from '@nestjs/common';
import { Public, type VerifiedToken } from '@yagura/auth';
import type { OperationParsed, PartnerSelfView, partnerSelfApi } from '@yagura/contracts';
import { toSelfView } from './partner.mapping';
import { PartnerAccessService } from './partner-access.service';

@Injectable()
export class PartnerSelfController {
  constructor(private readonly access: PartnerAccessService) {}

  // Open to every verified token, and answered for a partner's alone: the service itself looks at the credential.
  @Public()
  async partnerSelf(ctx: VerifiedToken, { address }: OperationParsed<(typeof partnerSelfApi)['partnerSelf']>): Promise<PartnerSelfView> {
    return toSelfView(await this.access.self(ctx, address));
  }
}
