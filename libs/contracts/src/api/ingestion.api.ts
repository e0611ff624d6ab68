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

/** Where senders reach the doors; the same for every source, whose credential says which it is. Addresses without a path at their end. */
export interface DoorAddresses {
  readonly hecUrl: string;
  readonly bulkUrl: string;
  /** What the bulk door reports to a source without a version of its own. */
  readonly defaultVersion: string;
}

/** The version of Elasticsearch that the bulk door reports to a source's senders; null: the default. */
export interface ReportedVersion { readonly tenantId: string; readonly sourceId: string; readonly version: string | null }

/** Clients read three numbers, and none of them knows a server beyond these. */
const elasticsearchVersion = z.string().regex(/^[789]\.\d{1,2}\.\d{1,2}$/, 'must be a version such as 8.19.2');

const tenantId = z.uuid().nullish();
const balanceInput = z.strictObject({ tenantId, since: instant, until: instant });
export type BalanceInput = z.output<typeof balanceInput>;

export const ingestionApi = {
  health: operation<{ readonly items: readonly SourceHealth[] }>()('ingestion', 'health', 'source:read', z.strictObject({ tenantId })),
  balance: operation<{ readonly items: readonly SourceBalance[] }>()('ingestion', 'balance', 'source:read', balanceInput),
  doors: operation<DoorAddresses & { readonly items: readonly ReportedVersion[] }>()('ingestion', 'doors', 'source:read',
    z.strictObject({ sourceIds: z.array(z.uuid()).max(200) })),
  setReportedVersion: operation<ReportedVersion>()('ingestion', 'setReportedVersion', 'source:write',
    z.strictObject({ sourceId: z.uuid(), version: elasticsearchVersion.nullable() })),
} as const;
