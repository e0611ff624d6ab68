import { createHmac, randomBytes } from 'node:crypto';

/** Standard Webhooks 1.0 asks for 24 to 64 bytes of secret. */
const SECRET_BYTES = 32;
const SECRET_MARK = 'whsec_';
/** How long a secret that was replaced signs beside its successor. */
export const ROTATION_MS = 24 * 3_600_000;

/** A new signing secret as its owner gets it: the mark and the bytes in Base64. */
export const newSecret = (): string => `${SECRET_MARK}${randomBytes(SECRET_BYTES).toString('base64')}`;

export interface SignedParts { readonly id: string; readonly sentAt: Date; readonly body: string }

/**
 * The three headers of Standard Webhooks 1.0. Id, seconds and body are signed as one text with dots between, so neither id nor seconds may hold
 * a dot: ours are a UUID and digits. Each live secret gives a `v1` signature, the newest first.
 */
export function signedHeaders({ id, sentAt, body }: SignedParts, secrets: readonly string[]): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(sentAt.getTime() / 1_000));
  const sign = (secret: string): string =>
    `v1,${createHmac('sha256', Buffer.from(secret.slice(SECRET_MARK.length), 'base64')).update(`${id}.${seconds}.${body}`).digest('base64')}`;
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': secrets.map(sign).join(' ') };
}
