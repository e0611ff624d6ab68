import { SEVERITIES } from '@yagura/contracts';
import type { CaseEvent, FindingFacts } from '../fact/snapshot';
import type { CaseStory } from '../figure/case-story';
import { isOpen, type SpanData } from '../figure/dataset';
import { tacticId } from '../figure/figure';
import type { CaseEntry } from './report-document';

/** A management report stays a document that people read; the rest is in the list of cases on line. */
export const MOST_CASES = 200;
const MOST_HOSTS = 5;

/** Cases that lived in the span: opened in it, or open when it began. The gravest first, then the newest. */
export function caseEntries({ stories, findings, span }: SpanData): CaseEntry[] {
  const byCase = new Map<string, FindingFacts[]>();
  for (const finding of findings) if (finding.caseId !== null) byCase.set(finding.caseId, [...(byCase.get(finding.caseId) ?? []), finding]);
  const lived = stories.filter((story) => story.openedAt < span.until && (endOf(story) === null || (endOf(story) ?? span.from) >= span.from));
  return lived.map((story) => entryOf(story, byCase.get(story.caseId) ?? [], span.from)).sort(gravestFirst);
}

const endOf = ({ resolvedAt, closedAt }: CaseStory): Date | null => closedAt ?? resolvedAt;

const rank = ({ severity }: CaseEntry): number => SEVERITIES.indexOf(severity);
const gravestFirst = (a: CaseEntry, b: CaseEntry): number => Number(b.isOpen) - Number(a.isOpen) || rank(b) - rank(a) || b.number - a.number;

function entryOf(story: CaseStory, findings: readonly FindingFacts[], from: Date): CaseEntry {
  const techniques = new Set(findings.flatMap((finding) => finding.techniques));
  const tactics = new Set(findings.flatMap((finding) => finding.tactics).flatMap((name) => tacticId(name) ?? []));
  return {
    caseId: story.caseId, number: story.number, title: story.title, severity: story.severity, status: story.status, holdReason: story.holdReason, verdict: story.verdict,
    isOpen: isOpen(story), isCarriedOver: story.openedAt < from, openedAt: story.openedAt.toISOString(), acknowledgedAt: iso(story.acknowledgedAt), resolvedAt: iso(story.resolvedAt),
    closedAt: iso(story.closedAt), findings: findings.length, hosts: [...new Set(findings.map(({ host }) => host).filter((host) => host !== ''))].sort().slice(0, MOST_HOSTS),
    tactics: [...tactics].sort(), techniques: [...techniques].sort(), timeline: timelineOf(story.events),
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** A person's one act may be two events of a case; the reader sees the one that says more. */
function timelineOf(events: readonly CaseEvent[]): CaseEntry['timeline'] {
  const told = events.filter((event) => event.kind !== 'status_changed' || !events.some((other) => saysMore(other, event)));
  return told.map(({ at, kind, severity, status, from, holdReason, verdict }) => ({ at: at.toISOString(), code: kind, severity, status, from, holdReason, verdict }));
}

const saysMore = (other: CaseEvent, change: CaseEvent): boolean =>
  other.at.getTime() === change.at.getTime() && ((other.kind === 'acknowledged' && change.status === 'in_progress') || (other.kind === 'closed' && change.status === 'closed'));
