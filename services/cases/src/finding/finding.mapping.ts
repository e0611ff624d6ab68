import type { FindingView, Severity, Verdict } from '@yagura/contracts';
import { namesOf, type NamedRow } from '../tenant/tenant';

/** A row of `cases.finding_seen` as PostgreSQL writes it into JSON. */
export interface SeenFinding extends NamedRow {
  readonly id: string; readonly case_id: string | null; readonly added_at: string; readonly source_id: string; readonly batch_id: string; readonly seq: number;
  readonly content_version: string; readonly rule_id: string; readonly rule_title: string; readonly rule_level: Severity; readonly tactics: readonly string[];
  readonly techniques: readonly string[]; readonly rule_author: string; readonly rule_license: string; readonly occurred_at: string; readonly received_at: string;
  readonly created_at: string; readonly host: string; readonly user_name: string; readonly summary: string;
  readonly observables: readonly { readonly name: string; readonly value: string }[]; readonly group_key: string; readonly verdict: Verdict | null;
  readonly verdict_reason: string | null; readonly verdict_at: string | null;
}

export function findingView(row: SeenFinding): FindingView {
  return {
    findingId: row.id, tenant: namesOf(row), caseId: row.case_id, sourceId: row.source_id, batchId: row.batch_id, seq: row.seq, contentVersion: row.content_version,
    rule: {
      id: row.rule_id, title: row.rule_title, level: row.rule_level, tactics: row.tactics, techniques: row.techniques, author: row.rule_author,
      license: row.rule_license,
    },
    occurredAt: row.occurred_at, receivedAt: row.received_at, createdAt: row.created_at, host: row.host, user: row.user_name, summary: row.summary,
    observables: row.observables, groupKey: row.group_key, verdict: row.verdict, verdictReason: row.verdict_reason, verdictAt: row.verdict_at,
  };
}
