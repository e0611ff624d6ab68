import { setTimeout as pause } from 'node:timers/promises';
import type { TenantDb } from '@yagura/db';
import { asId, forSystem } from '@yagura/kernel';
import type { BenchWorld } from './bench-world';

const LOOK_EVERY_MS = 500;
/** The database looks at its tables once a minute. */
const ANALYSED_WITHIN_MS = 150_000;

/**
 * Cases of every severity and status over thirty days, written as the cases service's own role under row security, one statement per
 * tenant: seeding them by events would measure the pipeline and not the queue.
 */
export async function seedCases({ stores }: BenchWorld, tenantIds: readonly string[], perTenant: number): Promise<void> {
  const db = stores.tenantDb('svc_cases', 2);
  try {
    for (const tenantId of tenantIds) {
      await db.run(forSystem(asId<'tenant'>(tenantId), 'cases'), async (tx) => { await tx.execute(SEED, [tenantId, perTenant]); });
    }
    await analysed(db, tenantIds[0]);
  } finally {
    await db.close();
  }
}

/** A living installation has statistics of its tables; right after a bulk insert the database has none until it looks by itself. */
async function analysed(db: TenantDb, tenantId: string): Promise<void> {
  const isDone = async (): Promise<boolean> => {
    const rows = await db.read(forSystem(asId<'tenant'>(tenantId), 'cases'), (read) =>
      read.sql("select 1 from pg_stat_all_tables where schemaname = 'cases' and relname = 'case_file' and last_autoanalyze is not null"));
    return rows.length > 0;
  };
  for (let waited = 0; waited < ANALYSED_WITHIN_MS && !(await isDone()); waited += LOOK_EVERY_MS) await pause(LOOK_EVERY_MS);
}

const SEED = `
  insert into cases.case_file (tenant_id, id, number, title, severity, top_level, status, hold_reason, group_key, finding_count, opened_at, acknowledged_at,
    resolved_at, closed_at, last_activity_at, verdict, verdict_reason, version)
  select $1::uuid, gen_random_uuid(), n, 'Suspicious activity ' || n, level, level, state, case when state = 'on_hold' then 'customer' end, 'host:bench-' || n, 1 + n % 9,
    opened, case when state <> 'new' then opened + interval '9 minutes' end, case when state in ('resolved', 'closed') then opened + interval '3 hours' end,
    case when state = 'closed' then opened + interval '4 hours' end, opened + interval '1 hour', case when state = 'closed' then 'true_positive' end,
    case when state = 'closed' then 'Seen and dealt with' end, 1 + n % 5
  from generate_series(1, $2::int) n,
    lateral (select (array['informational', 'low', 'medium', 'high', 'critical'])[1 + n % 5] as level,
      (array['new', 'in_progress', 'on_hold', 'resolved', 'closed', 'closed'])[1 + (n / 5) % 6] as state,
      now() - make_interval(mins => 1 + (n * 7919) % 43200) as opened) facts`;
