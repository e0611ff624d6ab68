import { Injectable } from '@nestjs/common';
import { FindingCreatedV1 } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { OnEvent } from '@yagura/messaging';
import type { NewFinding } from './grouping';
import { GroupingService } from './grouping.service';

@Injectable()
export class GroupingConsumer {
  constructor(private readonly grouping: GroupingService) {}

  @OnEvent(FindingCreatedV1)
  async findingCreated(tx: TenantTx, data: NewFinding): Promise<void> {
    await this.grouping.findingCreated(tx, data);
  }
}
