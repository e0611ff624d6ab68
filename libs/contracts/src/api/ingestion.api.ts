import { z } from 'zod';
import { instant } from '../event-type';
import { operation } from '../service-api';

/** A source as the doors see it over the last day. Counts are decimal text. */
export interface SourceHealth {
  readonly tenantId: string; readonly sourceId: string; readonly name: string; readonly kind: string; readonly critical: boolean;
  readonly state: 'never_seen' | 'active' | 'silent' | 'disabled'; readonly lastSeenAt: string | null;
  readonly recordsLastDay: string; readonly rawBytesLastDay: string; readonly refusedLastDay: string;
}

/** Accepted = stored + quarantined + duplicates + inFlight, in framed records, from two different books. */
export interface SourceBalance {
  readonly tenantId: string; readonly sourceId: string; readonly accepted: string; readonly stored: string; readonly quarantined: string;
  readonly duplicates: string; readonly inFlight: string;
}

const tenantId = z.uuid().nullish();
const balanceInput = z.strictObject({ tenantId, since: instant, until: instant });
export type BalanceInput = z.output<typeof balanceInput>;

export const ingestionApi = {
  health: operation<{ readonly items: readonly SourceHealth[] }>()('ingestion', 'health', 'source:read', z.strictObject({ tenantId })),
  balance: operation<{ readonly items: readonly SourceBalance[] }>()('ingestion', 'balance', 'source:read', balanceInput),
} as const;
