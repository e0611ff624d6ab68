import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { CaseUpdates, CaseUpdatesInput, caseUpdatesApi } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { UpdateService } from './update.service';

@Injectable()
export class UpdateController implements Implements<typeof caseUpdatesApi> {
  constructor(private readonly updates: UpdateService) {}

  @Allow('case:read')
  caseUpdates(ctx: TenantContext, input: CaseUpdatesInput): Promise<CaseUpdates> {
    return this.updates.updates(ctx, input);
  }
}
