import type { Severity, SlaMetric } from '@yagura/contracts';
import type { Standing } from './clock';

/** A clock with its cached standing, as the table holds it. */
export interface ClockRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly id: string; readonly case_id: string; readonly case_number: number; readonly metric: SlaMetric; readonly severity: Severity;
  readonly policy_id: string; readonly policy_version: number; readonly calendar: string; readonly tz_version: string; readonly target_sec: number;
  readonly started_at: Date; readonly sequence: number; readonly state: Standing['state']; readonly outcome: Standing['outcome']; readonly due_at: Date | null;
  readonly elapsed_ms: string; readonly elapsed_pct: string; readonly warned_pct: number; readonly breached_at: Date | null; readonly final_at: Date | null;
  readonly evaluated_at: Date;
}

/** Promises of a tenant, counted for one metric and severity, or for all of them in the total. */
export interface CountRow extends Record<string, unknown> {
  readonly tenant_id: string; readonly metric: SlaMetric | null; readonly severity: Severity | null; readonly is_total: boolean;
  readonly running: number; readonly met: number; readonly breached: number; readonly attainment_pct: string | null;
}
