import { isIP } from 'node:net';
import { z } from 'zod';
import { isLoopback } from '../loopback';

const Host = z.string().max(253).refine((host) => isIP(host) !== 0 || /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(host), 'the host is a name or an address');
const PersonName = z.string().max(100).regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]*$/u);

/**
 * The mail server that takes our mail (a submission server, RFC 6409). `starttls` encrypts before anything is said and ends the call when
 * the server cannot; `implicit` speaks TLS from the first byte (port 465, RFC 8314); `none` is for a server on this very machine alone.
 */
export const SmtpSettings = z.strictObject({
  host: Host,
  port: z.int().min(1).max(65_535).default(587),
  tls: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
  /** A certificate authority of one's own, PEM; beside it none is trusted. */
  ca: z.string().max(100_000).includes('-----BEGIN CERTIFICATE-----').optional(),
  signIn: z.strictObject({ user: z.string().min(1).max(256), password: z.string().min(1).max(512) }).optional(),
  from: z.strictObject({ name: PersonName.optional(), address: z.email().max(254) }),
}).refine(({ tls, host }) => tls !== 'none' || isLoopback(host), { path: ['tls'], message: 'only a mail server on loopback is spoken to without TLS' });
export type SmtpSettings = z.output<typeof SmtpSettings>;

/** Times of one delivery in milliseconds, how often one call of `send` tries, and the longest first pause between; see `pauseAfter`. */
export interface SmtpLimits { readonly connectMs: number; readonly answerMs: number; readonly tries: number; readonly pauseMs: number }

// Long enough for a server that looks at the sender (greylisting answers at once), short enough for a consumer that holds its place meanwhile.
export const USUAL_SMTP_LIMITS: SmtpLimits = { connectMs: 10_000, answerMs: 30_000, tries: 3, pauseMs: 1_000 };
