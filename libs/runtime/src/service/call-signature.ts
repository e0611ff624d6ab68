import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Forbidden, Unauthenticated } from '@yagura/kernel';
import { mayCall, type Callers } from './service-callers';

/** Long enough for a body to arrive, short enough that a recorded call is soon worth nothing. */
const LIFE_MS = 10_000;
/** Clocks of machines may differ by this much, as for grants (ADR 0002). */
const CLOCK_DIFFERENCE_MS = 1_000;
const MIN_KEY_BYTES = 32;
const SHAPE = /^v1 ([a-z]{1,30}) (\d{13}) ([\w-]{43})$/;

/** One call as its signature covers it; `body` is what travels, byte for byte. */
export interface SignedCall {
  readonly service: string;
  readonly operation: string;
  readonly body: Buffer;
}

/** What a service judges calls by: the installation's key, and who may call whom. */
export interface CallRights {
  readonly key: Buffer;
  readonly callers: Callers;
}

/**
 * The key between one caller and one service, derived from the installation's. A process can be given the keys of its own calls alone; whoever
 * learns one of them can pose as that caller before that service and nowhere else.
 */
export function callKey(installationKey: Buffer, caller: string, service: string): Buffer {
  if (installationKey.length < MIN_KEY_BYTES) throw new RangeError('the key of service calls needs 32 bytes');
  return createHmac('sha256', installationKey).update(`yagura-call-key-v1|${caller}|${service}`).digest();
}

/**
 * What a calling process shows beside the person's token: its name, an expiry and an HMAC-SHA256 over name, service, operation, expiry and body.
 * It opens this one call; a person's token alone opens none.
 */
export function signCall(installationKey: Buffer, caller: string, call: SignedCall, nowMs: number): string {
  const expiresAt = nowMs + LIFE_MS;
  return `v1 ${caller} ${expiresAt} ${mac(rememberedKey(installationKey, caller, call.service), call, expiresAt).toString('base64url')}`;
}

/**
 * The name of the process that signed this call. Throws Unauthenticated for a signature that is absent, forged, over another call or out of its
 * time, and Forbidden for a caller that is not on the list of this service.
 */
export function verifyCall({ key, callers }: CallRights, signature: string | undefined, call: SignedCall, nowMs: number): string {
  const [, caller, expiry, given] = SHAPE.exec(signature ?? '') ?? [];
  if (caller === undefined) throw refused();
  const expiresAt = Number(expiry);
  const isListed = mayCall(callers, caller, call.service);
  // Names come from strangers, so only the keys of listed callers are remembered.
  const own = isListed ? rememberedKey(key, caller, call.service) : callKey(key, caller, call.service);
  const isSame = timingSafeEqual(Buffer.from(given, 'base64url'), mac(own, call, expiresAt));
  const isNow = nowMs < expiresAt && expiresAt <= nowMs + LIFE_MS + CLOCK_DIFFERENCE_MS;
  if (!isSame || !isNow) throw refused();
  if (!isListed) throw new Forbidden('This process may not call that service.', { slug: 'service.caller_not_listed' });
  return caller;
}

function mac(key: Buffer, { operation, body }: Pick<SignedCall, 'operation' | 'body'>, expiresAt: number): Buffer {
  const digest = hash('sha256', body, 'hex');
  return createHmac('sha256', key).update(`yagura-call-v1|${operation}|${expiresAt}|${digest}`).digest();
}

const remembered = new WeakMap<Buffer, Map<string, Buffer>>();

/** The same key as `callKey` says, derived once for each pair. */
function rememberedKey(installationKey: Buffer, caller: string, service: string): Buffer {
  const known = remembered.get(installationKey) ?? new Map<string, Buffer>();
  remembered.set(installationKey, known);
  const pair = `${caller}|${service}`;
  const key = known.get(pair) ?? callKey(installationKey, caller, service);
  known.set(pair, key);
  return key;
}

/** One sentence for every reason: a stranger learns nothing about which part was wrong. */
const refused = (): Unauthenticated => new Unauthenticated('Calls between services are signed by the calling process.', { slug: 'service.call_not_signed' });
