import type { WebhookAttemptView, WebhookDeliveryView, WebhookMessageType } from '@yagura/contracts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Pauses between the ten attempts, together 75 h 35 min 5 s (reliability, section 8, in the steps that Standard Webhooks 1.0 proposes). */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS,
];
export const MOST_ATTEMPTS = PAUSES_MS.length + 1;
/** Sendings whose end was never recorded before a message is given up: it may be what ends the sender. */
export const MOST_BROKEN_OFF = 10;
/** A pause is stretched by up to this share, so that messages that failed together do not come back together. */
const JITTER = 0.1;
/** A receiver may ask for a longer pause, but not for longer than the schedule's own longest. */
const LONGEST_PAUSE_MS = 24 * HOUR_MS;

/** One message to one endpoint. `deliveryId` is what the receiver recognises a repeat by, and `body` never changes. */
export interface Delivery {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly eventType: WebhookMessageType;
  readonly caseId: string | null;
  readonly body: string;
  readonly state: WebhookDeliveryView['state'];
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date;
  readonly endedAt: Date | null;
}

export type NewDelivery = Pick<Delivery, 'deliveryId' | 'endpointId' | 'eventType' | 'caseId' | 'body'>;

/** A row of the list of attempts. */
export interface Attempt {
  readonly deliveryId: string;
  readonly number: number;
  readonly at: Date;
  readonly outcome: WebhookAttemptView['outcome'];
  readonly status: number | null;
  readonly durationMs: number | null;
  readonly reason: string | null;
}

/** How one sending ended: with a status, or with why there is none. */
export interface Ending {
  readonly status: number | null;
  readonly reason: string | null;
  readonly durationMs: number;
  /** As the receiver wrote it: seconds, or a date. */
  readonly retryAfter?: string;
}

/** What becomes of a message after a sending. `pauseMs` only for one that is tried again. */
export type Verdict =
  | { readonly state: 'delivered'; readonly reason: null }
  | { readonly state: 'dead'; readonly reason: 'gone' | 'exhausted' | 'failed' }
  | { readonly state: 'pending'; readonly reason: null; readonly pauseMs: number };

export const isTaken = ({ status }: Ending): boolean => status !== null && status >= 200 && status <= 299;

/** One of our own words for a status that is no success; what the receiver wrote beside it is kept nowhere. */
export function reasonOfStatus(status: number): string | null {
  if (status >= 200 && status <= 299) return null;
  if (status === 410) return 'gone';
  if (status >= 300 && status <= 399) return 'redirected';
  if (status >= 400 && status <= 499) return 'refused';
  return status >= 500 && status <= 599 ? 'receiver_failed' : 'status_unknown';
}

/** Judges the `attempts`-th attempt of a round. `chance` is a random share of one, `now` the instant that a date of the receiver is measured from. */
export function verdictOf(ending: Ending, message: { readonly eventType: WebhookMessageType; readonly attempts: number }, chance: number, now: Date): Verdict {
  if (isTaken(ending)) return { state: 'delivered', reason: null };
  if (ending.status === 410) return { state: 'dead', reason: 'gone' };
  // Whoever sends a test waits for the answer; a later one would surprise them.
  if (message.eventType === 'endpoint.test') return { state: 'dead', reason: 'failed' };
  const pause = PAUSES_MS[message.attempts - 1];
  if (pause === undefined) return { state: 'dead', reason: 'exhausted' };
  return { state: 'pending', reason: null, pauseMs: Math.round(Math.max(pause * (1 + JITTER * chance), askedPauseMs(ending.retryAfter, now))) };
}

/** The pause that Retry-After asks for (RFC 9110, section 10.2.3), between none and the longest; 0 for what is neither number nor date. */
export function askedPauseMs(retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined || retryAfter.length > 40) return 0;
  const asked = /^\d+$/.test(retryAfter) ? Number(retryAfter) * SECOND_MS : Date.parse(retryAfter) - now.getTime();
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), LONGEST_PAUSE_MS) : asked > 0 ? LONGEST_PAUSE_MS : 0;
}
