import { z } from 'zod';
import { operation } from '../service-api';

/** The question every request begins with: what may the holder of this token do, by our own tables? */
export const accessApi = {
  /**
   * Answers an assertion signed for four seconds and bound to the token's issuer, subject and organization (ADR 0002). `address` is that of
   * the caller's connection, which the networks of a partner key are compared with.
   */
  assertGrants: operation<{ readonly assertion: string }>()('tenants', 'assertGrants', 'token', z.strictObject({ address: z.string().max(64).optional() })),
} as const;
