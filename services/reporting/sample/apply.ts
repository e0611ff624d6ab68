import type { EventEnvelope } from '@yagura/contracts';
import type { TenantDb } from '@yagura/db';
import { forSystem } from '@yagura/kernel';
import { subscriptionsOf } from '@yagura/messaging';
import { envelopeOf, type Story, type ToldEvent } from './story';

/** Many to a transaction: a story has a thousand events. */
const AT_ONCE = 200;

/** Hands told events to a consumer as the consumer runtime does, without the lane between them. */
export async function applyTo(db: TenantDb, consumer: object, story: Story, events: readonly ToldEvent[]): Promise<void> {
  const methods = new Map(subscriptionsOf(consumer).map(({ event, method }) => [event.type, method]));
  const bound = consumer as Record<string, (tx: unknown, data: unknown, envelope: EventEnvelope) => Promise<void>>;
  for (let from = 0; from < events.length; from += AT_ONCE) {
    await db.run(forSystem(story.tenant.tenantId, 'reporting'), async (tx) => {
      for (const told of events.slice(from, from + AT_ONCE)) {
        const method = methods.get(told.event.type);
        if (method !== undefined) await bound[method](tx, told.data, envelopeOf(told, story.tenant.tenantId));
      }
    });
  }
}
