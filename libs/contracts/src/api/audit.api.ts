import { z } from 'zod';
import { operation, type Page } from '../service-api';
import { pageInput } from './page';

/** One link of a tenant's chain. `details` are decrypted for the reader; null where the key was destroyed or they are not for this reader. */
export interface AuditEntryView {
  readonly tenantId: string;
  readonly sequence: string;
  readonly entryId: string;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string | null };
  readonly audience: string;
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly correlationId: string;
  readonly details: Readonly<Record<string, unknown>> | null;
  readonly hash: string;
}

/** What recomputing the chain showed; `firstBad` is the first sequence at which it does not hold. */
export interface AuditVerdict {
  readonly tenantId: string;
  readonly ok: boolean;
  readonly count: string;
  readonly firstBad: string | null;
  readonly fault: string | null;
  readonly headHash: string | null;
}

export const auditApi = {
  /** The tenant's own log, oldest first unless `newestFirst`. Customers see what was done by their people and what the provider's people opened. */
  auditLog: operation<Page<AuditEntryView>>()('tenants', 'auditLog', 'audit:read', z.strictObject({ tenantId: z.uuid(), newestFirst: z.boolean().optional(), ...pageInput })),
  verifyAudit: operation<AuditVerdict>()('tenants', 'verifyAudit', 'audit:read', z.strictObject({ tenantId: z.uuid() })),
};
