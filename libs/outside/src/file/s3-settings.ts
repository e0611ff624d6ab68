import { z } from 'zod';
import { isLoopback } from '../loopback';

/** S3 names: 3 to 63 lower-case letters, digits, dots and hyphens; no dots here, they break TLS names and look like paths. */
const Bucket = z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'a bucket is named by 3 to 63 lower-case letters, digits and hyphens');

/**
 * Where files are kept. The endpoint is an https address, or http on loopback; `isPlainAllowed` says that the operator knows the network
 * between to be private (a cluster's own), and is never set by default. The bucket has object lock and is Yagura's alone.
 */
export const S3Settings = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/, abort: true }).refine((url) => new URL(url).pathname === '/' && new URL(url).username === '', 'the endpoint has neither path nor user name'),
  region: z.string().regex(/^[a-z0-9-]{1,40}$/).default('us-east-1'),
  bucket: Bucket,
  accessKey: z.string().min(1).max(256),
  secretKey: z.string().min(8).max(512),
  isPlainAllowed: z.boolean().default(false),
}).refine(({ endpoint, isPlainAllowed }) => isPlainAllowed || endpoint.startsWith('https:') || isLoopback(new URL(endpoint).hostname), {
  path: ['endpoint'], message: 'the endpoint must begin with https:// unless it is on loopback',
});
export type S3Settings = z.output<typeof S3Settings>;

/** Times of one call in milliseconds, and how often it is tried. */
export interface S3Limits { readonly connectMs: number; readonly answerMs: number; readonly totalMs: number; readonly tries: number }

// 256 MiB in 120 s is 2 MiB/s, less than any store in one's own data centre gives; three tries pass over a restart of one of its nodes.
export const USUAL_S3_LIMITS: S3Limits = { connectMs: 3_000, answerMs: 60_000, totalMs: 120_000, tries: 3 };
