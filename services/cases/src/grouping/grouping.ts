import type { CaseStatus, EventData, FindingCreatedV1, Severity } from '@yagura/contracts';

export type NewFinding = EventData<typeof FindingCreatedV1>;

/** Where a finding went. `raisedFrom` is the case's severity before this finding raised it; 'known' means that it was here already. */
export type Placement =
  | { readonly outcome: 'known' }
  | {
    readonly outcome: 'opened' | 'joined'; readonly caseId: string; readonly number: number; readonly version: number; readonly severity: Severity;
    readonly status: CaseStatus; readonly title: string; readonly raisedFrom: Severity | null;
  };

const LONGEST_TITLE = 200;

/** A case is named after the rule and the machine of its first finding: what an analyst tells two rows of the queue apart by. */
export function caseTitle({ rule, host }: Pick<NewFinding, 'rule' | 'host'>): string {
  const title = host === '' ? rule.title : `${rule.title} (${host})`;
  // Cut by code point, so that no half of a surrogate pair remains at the end.
  return title.length <= LONGEST_TITLE ? title : `${[...title].slice(0, LONGEST_TITLE - 1).join('')}…`;
}
