import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUuid, PARTNER_PERMISSIONS, ROLES } from '@yagura/kernel';
import { z } from 'zod';
import { AssertionRefused } from './grant-assertion.errors';
import { parseStrictObject } from './strict-json';
import type { VerifiedToken } from './verifier';

/** How long an assertion lives. With one second of clock difference between machines a withdrawn grant ends within five seconds. */
export const ASSERTION_LIFE_MS = 4_000;
const CLOCK_DIFFERENCE_MS = 1_000;
const MIN_KEY_BYTES = 32;
const MAX_CHARS = 1_000_000;

const uuid = z.string().refine(isUuid);
const assertionSchema = z.strictObject({
  issuer: z.string().min(1),
  subject: z.string().min(1),
  organizationId: z.string().min(1).nullable(),
  /** Our own id of the person, or of the partner client. */
  userId: uuid,
  /** Present for a partner's program alone (ADR 0011): its grants carry permissions, and roles count for nothing. */
  actor: z.literal('partner').optional(),
  name: z.string(),
  audience: z.enum(['staff', 'customer']),
  /** The tenant that the person belongs to: the provider for staff, their company for customers. It grants nothing by itself. */
  homeTenantId: z.uuid(),
  grants: z.array(z.strictObject({ tenantId: uuid, roles: z.array(z.enum(ROLES)), permissions: z.array(z.enum(PARTNER_PERMISSIONS)).optional() })),
  issuedAt: z.int(),
  expiresAt: z.int(),
});

/**
 * What our own tables say about the person or program behind one token, for four seconds. The token proves who asks; this says
 * what they may do. Times are Unix milliseconds. It is bound to issuer, subject and organization, so it fits no other token.
 */
export type GrantAssertion = Readonly<z.infer<typeof assertionSchema>>;

/** An assertion of these facts that starts now. */
export function assertGrants(facts: Omit<GrantAssertion, 'issuedAt' | 'expiresAt'>, nowMs: number): GrantAssertion {
  return { ...facts, issuedAt: nowMs, expiresAt: nowMs + ASSERTION_LIFE_MS };
}

/** The text that travels beside the token: base64url JSON, a dot, base64url HMAC-SHA256. Throws RangeError for a key under 32 bytes. */
export function signAssertion(assertion: GrantAssertion, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(assertionSchema.parse(assertion))).toString('base64url');
  return `${body}.${mac(body, key).toString('base64url')}`;
}

/** Reads an assertion that belongs to `token`; throws AssertionRefused for a wrong signature, shape, time or owner. */
export function verifyAssertion(token: VerifiedToken, text: string, key: Buffer, nowMs: number): GrantAssertion {
  const [body, signature, ...rest] = text.length > MAX_CHARS ? [] : text.split('.');
  if (body === undefined || signature === undefined || rest.length > 0) throw new AssertionRefused('shape');
  if (!isSigned(body, signature, key)) throw new AssertionRefused('signature');
  const assertion = read(body);
  assertCurrent(token, assertion, nowMs);
  return assertion;
}

/** The part of the verification that depends on more than the text: time and owner. Throws AssertionRefused. */
export function assertCurrent(token: VerifiedToken, assertion: GrantAssertion, nowMs: number): void {
  const isNow = assertion.issuedAt <= nowMs + CLOCK_DIFFERENCE_MS && nowMs < assertion.expiresAt;
  if (!isNow || assertion.expiresAt - assertion.issuedAt !== ASSERTION_LIFE_MS) throw new AssertionRefused('time');
  const isOwners = assertion.issuer === token.issuer && assertion.subject === token.subject
    && assertion.organizationId === token.organizationId;
  if (!isOwners) throw new AssertionRefused('owner');
}

function mac(body: string, key: Buffer): Buffer {
  if (key.length < MIN_KEY_BYTES) throw new RangeError('the key of grant assertions needs 32 bytes');
  return createHmac('sha256', key).update(`yagura-grant-v1.${body}`).digest();
}

function isSigned(body: string, signature: string, key: Buffer): boolean {
  const given = Buffer.from(signature, 'base64url');
  const expected = mac(body, key);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function read(body: string): GrantAssertion {
  try {
    return assertionSchema.parse(parseStrictObject(Buffer.from(body, 'base64url')));
  } catch {
    throw new AssertionRefused('shape');
  }
}
