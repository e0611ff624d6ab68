import { Injectable } from '@nestjs/common';
import type { TenantTx } from '@yagura/db';
import { Bell } from '@yagura/runtime';
import type { StepName } from './step';
import { abandonSteps, planSteps } from './step.repository';

/** Plans the saga's steps in the transaction that makes their subject; once it is committed, the worker is woken. */
@Injectable()
export class StepService {
  constructor(private readonly bell: Bell) {}

  async plan(tx: TenantTx, subjectId: string, steps: readonly StepName[]): Promise<void> {
    await planSteps(tx, subjectId, steps);
    tx.afterCommit(() => { this.bell.ring(); });
  }

  abandon(tx: TenantTx, subjectId: string): Promise<void> {
    return abandonSteps(tx, subjectId);
  }
}
