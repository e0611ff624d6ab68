import type { TenantRead, TenantTx } from '@yagura/db';
import { positionOf, type Step, type StepName, type StepState } from './step';

/** Longer than the slowest step (a password hash and two calls), short enough that a killed process is soon replaced. */
const LEASE_SEC = 15;

interface StepRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly subject_id: string; readonly step: StepName; readonly attempts: number; readonly is_done: boolean;
  readonly last_error: string | null; readonly done_at: Date | null;
}
const fromRow = (row: StepRow): StepState => ({
  tenantId: row.tenant_id, subjectId: row.subject_id, step: row.step, attempts: row.attempts, done: row.is_done, lastError: row.last_error, doneAt: row.done_at,
});

/** Plans steps; one that was done before is open again, which is how a person is invited a second time. */
export async function planSteps(tx: TenantTx, subjectId: string, steps: readonly StepName[]): Promise<void> {
  for (const step of steps) {
    await tx.execute(
      `insert into tenants.onboarding_step (tenant_id, subject_id, step, position, created_at) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, subject_id, step) do update set is_done = false, done_at = null, attempts = 0, last_error = null, next_try_at = now()`,
      [tx.tenantId, subjectId, step, positionOf(step), tx.now]);
  }
}

/** All steps of the written tenant, done or not. */
export async function listSteps(tx: TenantRead): Promise<StepState[]> {
  const rows = await tx.sql<StepRow>('select * from tenants.onboarding_step where tenant_id = $1 order by position, created_at, subject_id', [tx.tenantId]);
  return rows.map(fromRow);
}

/**
 * Takes the next step that is due and leases it. A person's steps follow each other and the tenant's organization; activation waits for
 * everybody's. Two takers never get the same step.
 */
export async function claimStep(tx: TenantTx): Promise<Step | undefined> {
  const rows = await tx.sql<StepRow>(
    `update tenants.onboarding_step s set lease_until = now() + make_interval(secs => $2), attempts = s.attempts + 1
     from (select o.subject_id, o.step from tenants.onboarding_step o
           where o.tenant_id = $1 and not o.is_done and o.next_try_at <= now() and (o.lease_until is null or o.lease_until <= now())
             and not exists (select 1 from tenants.onboarding_step e
               where e.tenant_id = o.tenant_id and not e.is_done and e.position < o.position
                 and (e.subject_id = o.subject_id or e.subject_id = e.tenant_id or o.subject_id = o.tenant_id))
           order by o.position, o.created_at, o.subject_id limit 1 for update skip locked) next
     where s.tenant_id = $1 and s.subject_id = next.subject_id and s.step = next.step returning s.*`, [tx.tenantId, LEASE_SEC]);
  return rows.map(fromRow)[0];
}

export async function finishStep(tx: TenantTx, step: Step): Promise<void> {
  await tx.execute(
    `update tenants.onboarding_step set is_done = true, done_at = $4, lease_until = null, last_error = null
     where tenant_id = $1 and subject_id = $2 and step = $3`, [tx.tenantId, step.subjectId, step.step, tx.now]);
}

export async function postponeStep(tx: TenantTx, step: Step, lastError: string, pauseSec: number): Promise<void> {
  await tx.execute(
    `update tenants.onboarding_step set lease_until = null, last_error = $4, next_try_at = now() + make_interval(secs => $5)
     where tenant_id = $1 and subject_id = $2 and step = $3 and not is_done`, [tx.tenantId, step.subjectId, step.step, lastError, pauseSec]);
}

/** Gives up what is still open about a person who was withdrawn, so that nothing waits for them. */
export async function abandonSteps(tx: TenantTx, subjectId: string): Promise<void> {
  await tx.execute(
    `update tenants.onboarding_step set is_done = true, done_at = $3, lease_until = null, last_error = 'user.withdrawn'
     where tenant_id = $1 and subject_id = $2 and not is_done`, [tx.tenantId, subjectId, tx.now]);
}

/** Tenants with work that is due, oldest first. */
export async function tenantsWithWork(tx: TenantRead, cap: number): Promise<string[]> {
  return (await tx.sql<{ tenant_id: string }>('select tenant_id from tenants.onboarding_work($1)', [cap])).map(({ tenant_id }) => tenant_id);
}
