import { z } from 'zod';
import { operation } from '../service-api';

/** The question every request begins with: what may the holder of this token do, by our own tables? */
export const accessApi = {
  /**
   * Answers an assertion signed for four seconds and bound to the token's issuer, subject and organization (ADR 0002). `address` is that of
   * the caller's connection, which the networks of a partner key are compared with.
   */
  assertGrants: operation<{ readonly assertion: string }>()('tenants', 'assertGrants', 'token', z.strictObject({ address: z.string().max(64).optional() })),
  /**
   * Ends the person's sign-in: access tokens that they were given up to this second are refused from now on. A repetition changes nothing.
   * Answers when the second is over, so that a token asked for after the answer is good.
   */
  signOut: operation<{ readonly signedOutAt: string }>()('tenants', 'signOut', 'token', z.strictObject({})),
} as const;
