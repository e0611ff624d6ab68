import type { TenantTx } from '@yagura/db';
import { newId } from '@yagura/kernel';
import type { TimelineEntry, TimelineRow } from './timeline';

export type TimelineKey = readonly [happenedAt: string, version: number, id: string];

export async function addEntries(tx: TenantTx, caseId: string, entries: readonly TimelineEntry[]): Promise<void> {
  // Ids made one after the other within a millisecond do not sort; entries of one version are therefore given theirs in sorted order.
  const ids = entries.map(() => newId()).sort();
  await tx.execute(
    `insert into cases.timeline_entry (tenant_id, id, case_id, happened_at, version, kind, actor_kind, actor_id, actor_name, is_internal, from_value, to_value, note)
     select $1, e.id, $2, $3, e.version, e.kind, $4, $5, $6, e."isInternal", e."from", e."to", e.note
     from jsonb_to_recordset($7::jsonb) as e (id uuid, version int, kind text, "isInternal" boolean, "from" text, "to" text, note text)`,
    [tx.tenantId, caseId, tx.now, tx.actor.kind, tx.actor.id, tx.actor.name, JSON.stringify(entries.map((entry, index) => ({ ...entry, id: ids[index] })))]);
}

/** Entries of a case from the beginning; for a client company the internal ones do not exist and nobody is named. What we did without a person has no name either. */
export async function timelineRows(tx: TenantTx, caseId: string, key: TimelineKey | undefined, cap: number): Promise<TimelineRow[]> {
  const [{ rows }] = await tx.sql<{ rows: TimelineRow[] }>(
    `select coalesce(json_agg(q), '[]') as rows from (
       select e.id, e.case_id, e.happened_at, e.version, e.kind, e.is_internal, e.from_value, e.to_value, e.note,
         case when (select guard.audience() in ('staff', 'system')) and e.actor_kind <> 'service' then e.actor_name end as actor_name
       from cases.timeline_entry e
       where e.tenant_id = $1 and e.case_id = $2 and ($3 or not e.is_internal)
         and ($4::timestamptz is null or (e.happened_at, e.version, e.id) > ($4, $5::int, $6::uuid))
       order by e.happened_at, e.version, e.id limit $7) q`,
    [tx.tenantId, caseId, tx.audience !== 'customer', key?.[0] ?? null, key?.[1] ?? null, key?.[2] ?? null, cap]);
  return rows;
}
