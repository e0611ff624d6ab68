import { Inject, Injectable } from '@nestjs/common';
import { newId, NotFound, type TenantContext } from '@yagura/kernel';
import type { CreateWebhookInput, Page, RotateWebhookSecretInput, UpdateWebhookInput, WebhookEndpointView, WebhookEvent, WebhookListInput, WebhookSecretShown } from '@yagura/contracts';
import { TenantDb, type TenantTx } from '@yagura/db';
import type { EgressClient } from '@yagura/outside';
import { endBefore, listName, pageOf } from '@yagura/runtime';
import { QueueService } from '../delivery/queue.service';
import { AccessService } from '../partner/access.service';
import { EGRESS } from '../ports';
import { inTenantOf } from '../tenant/tenant-scope';
import { TenantService } from '../tenant/tenant.service';
import { changed, disabled, enabled, MOST_ENDPOINTS, ownerBound, type DisabledReason, type Endpoint } from './endpoint';
import { EndpointDisabled, OwnerLacksAccess, TooManyEndpoints } from './endpoint.errors';
import { toEndpointView } from './endpoint.mapping';
import { addEndpoint, countEndpoints, deleteEndpoint, findEndpoint, listEndpoints, listeningEndpoints, saveEndpoint, takeEndpoint, takeEndpointsOf } from './endpoint.repository';
import { SecretService } from './secret.service';

const NOUN = 'webhook endpoint';

/** Where news goes. An endpoint belongs to one company for ever; what its owner may not reach looks as if it did not exist. */
@Injectable()
export class EndpointService {
  constructor(private readonly db: TenantDb, private readonly tenants: TenantService, private readonly access: AccessService, private readonly secrets: SecretService,
    private readonly queue: QueueService, @Inject(EGRESS) private readonly egress: EgressClient) {}

  async list(ctx: TenantContext, input: WebhookListInput): Promise<Page<WebhookEndpointView>> {
    const { first, after, ...filter } = input;
    const list = listName('webhook endpoints', filter);
    const behind = endBefore(list, after);
    return this.db.run(ctx, async (tx) => {
      if (ctx.audience === 'staff') await tx.auditList({ list: 'webhook_endpoints' });
      const endpoints = await listEndpoints(tx, input, ownerBound(ctx), behind);
      const secrets = await this.secrets.live(tx, endpoints.slice(0, first).map(({ endpointId }) => endpointId));
      return pageOf(list, first, endpoints, ({ createdAt, endpointId }) => [createdAt.toISOString(), endpointId], (endpoint) => toEndpointView(endpoint, secrets));
    });
  }

  async open(ctx: TenantContext, endpointId: string): Promise<WebhookEndpointView> {
    return this.within(ctx, endpointId, async (tx, endpoint) => {
      if (ctx.audience === 'staff') await tx.audit({ action: 'webhook.opened', objectKind: 'webhook_endpoint', objectId: endpointId });
      return this.view(tx, endpoint);
    });
  }

  async create(ctx: TenantContext, { tenantId, url, eventTypes, description }: CreateWebhookInput): Promise<WebhookSecretShown> {
    const canonical = this.egress.check(url);
    return this.db.run(inTenantOf(ctx, tenantId, 'tenant'), async (tx) => {
      await this.tenants.demandServed(tx);
      if (await countEndpoints(tx) >= MOST_ENDPOINTS) throw new TooManyEndpoints();
      const endpoint: Endpoint = {
        tenantId, endpointId: newId(), partnerClientId: ownerBound(ctx), url: canonical, eventTypes: [...new Set(eventTypes)], description, state: 'active', disabledReason: null,
        createdAt: tx.now, changedAt: tx.now,
      };
      await addEndpoint(tx, endpoint);
      await audit(tx, 'webhook.created', endpoint, { url: canonical, eventTypes: endpoint.eventTypes });
      const secret = await this.secrets.issue(tx, endpoint.endpointId);
      return { endpoint: await this.view(tx, endpoint), secret };
    });
  }

  async update(ctx: TenantContext, { endpointId, url, ...change }: UpdateWebhookInput): Promise<WebhookEndpointView> {
    const canonical = url === undefined ? {} : { url: this.egress.check(url) };
    return this.within(ctx, endpointId, async (tx, endpoint) => {
      const after = changed(endpoint, { ...change, ...canonical }, tx.now);
      await saveEndpoint(tx, after);
      await audit(tx, 'webhook.changed', after, { ...change, ...canonical });
      return this.view(tx, after);
    });
  }

  async disable(ctx: TenantContext, endpointId: string): Promise<WebhookEndpointView> {
    return this.within(ctx, endpointId, async (tx, endpoint) => this.view(tx, await this.switchOff(tx, endpoint, 'by_hand')));
  }

  async enable(ctx: TenantContext, endpointId: string): Promise<WebhookEndpointView> {
    return this.within(ctx, endpointId, async (tx, endpoint) => {
      if (endpoint.state === 'active') return this.view(tx, endpoint);
      await this.tenants.demandServed(tx);
      if (!await this.access.mayKeepWebhooks(tx, endpoint.partnerClientId)) throw new OwnerLacksAccess();
      const after = enabled(endpoint, tx.now);
      await saveEndpoint(tx, after);
      await audit(tx, 'webhook.enabled', after);
      return this.view(tx, after);
    });
  }

  /** Forgets the endpoint, its secrets and all messages to it; that it was there stands in the audit log. */
  async remove(ctx: TenantContext, endpointId: string): Promise<{ tenantId: string; endpointId: string }> {
    return this.within(ctx, endpointId, async (tx, endpoint) => {
      await this.queue.forget(tx, endpointId);
      await this.secrets.forget(tx, endpointId);
      await deleteEndpoint(tx, endpointId);
      await audit(tx, 'webhook.deleted', endpoint, { url: endpoint.url });
      return { tenantId: endpoint.tenantId, endpointId };
    });
  }

  async rotate(ctx: TenantContext, { endpointId, revokeOld }: RotateWebhookSecretInput): Promise<WebhookSecretShown> {
    return this.within(ctx, endpointId, async (tx, endpoint) => {
      await audit(tx, 'webhook.secret_rotated', endpoint, { revokedOld: revokeOld });
      const secret = await this.secrets.rotate(tx, endpointId, revokeOld);
      return { endpoint: await this.view(tx, endpoint), secret };
    });
  }

  /** Endpoints of the written company that ask for a kind of news. */
  listening(tx: TenantTx, event: WebhookEvent): Promise<string[]> {
    return listeningEndpoints(tx, event);
  }

  /** Switches an active endpoint off and drops what was not sent; one that is off already keeps its reason. */
  async switchOff(tx: TenantTx, endpoint: Endpoint, reason: DisabledReason): Promise<Endpoint> {
    if (endpoint.state === 'disabled') return endpoint;
    const after = disabled(endpoint, reason, tx.now);
    await saveEndpoint(tx, after);
    await this.queue.dropWaiting(tx, endpoint.endpointId, reason);
    await audit(tx, 'webhook.disabled', after, { reason });
    return after;
  }

  async accessWithdrawn(tx: TenantTx, partnerClientId: string): Promise<void> {
    for (const endpoint of await takeEndpointsOf(tx, partnerClientId)) await this.switchOff(tx, endpoint, 'access_withdrawn');
  }

  /** The endpoint of the written company for sending to it, locked; undefined when it was deleted. */
  take(tx: TenantTx, endpointId: string): Promise<Endpoint | undefined> {
    return takeEndpoint(tx, endpointId, null);
  }

  /** Runs `work` in the endpoint's own company with the endpoint locked, if the caller reaches it. */
  async within<T>(ctx: TenantContext, endpointId: string, work: (tx: TenantTx, endpoint: Endpoint) => Promise<T>): Promise<T> {
    const owner = ownerBound(ctx);
    const found = await this.db.read(ctx, (read) => findEndpoint(read, endpointId, owner));
    if (found === undefined) throw new NotFound(NOUN);
    return this.db.run(inTenantOf(ctx, found.tenantId, NOUN), async (tx) => {
      const endpoint = await takeEndpoint(tx, endpointId, owner);
      if (endpoint === undefined) throw new NotFound(NOUN);
      return work(tx, endpoint);
    });
  }

  /** The same for acts that an endpoint must be on for. */
  async withinActive<T>(ctx: TenantContext, endpointId: string, work: (tx: TenantTx, endpoint: Endpoint) => Promise<T>): Promise<T> {
    return this.within(ctx, endpointId, async (tx, endpoint) => {
      if (endpoint.state !== 'active') throw new EndpointDisabled();
      await this.tenants.demandServed(tx);
      return work(tx, endpoint);
    });
  }

  private async view(tx: TenantTx, endpoint: Endpoint): Promise<WebhookEndpointView> {
    return toEndpointView(endpoint, await this.secrets.live(tx, [endpoint.endpointId]));
  }
}

const audit = (tx: TenantTx, action: string, { endpointId, partnerClientId }: Endpoint, details: Readonly<Record<string, unknown>> = {}): Promise<void> =>
  tx.audit({ action, objectKind: 'webhook_endpoint', objectId: endpointId, details: { partnerClientId, ...details } });
