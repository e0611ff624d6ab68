import type { WebhookMessageType } from '@yagura/contracts';

/** How long a sender may hold a message; longer than any call takes. After it another sends it again, under the same id. */
export const LEASE_SEC = 60;

/** At once: messages in one process, to one endpoint, of one company. A receiver that never answers holds its few places for seconds. */
export const SHARES = { process: 64, endpoint: 4, tenant: 16 } as const;

export interface DueDelivery { readonly tenantId: string; readonly deliveryId: string }

/** A message that was due, locked but not yet taken into hand. */
export interface HeldDelivery {
  readonly endpointId: string; readonly eventType: WebhookMessageType; readonly body: string; readonly brokenOff: number; readonly started: number;
  /** True when an earlier sending was never heard of again. */
  readonly isBrokenOff: boolean;
}

/** One message in the hand of one sender. Whoever no longer holds the lease decides nothing any more. */
export interface Sending {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly eventType: WebhookMessageType;
  readonly url: string;
  readonly body: string;
  /** The number of this attempt among all of the message. */
  readonly number: number;
  readonly lease: string;
  /** The database's real time: what is signed must not be an hour of a moved clock. */
  readonly sentAt: Date;
  /** The texts that sign, the newest first. */
  readonly secrets: readonly string[];
}
