import type { WebhookDeliveryView } from '@yagura/contracts';
import type { Attempt, Delivery } from './delivery';

export function toDeliveryView({ createdAt, nextAttemptAt, endedAt, ...delivery }: Delivery, attempts: readonly Attempt[]): WebhookDeliveryView {
  return {
    ...delivery, createdAt: createdAt.toISOString(), nextAttemptAt: delivery.state === 'pending' ? nextAttemptAt.toISOString() : null, endedAt: endedAt?.toISOString() ?? null,
    attempts: attempts.filter(({ deliveryId }) => deliveryId === delivery.deliveryId)
      .map(({ number, at, outcome, status, durationMs, reason }) => ({ number, at: at.toISOString(), outcome, status, durationMs, reason })),
  };
}
