/** Where a page may send anything: its own origin, and the identity provider that signs its people in. */
export interface PageReach {
  readonly issuerOrigin: string;
  /** Random word of this one answer; style elements that carry it are taken. */
  readonly nonce: string;
}

/** Headers of every answer (OWASP ASVS 5.0, section 3.4). */
export const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** The page's policy: scripts, styles and fonts of this origin only, no frames, nothing from or to a stranger. */
export function contentPolicy({ issuerOrigin, nonce }: PageReach): string {
  return [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "font-src 'self'", "img-src 'self' data: blob:", `connect-src 'self' ${issuerOrigin}`,
    "worker-src 'self'", "frame-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "object-src 'none'",
  ].join('; ');
}
