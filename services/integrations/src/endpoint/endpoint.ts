import type { TenantContext } from '@yagura/kernel';
import type { WebhookEndpointView, WebhookEvent } from '@yagura/contracts';

/** A company needs few receivers; each one more is another copy of all its news. */
export const MOST_ENDPOINTS = 20;

export type DisabledReason = NonNullable<WebhookEndpointView['disabledReason']>;

/** Where one client company's news goes. It never moves to another company. */
export interface Endpoint {
  readonly tenantId: string;
  readonly endpointId: string;
  /** The partner client that made it and alone of its kind may see it; null for the company's own and the provider's. */
  readonly partnerClientId: string | null;
  readonly url: string;
  readonly eventTypes: readonly WebhookEvent[];
  readonly description: string;
  readonly state: 'active' | 'disabled';
  readonly disabledReason: DisabledReason | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** What can be changed by its owner; the rest is decided by what happens. */
export type EndpointChange = Partial<Pick<Endpoint, 'url' | 'eventTypes' | 'description'>>;

export const changed = (endpoint: Endpoint, change: EndpointChange, now: Date): Endpoint => ({ ...endpoint, ...change, changedAt: now });
export const disabled = (endpoint: Endpoint, disabledReason: DisabledReason, now: Date): Endpoint => ({ ...endpoint, state: 'disabled', disabledReason, changedAt: now });
export const enabled = (endpoint: Endpoint, now: Date): Endpoint => ({ ...endpoint, state: 'active', disabledReason: null, changedAt: now });

/** A partner client reaches its own endpoints alone; people reach all of the companies that they may see. Null: no such bound. */
export const ownerBound = ({ actor }: Pick<TenantContext, 'actor'>): string | null => (actor.kind === 'partner' ? actor.id : null);
