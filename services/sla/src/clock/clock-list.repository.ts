import type { ClocksInput, SlaSummaryInput } from '@yagura/contracts';
import type { TenantRead } from '@yagura/db';
import type { PageEnd } from '@yagura/runtime';
import type { ClockRow, CountRow } from './clock-row';

/** One row more than asked for tells whether there is a next page. */
export function listClocks(read: TenantRead, filter: ClocksInput, behind: PageEnd | undefined): Promise<ClockRow[]> {
  return read.sql<ClockRow>(
    `select * from sla.clock
     where tenant_id = any ($1::uuid[]) and ($2::uuid is null or tenant_id = $2) and ($3::uuid[] is null or case_id = any ($3)) and ($4::text is null or state = $4)
       and ($5::text is null or outcome = $5) and ($6::timestamptz is null or (started_at, id) < ($6, $7::uuid))
       and ($9::timestamptz is null or final_at >= $9) and ($10::timestamptz is null or final_at < $10)
     order by started_at desc, id desc limit $8`,
    [read.readScope, filter.tenantId ?? null, filter.caseIds ?? null, filter.state ?? null, filter.outcome ?? null, behind?.at ?? null, behind?.id ?? null, filter.first + 1,
      filter.finalFrom ?? null, filter.finalUntil ?? null]);
}

export function clocksOfCases(read: TenantRead, caseIds: readonly string[]): Promise<ClockRow[]> {
  return read.sql<ClockRow>('select * from sla.clock where tenant_id = any ($1::uuid[]) and case_id = any ($2::uuid[]) order by case_id, metric', [read.readScope, caseIds]);
}

/** Whether a case of the scope is watched here, with clocks or without. */
export async function isWatched(read: TenantRead, caseId: string): Promise<boolean> {
  return (await read.sql('select from sla.watched_case where tenant_id = any ($1::uuid[]) and id = $2', [read.readScope, caseId])).length > 0;
}

export async function findClock(read: TenantRead, clockId: string): Promise<ClockRow | undefined> {
  const [row] = await read.sql<ClockRow>('select * from sla.clock where tenant_id = any ($1::uuid[]) and id = $2', [read.readScope, clockId]);
  return row;
}

/**
 * Promises by tenant, metric and severity, and per tenant, in one look. Each counts in the period in which its outcome became final; what still
 * runs is counted as it stands. The share is cut to two decimals, never rounded (service levels, section 1.12).
 */
export function countClocks(read: TenantRead, { tenantId, from, until }: SlaSummaryInput): Promise<CountRow[]> {
  return read.sql<CountRow>(
    `select counted.*, trunc(met * 100.0 / nullif(met + breached, 0), 2) as attainment_pct
     from (
       select tenant_id, metric, severity, grouping(metric) = 1 as is_total,
         count(*) filter (where outcome = 'pending')::int as running,
         count(*) filter (where outcome = 'met' and final_at >= $3 and final_at < $4)::int as met,
         count(*) filter (where outcome = 'breached' and final_at >= $3 and final_at < $4)::int as breached
       from sla.clock
       where tenant_id = any ($1::uuid[]) and ($2::uuid is null or tenant_id = $2) and (final_at is null or (final_at >= $3 and final_at < $4))
       group by grouping sets ((tenant_id, metric, severity), (tenant_id))
     ) counted
     order by tenant_id, metric, array_position(array['critical', 'high', 'medium', 'low', 'informational'], severity)`,
    [read.readScope, tenantId ?? null, from, until]);
}
