import { z } from 'zod';
import { operation } from '../service-api';

/** The question every request begins with: what may the holder of this token do, by our own tables? */
export const accessApi = {
  /** Answers an assertion signed for four seconds and bound to the token's issuer, subject and organization (ADR 0002). */
  assertGrants: operation<{ readonly assertion: string }>()('tenants', 'assertGrants', 'token', z.strictObject({})),
} as const;
