import type { TenantRead } from '@yagura/db';
import type { SeenCase } from './case.mapping';

/** Place of a case in the order of last changes: instant with microseconds, id. */
export type UpdateKey = readonly [updatedAt: string, caseId: string];

export interface UpdateRow { readonly it: SeenCase; readonly updatedAt: string }

/** Business time before which no change can still appear; asked in a statement of its own, before the rows are (see the migration). */
export async function settledBefore(read: TenantRead): Promise<string> {
  const [{ settled }] = await read.sql<{ settled: string }>(
    `select to_char(cases.settled_before() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as settled`);
  return settled;
}

/** Up to `cap` cases of the read scope behind `key` that last changed before `settled`: the oldest of each tenant by its index, then of all. */
export async function updateRows(read: TenantRead, key: UpdateKey, settled: string, cap: number): Promise<UpdateRow[]> {
  const rows = await read.sql<{ it: SeenCase; updated_at: string }>(
    `select row_to_json(c) as it, to_char(u.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as updated_at
     from unnest($1::uuid[]) as scope (tenant_id)
     cross join lateral (
       select f.tenant_id, f.id, f.updated_at from cases.case_file f
       where f.tenant_id = any ($1::uuid[]) and f.tenant_id = scope.tenant_id and (f.updated_at, f.id) > ($2::timestamptz, $3::uuid) and f.updated_at < $4::timestamptz
       order by f.updated_at, f.id limit $5
     ) u
     join cases.case_seen c on c.tenant_id = any ($1::uuid[]) and c.tenant_id = u.tenant_id and c.id = u.id
     order by u.updated_at, u.id limit $5`, [read.readScope, key[0], key[1], settled, cap]);
  return rows.map(({ it, updated_at: updatedAt }) => ({ it, updatedAt }));
}
