import { Injectable } from '@nestjs/common';
import type { TenantTx } from '@yagura/db';
import { Bell } from '@yagura/runtime';
import type { NewDelivery } from './delivery';
import { addDeliveries, deleteDeliveries, dropWaiting } from './queue.repository';

/** What waits to be sent, written in the transaction that makes it news. */
@Injectable()
export class QueueService {
  constructor(private readonly bell: Bell) {}

  async add(tx: TenantTx, deliveries: readonly NewDelivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await addDeliveries(tx, deliveries);
    tx.afterCommit(() => this.bell.ring());
  }

  async dropWaiting(tx: TenantTx, endpointId: string, reason: string): Promise<void> {
    await dropWaiting(tx, endpointId, reason);
  }

  async forget(tx: TenantTx, endpointId: string): Promise<void> {
    await deleteDeliveries(tx, endpointId);
  }
}
