import {
  WEBHOOK_ATTEMPT_OUTCOMES, WEBHOOK_DELIVERY_STATES, WEBHOOK_DISABLED_REASONS, WEBHOOK_ENDPOINT_STATES, WEBHOOK_EVENTS, type WebhookDeliveryView, type WebhookEndpointView, type WebhookEvent,
} from '@yagura/contracts';
import { enumNames } from '../page/enum-name';

const ENDPOINT_STATE = enumNames(WEBHOOK_ENDPOINT_STATES);
const DISABLED_REASON = enumNames(WEBHOOK_DISABLED_REASONS);
const DELIVERY_STATE = enumNames(WEBHOOK_DELIVERY_STATES);
const OUTCOME = enumNames(WEBHOOK_ATTEMPT_OUTCOMES);

/** A dot cannot stand in the name of an enum's value. */
const nameOf = (event: WebhookEvent): string => event.replace('.', '_').toUpperCase();
export const eventsOf = (names: readonly string[]): WebhookEvent[] => WEBHOOK_EVENTS.filter((event) => names.includes(nameOf(event)));

export const toEndpoint = ({ endpointId, eventTypes, state, disabledReason, secrets, ...rest }: WebhookEndpointView): Record<string, unknown> => ({
  ...rest, id: endpointId, events: eventTypes.map(nameOf), state: ENDPOINT_STATE[state], disabledReason: disabledReason === null ? null : DISABLED_REASON[disabledReason],
  secrets: secrets.map(({ secretId, ...secret }) => ({ ...secret, id: secretId })),
});

export const toDelivery = ({ deliveryId, eventType, state, attempts, ...rest }: WebhookDeliveryView): Record<string, unknown> => ({
  ...rest, id: deliveryId, type: eventType, state: DELIVERY_STATE[state],
  attempts: attempts.map(({ outcome, ...attempt }) => ({ ...attempt, outcome: outcome === null ? null : OUTCOME[outcome] })),
});
