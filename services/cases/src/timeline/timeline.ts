import type { TimelineKind, TimelineView, Visibility } from '@yagura/contracts';
import type { CaseFact } from '../case/case';

/** A new entry of a case's timeline; whose act it was comes from the transaction. */
export interface TimelineEntry {
  readonly version: number; readonly kind: TimelineKind; readonly isInternal: boolean; readonly from: string | null; readonly to: string | null;
  readonly note: string | null;
}

const PUBLIC = { isInternal: false, note: null } as const;
const INTERNAL = { isInternal: true } as const;

/** How a fact stands in the timeline. Who works on a case, what it is judged to be and why are the provider's own until it is closed. */
export function entriesOf(fact: CaseFact): TimelineEntry[] {
  const { version } = fact.after;
  switch (fact.kind) {
    case 'acknowledged': return [{ version, kind: 'acknowledged', ...PUBLIC, from: null, to: null }];
    case 'assigned': return [{ version, kind: 'assigned', ...INTERNAL, from: fact.from?.name ?? null, to: fact.to?.name ?? null, note: null }];
    case 'severity_changed':
      return [
        { version, kind: 'severity_changed', ...PUBLIC, from: fact.from, to: fact.after.severity },
        { version, kind: 'noted', ...INTERNAL, from: null, to: null, note: fact.reason },
      ];
    case 'status_changed': return [{ version, kind: 'status_changed', ...PUBLIC, from: fact.from, to: fact.after.status }];
    case 'verdict_set': return [{ version, kind: 'verdict_set', ...INTERNAL, from: null, to: fact.verdict, note: fact.reason }];
    case 'closed': return [{ version, kind: 'closed', ...PUBLIC, from: null, to: fact.verdict }];
  }
}

/** That somebody commented; the words stay with the comment, and who may read them may see this. */
export const commented = (version: number, visibility: Visibility): TimelineEntry =>
  ({ version, kind: 'commented', isInternal: visibility === 'internal', from: null, to: null, note: null });

export interface TimelineRow extends Record<string, unknown> {
  readonly id: string; readonly case_id: string; readonly happened_at: string; readonly version: number; readonly kind: TimelineKind;
  readonly actor_name: string | null; readonly is_internal: boolean; readonly from_value: string | null; readonly to_value: string | null;
  readonly note: string | null;
}

export const timelineView = (row: TimelineRow): TimelineView => ({
  entryId: row.id, caseId: row.case_id, at: row.happened_at, kind: row.kind, actor: row.actor_name, visibility: row.is_internal ? 'internal' : 'customer',
  from: row.from_value, to: row.to_value, note: row.note,
});
