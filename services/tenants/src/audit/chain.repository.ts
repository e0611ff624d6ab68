import type { SystemTx } from '@yagura/db';
import { startOfChain, type ChainedEntry, type ChainHead } from '@yagura/proof';
import type { StoredEntry } from './audit-entry';

/** Only one sequencer numbers entries; a second process that tries finds the lock taken and leaves the work to it. */
const SEQUENCER_LOCK = 7902;

interface EntryRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly service: string; readonly at: string; readonly actor_kind: string; readonly actor_id: string;
  readonly audience: string; readonly action: string; readonly object_kind: string; readonly object_id: string; readonly correlation_id: string;
  readonly details: string; readonly key_version: number;
}

const entryOf = (row: EntryRow): StoredEntry => ({
  tenantId: row.tenant_id, id: row.id, service: row.service, at: row.at, actorKind: row.actor_kind, actorId: row.actor_id, audience: row.audience,
  action: row.action, objectKind: row.object_kind, objectId: row.object_id, correlationId: row.correlation_id, details: row.details, keyVersion: row.key_version,
});

export async function isOnlySequencer(tx: SystemTx): Promise<boolean> {
  const [{ taken }] = await tx.sql<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [SEQUENCER_LOCK]);
  return taken;
}

/** Committed entries without a number, oldest first. One that commits later gets a later number, whatever its instant. */
export async function unnumbered(tx: SystemTx, cap: number): Promise<StoredEntry[]> {
  const rows = await tx.sql<EntryRow>(
    `select tenant_id, id, service, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor_kind, actor_id, audience, action,
       object_kind, object_id, correlation_id, details, key_version
     from audit.entry e where sequence is null order by e.at, e.id limit $1`, [cap]);
  return rows.map(entryOf);
}

/** Where the chains of these tenants stand; the start for one without a link. */
export async function chainHeads(tx: SystemTx, tenantIds: readonly string[]): Promise<Map<string, ChainHead>> {
  const rows = await tx.sql<{ tenant_id: string; sequence: string; hash: string }>('select tenant_id, sequence, hash from audit.chain_head where tenant_id = any ($1::uuid[])', [tenantIds]);
  const heads = new Map(tenantIds.map((tenantId): [string, ChainHead] => [tenantId, startOfChain(tenantId)]));
  for (const { tenant_id: tenantId, sequence, hash } of rows) heads.set(tenantId, { tenantId, sequence: Number(sequence), hash });
  return heads;
}

export interface Link { readonly id: string; readonly previous: string; readonly entry: ChainedEntry }

/** Gives the entries their numbers and hashes, all in one statement. */
export async function saveLinks(tx: SystemTx, links: readonly Link[]): Promise<void> {
  await tx.sql(
    `update audit.entry e set sequence = n.sequence, previous_hash = n.previous, hash = n.hash
     from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::text[]) as n (tenant_id, id, sequence, previous, hash)
     where e.tenant_id = n.tenant_id and e.id = n.id and e.sequence is null`,
    [links.map(({ entry }) => entry.tenantId), links.map(({ id }) => id), links.map(({ entry }) => entry.sequence), links.map(({ previous }) => previous),
      links.map(({ entry }) => entry.hash)]);
}

export async function saveHeads(tx: SystemTx, heads: readonly ChainHead[]): Promise<void> {
  await tx.sql(
    `insert into audit.chain_head (tenant_id, sequence, hash) select * from unnest($1::uuid[], $2::bigint[], $3::text[])
     on conflict (tenant_id) do update set sequence = excluded.sequence, hash = excluded.hash`,
    [heads.map(({ tenantId }) => tenantId), heads.map(({ sequence }) => sequence), heads.map(({ hash }) => hash)]);
}

/** A look at a list over several tenants, not yet told to them. */
export interface ListAccess {
  readonly tenantId: string;
  readonly id: string;
  readonly service: string;
  readonly at: string;
  readonly actorId: string;
  readonly actorName: string;
  readonly list: string;
  readonly scope: readonly string[];
  readonly correlationId: string;
}

export async function unspread(tx: SystemTx, cap: number): Promise<ListAccess[]> {
  const rows = await tx.sql<{
    tenant_id: string; id: string; service: string; at: string; actor_id: string; actor_name: string; list: string; scope: string[]; correlation_id: string;
  }>(
    `select tenant_id, id, service, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor_id, actor_name, list, scope, correlation_id
     from audit.list_access l where spread_at is null order by l.at, l.id limit $1`, [cap]);
  return rows.map((row) => ({
    tenantId: row.tenant_id, id: row.id, service: row.service, at: row.at, actorId: row.actor_id, actorName: row.actor_name, list: row.list, scope: row.scope,
    correlationId: row.correlation_id,
  }));
}

/** Adds one entry per tenant of the looks; an entry that is there already is the same one. */
export async function addEntries(tx: SystemTx, entries: readonly StoredEntry[]): Promise<void> {
  for (const entry of entries) {
    await tx.sql(
      `insert into audit.entry (tenant_id, id, service, at, actor_kind, actor_id, audience, action, object_kind, object_id, correlation_id, details, key_version)
       values ($1, $2, $3, $4::timestamptz, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict do nothing`,
      [entry.tenantId, entry.id, entry.service, entry.at, entry.actorKind, entry.actorId, entry.audience, entry.action, entry.objectKind, entry.objectId,
        entry.correlationId, entry.details, entry.keyVersion]);
  }
}

export async function saveSpread(tx: SystemTx, look: ListAccess): Promise<void> {
  await tx.sql('update audit.list_access set spread_at = now() where tenant_id = $1 and id = $2', [look.tenantId, look.id]);
}
