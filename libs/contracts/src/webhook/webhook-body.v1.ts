import { z } from 'zod';
import { instant } from '../event-type';
import { caseStatus, severity } from '../vocabulary';

/** News that an endpoint can ask for, and the test message that its owner sends. */
export const WEBHOOK_EVENTS = ['case.opened', 'case.changed'] as const;
export const webhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.output<typeof webhookEvent>;
export const WEBHOOK_TEST = 'endpoint.test';
export type WebhookMessageType = WebhookEvent | typeof WEBHOOK_TEST;

const tenant = { tenantId: z.uuid(), tenantCode: z.string() };

/** A case as its own company's people see it: who works on it, what is judged of it and what is said inside stay with the provider. */
const webhookCase = z.object({
  id: z.uuid(), number: z.int().positive(), title: z.string(), severity, status: caseStatus, openedAt: instant, updatedAt: instant,
});

/**
 * The body of a webhook message, version 1: a contract with receivers outside (docs/webhooks.md). Fields are only ever added within the
 * version; receivers ignore what they do not know. `timestamp` is when it happened, not when it was sent.
 */
export const webhookBodyV1 = z.discriminatedUnion('type', [
  z.object({ type: webhookEvent, timestamp: instant, data: z.object({ ...tenant, case: webhookCase }) }),
  z.object({ type: z.literal(WEBHOOK_TEST), timestamp: instant, data: z.object({ ...tenant, endpointId: z.uuid() }) }),
]);
export type WebhookBodyV1 = z.output<typeof webhookBodyV1>;

/** The body's JSON Schema (draft 2020-12), for receivers that check with other tools; open to further fields, as the version is. */
export const webhookBodySchemaV1 = (): unknown => z.toJSONSchema(webhookBodyV1, { io: 'input' });
