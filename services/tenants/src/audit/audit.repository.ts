import type { TenantRead } from '@yagura/db';
import type { ChainHead } from '@yagura/proof';
import type { LinkedEntry } from './audit-entry';

interface LinkedRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly service: string; readonly at_text: string; readonly actor_kind: string; readonly actor_id: string;
  readonly audience: string; readonly action: string; readonly object_kind: string; readonly object_id: string; readonly correlation_id: string;
  readonly details: string; readonly key_version: number; readonly sequence: string; readonly hash: string;
}

/** Chained entries of the written tenant behind a sequence, in order. */
export async function entriesAfter(tx: TenantRead, after: number, cap: number): Promise<LinkedEntry[]> {
  const rows = await tx.sql<LinkedRow>(
    `select e.*, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_text from audit.readable_entries($2, $3, $1) e order by e.sequence`,
    [tx.tenantId, after, cap]);
  return rows.map((row) => ({
    tenantId: row.tenant_id, id: row.id, service: row.service, at: row.at_text, actorKind: row.actor_kind, actorId: row.actor_id, audience: row.audience,
    action: row.action, objectKind: row.object_kind, objectId: row.object_id, correlationId: row.correlation_id, details: row.details,
    keyVersion: row.key_version, sequence: Number(row.sequence), hash: row.hash,
  }));
}

/** The written tenant's newest link as the sequencer noted it beside the entries; undefined before the first. */
export async function noteOfHead(tx: TenantRead): Promise<ChainHead | undefined> {
  const [row] = await tx.sql<{ sequence: string; hash: string }>('select sequence, hash from audit.readable_head($1)', [tx.tenantId]);
  return row === undefined ? undefined : { tenantId: tx.tenantId, sequence: Number(row.sequence), hash: row.hash };
}
