import { createHmac } from 'node:crypto';
import type { Audience, TenantContext } from '@yagura/kernel';

/** Life of a signed context in seconds: longer than any transaction may take, short enough that a leaked one is soon worthless. */
export const CONTEXT_TTL_SEC = 60;

/** HMAC-SHA256 key of one database role, derived from the installation's context key so that a service can sign for itself only. */
export const roleKey = (master: Buffer, role: string): Buffer => createHmac('sha256', master).update(`role:${role}`).digest();

/** What `guard.ctx_key` keeps of a role's key: the key mixed with the pads of RFC 2104, so that SQL needs only sha256. */
export function paddedKey(key: Buffer): { ipad: Buffer; opad: Buffer } {
  const block = Buffer.alloc(64);
  key.copy(block);
  return { ipad: Buffer.from(block.map((byte) => byte ^ 0x36)), opad: Buffer.from(block.map((byte) => byte ^ 0x5c)) };
}

export interface ContextParts {
  /** Written tenant, or '' for a pure reader. */
  readonly write: string;
  readonly read: readonly string[];
  readonly role: string;
  readonly audience: Audience;
}

/**
 * The text that `guard.ctx()` verifies: `write|read,read…|role|audience|expiry|hmac`, expiry in Unix seconds. It travels as a bind value,
 * never inside a statement's text (ADR 0003). No part may hold `|` or `,`: all are UUIDs or names of our own.
 */
export function signContext(parts: ContextParts, key: Buffer, nowMs = Date.now(), ttlSec = CONTEXT_TTL_SEC): string {
  const text = `${parts.write}|${parts.read.join(',')}|${parts.role}|${parts.audience}|${Math.floor(nowMs / 1000) + ttlSec}`;
  return `${text}|${createHmac('sha256', key).update(text).digest('hex')}`;
}

/** The parts that `ctx` gives a role: it writes its one tenant and reads its scope. */
export const partsOf = (ctx: TenantContext, role: string): ContextParts =>
  ({ write: ctx.tenantId, read: ctx.readScope, role, audience: ctx.audience });
