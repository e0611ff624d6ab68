import { z } from 'zod';
import { operation, type Page } from '../service-api';
import { webhookEvent, type WebhookEvent, type WebhookMessageType } from '../webhook/webhook-body.v1';
import { pageInput } from './page';

export const WEBHOOK_ENDPOINT_STATES = ['active', 'disabled'] as const;
/** `gone`: the receiver answered 410. `access_withdrawn`: its partner client may no longer keep webhooks here. */
export const WEBHOOK_DISABLED_REASONS = ['by_hand', 'gone', 'access_withdrawn'] as const;
export const WEBHOOK_DELIVERY_STATES = ['pending', 'delivered', 'dead', 'dropped'] as const;
export const WEBHOOK_ATTEMPT_OUTCOMES = ['delivered', 'failed', 'broken_off'] as const;

export interface WebhookSecretView { readonly secretId: string; readonly createdAt: string; readonly expiresAt: string | null }

export interface WebhookEndpointView {
  readonly tenantId: string; readonly endpointId: string; readonly partnerClientId: string | null; readonly url: string; readonly eventTypes: readonly WebhookEvent[];
  readonly description: string; readonly state: (typeof WEBHOOK_ENDPOINT_STATES)[number]; readonly disabledReason: (typeof WEBHOOK_DISABLED_REASONS)[number] | null;
  readonly createdAt: string; readonly changedAt: string;
  /** Those that sign now, the newest first; never their text. */
  readonly secrets: readonly WebhookSecretView[];
}

/** `secret` is shown in this one answer; it lies here only sealed under the tenant's key. */
export interface WebhookSecretShown { readonly endpoint: WebhookEndpointView; readonly secret: string }

/** One sending: `outcome` is null while it is under way, `status` null when no answer came. `reason` is one of our own short words. */
export interface WebhookAttemptView {
  readonly number: number; readonly at: string; readonly outcome: (typeof WEBHOOK_ATTEMPT_OUTCOMES)[number] | null; readonly status: number | null;
  readonly durationMs: number | null; readonly reason: string | null;
}

export interface WebhookDeliveryView {
  readonly tenantId: string;
  /** Also the `webhook-id` of every attempt. */
  readonly deliveryId: string;
  readonly endpointId: string; readonly eventType: WebhookMessageType; readonly caseId: string | null; readonly state: (typeof WEBHOOK_DELIVERY_STATES)[number];
  readonly reason: string | null; readonly createdAt: string; readonly nextAttemptAt: string | null; readonly endedAt: string | null; readonly body: string;
  readonly attempts: readonly WebhookAttemptView[];
}

// Receivers' addresses are judged by the egress client; here only their length.
const url = z.string().min(1).max(2_048);
const eventTypes = z.array(webhookEvent).min(1).max(10);
const description = z.string().trim().max(200).regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]*$/u, 'must be one line of text');
const ofEndpoint = z.strictObject({ endpointId: z.uuid() });
const listInput = z.strictObject({ tenantId: z.uuid().nullish(), ...pageInput });
const deliveriesInput = z.strictObject({ endpointId: z.uuid(), state: z.enum(WEBHOOK_DELIVERY_STATES).nullish(), ...pageInput });
const createInput = z.strictObject({ tenantId: z.uuid(), url, eventTypes, description: description.default('') });
const updateInput = z.strictObject({ endpointId: z.uuid(), url: url.optional(), eventTypes: eventTypes.optional(), description: description.optional() });
const rotateInput = z.strictObject({ endpointId: z.uuid(), revokeOld: z.boolean().default(false) });
export type WebhookListInput = z.output<typeof listInput>;
export type WebhookDeliveriesInput = z.output<typeof deliveriesInput>;
export type CreateWebhookInput = z.output<typeof createInput>;
export type UpdateWebhookInput = z.output<typeof updateInput>;
export type RotateWebhookSecretInput = z.output<typeof rotateInput>;

export const integrationsApi = {
  /** Newest first. A partner client gets its own endpoints alone, here and everywhere below. */
  webhookEndpoints: operation<Page<WebhookEndpointView>>()('integrations', 'webhookEndpoints', 'webhook:read', listInput),
  webhookEndpoint: operation<WebhookEndpointView>()('integrations', 'webhookEndpoint', 'webhook:read', ofEndpoint),
  webhookDeliveries: operation<Page<WebhookDeliveryView>>()('integrations', 'webhookDeliveries', 'webhook:read', deliveriesInput),
  createWebhookEndpoint: operation<WebhookSecretShown>()('integrations', 'createWebhookEndpoint', 'webhook:manage', createInput),
  updateWebhookEndpoint: operation<WebhookEndpointView>()('integrations', 'updateWebhookEndpoint', 'webhook:manage', updateInput),
  disableWebhookEndpoint: operation<WebhookEndpointView>()('integrations', 'disableWebhookEndpoint', 'webhook:manage', ofEndpoint),
  enableWebhookEndpoint: operation<WebhookEndpointView>()('integrations', 'enableWebhookEndpoint', 'webhook:manage', ofEndpoint),
  deleteWebhookEndpoint: operation<{ readonly tenantId: string; readonly endpointId: string }>()('integrations', 'deleteWebhookEndpoint', 'webhook:manage', ofEndpoint),
  /** The old secret signs beside the new one for 24 hours, unless it is revoked at once. */
  rotateWebhookSecret: operation<WebhookSecretShown>()('integrations', 'rotateWebhookSecret', 'webhook:manage', rotateInput),
  /** Sends a test message now, once, and answers how that went. */
  pingWebhookEndpoint: operation<WebhookDeliveryView>()('integrations', 'pingWebhookEndpoint', 'webhook:manage', ofEndpoint),
  /** Sends a message that has ended once more, under its own id. */
  replayWebhookDelivery: operation<WebhookDeliveryView>()('integrations', 'replayWebhookDelivery', 'webhook:manage', z.strictObject({ deliveryId: z.uuid() })),
} as const;
