import { Inject, Injectable } from '@nestjs/common';
import { AppError, newId, systemClock, type TenantContext } from '@yagura/kernel';
import { TenantDb, type TenantTx } from '@yagura/db';
import type { EgressClient } from '@yagura/outside';
import { Bell } from '@yagura/runtime';
import type { Endpoint } from '../endpoint/endpoint';
import { EndpointService } from '../endpoint/endpoint.service';
import { SecretService } from '../endpoint/secret.service';
import { signedHeaders } from '../endpoint/signature';
import { AccessService } from '../partner/access.service';
import { EGRESS } from '../ports';
import { isTaken, MOST_BROKEN_OFF, reasonOfStatus, verdictOf, type Ending } from './delivery';
import { SHARES, type DueDelivery, type HeldDelivery, type Sending } from './sending';
import { beginAttempt, countUnderWay, dueDeliveries, endAttempt, endpointIdOf, giveUp, holdDue, holdLeased, noteBrokenOff, settle } from './sending.repository';

const AGENT = 'Yagura-Webhooks/1';

/**
 * Sends one message: taken into hand and noted in one transaction, sent outside of any, its end noted in another. Whoever dies in between leaves
 * a lease behind that runs out, and the message goes out again under the same id: at least once, never lost.
 */
@Injectable()
export class SendingService {
  constructor(private readonly db: TenantDb, private readonly endpoints: EndpointService, private readonly secrets: SecretService, private readonly access: AccessService,
    private readonly bell: Bell, @Inject(EGRESS) private readonly egress: EgressClient) {}

  due(ctx: TenantContext, cap: number): Promise<readonly DueDelivery[]> {
    return this.db.read(ctx, (read) => dueDeliveries(read, cap));
  }

  /** Takes a message into hand; undefined when there is nothing to send now. Joins the caller's transaction where there is one. */
  async take(ctx: TenantContext, deliveryId: string): Promise<Sending | undefined> {
    return this.db.run(ctx, async (tx) => {
      // Whoever locks both locks the endpoint first, so that nobody waits for each other.
      const endpointId = await endpointIdOf(tx, deliveryId);
      const endpoint = endpointId === undefined ? undefined : await this.endpoints.take(tx, endpointId);
      const held = endpoint === undefined ? undefined : await holdDue(tx, deliveryId);
      if (endpoint === undefined || held === undefined) return undefined;
      if (held.isBrokenOff) await noteBrokenOff(tx, deliveryId, held.started);
      if (isHopeless(held)) {
        await giveUp(tx, deliveryId, 'dead', 'broken_off');
        return undefined;
      }
      return this.begin(tx, deliveryId, endpoint, held);
    });
  }

  /** Speaks with the receiver, outside of any transaction. Never rejects: what goes wrong is how the sending ended. */
  async send(_ctx: TenantContext, sending: Sending): Promise<Ending> {
    const began = systemClock.monotonicMs();
    const durationMs = (): number => Math.round(systemClock.monotonicMs() - began);
    const { deliveryId: id, sentAt, body, secrets, url } = sending;
    const headers = { 'content-type': 'application/json', 'user-agent': AGENT, ...signedHeaders({ id, sentAt, body }, secrets) };
    try {
      const { status, retryAfter } = await this.egress.send({ url, method: 'POST', headers, body: Buffer.from(body) });
      return { status, reason: reasonOfStatus(status), durationMs: durationMs(), retryAfter };
    } catch (error) {
      return { status: null, reason: error instanceof AppError ? error.slug.replace(/^egress\./, '') : 'failed', durationMs: durationMs() };
    }
  }

  /** Notes how a sending ended and what becomes of the message, if it is still in this hand. */
  async note(ctx: TenantContext, sending: Sending, ending: Ending): Promise<void> {
    await this.db.run(ctx, async (tx) => {
      const { deliveryId, endpointId, eventType } = sending;
      const endpoint = await this.endpoints.take(tx, endpointId);
      const round = await holdLeased(tx, deliveryId, sending.lease);
      await endAttempt(tx, deliveryId, sending.number, ending, isTaken(ending) ? 'delivered' : 'failed');
      if (round === undefined) return;
      await settle(tx, deliveryId, round + 1, verdictOf(ending, { eventType, attempts: round + 1 }, Math.random(), tx.now));
      if (ending.status === 410 && endpoint !== undefined) await this.endpoints.switchOff(tx, endpoint, 'gone');
      tx.afterCommit(() => this.bell.ring());
    });
  }

  private async begin(tx: TenantTx, deliveryId: string, endpoint: Endpoint, { endpointId, eventType, body, started }: HeldDelivery): Promise<Sending | undefined> {
    if (await countUnderWay(tx, endpointId) >= SHARES.endpoint) return undefined;
    // Whoever may keep no webhooks gets none, also through an endpoint that was made while the news of it was on its way.
    if (!await this.access.mayKeepWebhooks(tx, endpoint.partnerClientId)) {
      await this.endpoints.switchOff(tx, endpoint, 'access_withdrawn');
      return undefined;
    }
    if (endpoint.state === 'disabled') {
      await giveUp(tx, deliveryId, 'dropped', endpoint.disabledReason ?? 'by_hand');
      return undefined;
    }
    const [lease, number] = [newId(), started + 1];
    const secrets = await this.secrets.signing(tx, endpointId);
    const sentAt = await beginAttempt(tx, deliveryId, lease, number);
    return { tenantId: tx.tenantId, deliveryId, endpointId, eventType, url: endpoint.url, body, number, lease, sentAt, secrets };
  }
}

const isHopeless = ({ isBrokenOff, brokenOff, eventType }: HeldDelivery): boolean => isBrokenOff && (eventType === 'endpoint.test' || brokenOff + 1 >= MOST_BROKEN_OFF);
