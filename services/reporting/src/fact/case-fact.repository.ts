import type { CaseStatus, HoldReason, Severity, Verdict } from '@yagura/contracts';
import type { TenantRead, TenantTx } from '@yagura/db';
import { CASE_EVENT_KINDS, type CaseEventKind, type CaseHistory } from './snapshot';

/** What every event of a case tells of it. */
export interface CaseStanding {
  readonly caseId: string; readonly number: number; readonly version: number; readonly title: string; readonly severity: Severity; readonly status: CaseStatus; readonly at: string;
}

export interface NewCaseEvent {
  readonly kind: CaseEventKind;
  readonly from?: string;
  readonly holdReason?: HoldReason | null;
  readonly verdict?: Verdict;
  readonly findingIds?: readonly string[];
}

/** Keeps one event of a case, and moves its head; an event that arrives late changes only what it is the first to tell. */
export async function addCaseEvent(tx: TenantTx, standing: CaseStanding, event: NewCaseEvent): Promise<void> {
  await tx.sql(
    `insert into reporting.case_event (tenant_id, case_id, version, kind, at, severity, status, from_value, detail, finding_ids)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::uuid[]) on conflict do nothing`,
    [tx.tenantId, standing.caseId, standing.version, event.kind, standing.at, standing.severity, standing.status, event.from ?? null,
      event.verdict ?? event.holdReason ?? null, event.findingIds ?? []]);
  await moveHead(tx, standing, event.kind);
}

/** Moves the head of a case without an event of its own, as a further finding does. */
export async function moveHead(tx: TenantTx, { caseId, number, version, title, at }: CaseStanding, kind?: CaseEventKind): Promise<void> {
  await tx.sql(
    `insert into reporting.case_head as h (tenant_id, id, number, version, title, opened_at, closed_at, last_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (tenant_id, id) do update set title = case when excluded.version >= h.version then excluded.title else h.title end,
       version = greatest(h.version, excluded.version), opened_at = coalesce(h.opened_at, excluded.opened_at), closed_at = coalesce(h.closed_at, excluded.closed_at),
       last_at = greatest(h.last_at, excluded.last_at)`,
    [tx.tenantId, caseId, number, version, title, kind === 'opened' ? at : null, kind === 'closed' ? at : null, at]);
}

interface EventRow extends Record<string, unknown> {
  readonly case_id: string; readonly number: number; readonly title: string; readonly version: number; readonly kind: CaseEventKind; readonly at: Date;
  readonly severity: Severity; readonly status: CaseStatus; readonly from_value: string | null; readonly detail: string | null; readonly finding_ids: string[];
}

/** Cases that were opened before `until` and lived at some time since `from`, each with its whole history. */
export async function listCases(read: TenantRead, from: Date, until: Date): Promise<CaseHistory[]> {
  const rows = await read.sql<EventRow>(
    `select h.id as case_id, h.number, h.title, e.version, e.kind, e.at, e.severity, e.status, e.from_value, e.detail, e.finding_ids
     from reporting.case_head h join reporting.case_event e on e.tenant_id = h.tenant_id and e.case_id = h.id
     where h.tenant_id = $1 and h.opened_at < $3 and (h.closed_at is null or h.last_at >= $2) order by h.number, h.id, e.version`, [read.tenantId, from, until]);
  const cases = new Map<string, EventRow[]>();
  for (const row of rows) {
    const known = cases.get(row.case_id);
    if (known === undefined) cases.set(row.case_id, [row]);
    else known.push(row);
  }
  return [...cases.values()].map(toHistory);
}

/** Events of one version are put in the order in which they make sense: a case is opened before it is taken, and closed last. */
function toHistory(rows: readonly EventRow[]): CaseHistory {
  const [{ case_id: caseId, number, title }] = rows;
  const rank = ({ kind }: EventRow): number => CASE_EVENT_KINDS.indexOf(kind);
  return {
    caseId, number, title,
    events: [...rows].sort((a, b) => a.version - b.version || rank(a) - rank(b)).map((row) => ({
      version: row.version, kind: row.kind, at: row.at, severity: row.severity, status: row.status, from: row.from_value,
      holdReason: row.kind === 'status_changed' ? row.detail as HoldReason | null : null,
      verdict: row.kind === 'verdict_set' || row.kind === 'closed' ? row.detail as Verdict | null : null, findingIds: row.finding_ids,
    })),
  };
}
