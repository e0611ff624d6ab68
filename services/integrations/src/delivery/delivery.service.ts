import { Injectable } from '@nestjs/common';
import { newId, NotFound, type TenantContext } from '@yagura/kernel';
import { webhookBodyV1, WEBHOOK_TEST, type Page, type WebhookDeliveriesInput, type WebhookDeliveryView } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import { Bell, endBefore, listName, pageOf } from '@yagura/runtime';
import { EndpointService } from '../endpoint/endpoint.service';
import { inTenantOf } from '../tenant/tenant-scope';
import { TenantService } from '../tenant/tenant.service';
import { EndpointBusy, StillOnItsWay } from './delivery.errors';
import { toDeliveryView } from './delivery.mapping';
import { attemptsOf, beginRound, endpointOf, findDelivery, listDeliveries } from './delivery.repository';
import { QueueService } from './queue.service';
import { SendingService } from './sending.service';

const NOUN = 'webhook delivery';

/** Shows owners what became of their messages, and sends one again or a test when they ask for it. */
@Injectable()
export class DeliveryService {
  constructor(private readonly db: TenantDb, private readonly tenants: TenantService, private readonly endpoints: EndpointService, private readonly queue: QueueService,
    private readonly sendings: SendingService, private readonly bell: Bell) {}

  async list(ctx: TenantContext, input: WebhookDeliveriesInput): Promise<Page<WebhookDeliveryView>> {
    const { first, after, ...filter } = input;
    const list = listName('webhook deliveries', filter);
    const behind = endBefore(list, after);
    return this.endpoints.within(ctx, input.endpointId, async (tx) => {
      if (ctx.audience === 'staff') await tx.audit({ action: 'webhook.deliveries_opened', objectKind: 'webhook_endpoint', objectId: input.endpointId });
      const deliveries = await listDeliveries(tx, input, behind);
      const attempts = await attemptsOf(tx, deliveries.slice(0, first).map(({ deliveryId }) => deliveryId));
      return pageOf(list, first, deliveries, ({ createdAt, deliveryId }) => [createdAt.toISOString(), deliveryId], (delivery) => toDeliveryView(delivery, attempts));
    });
  }

  /** A new round of attempts under the old id, so that a receiver that has the message knows it again. */
  async replay(ctx: TenantContext, deliveryId: string): Promise<WebhookDeliveryView> {
    const endpointId = await this.db.read(ctx, (read) => endpointOf(read, deliveryId));
    if (endpointId === undefined) throw new NotFound(NOUN);
    return this.endpoints.withinActive(ctx, endpointId, async (tx) => {
      if (!await beginRound(tx, deliveryId)) throw new StillOnItsWay();
      await tx.audit({ action: 'webhook.replayed', objectKind: 'webhook_delivery', objectId: deliveryId, details: { endpointId } });
      tx.afterCommit(() => this.bell.ring());
      return this.view(tx, deliveryId);
    }).catch((error: unknown) => { throw error instanceof NotFound ? new NotFound(NOUN) : error; });
  }

  /** Sends a test message now, once, and answers how that went. */
  async ping(ctx: TenantContext, endpointId: string): Promise<WebhookDeliveryView> {
    const sending = await this.endpoints.withinActive(ctx, endpointId, async (tx) => {
      const deliveryId = newId();
      await this.queue.add(tx, [{ deliveryId, endpointId, eventType: WEBHOOK_TEST, caseId: null, body: await this.testBody(tx, endpointId) }]);
      await tx.audit({ action: 'webhook.tested', objectKind: 'webhook_endpoint', objectId: endpointId, details: { deliveryId } });
      // Taken in the transaction that writes it: no other sender ever sees it waiting.
      const taken = await this.sendings.take(tx, deliveryId);
      if (taken === undefined) throw new EndpointBusy();
      return taken;
    });
    const named = inTenantOf(ctx, sending.tenantId, NOUN);
    await this.sendings.note(named, sending, await this.sendings.send(named, sending));
    return this.db.run(named, (tx) => this.view(tx, sending.deliveryId));
  }

  private async testBody(tx: TenantTx, endpointId: string): Promise<string> {
    const { code } = await this.tenants.of(tx);
    return JSON.stringify(webhookBodyV1.parse({ type: WEBHOOK_TEST, timestamp: tx.now.toISOString(), data: { tenantId: tx.tenantId, tenantCode: code, endpointId } }));
  }

  private async view(tx: TenantTx, deliveryId: string): Promise<WebhookDeliveryView> {
    const delivery = await findDelivery(tx, deliveryId);
    if (delivery === undefined) throw new NotFound(NOUN);
    return toDeliveryView(delivery, await attemptsOf(tx, [deliveryId]));
  }
}
