import type { OpenCase } from '../home/home-state';
import { waitsForYou } from '../home/home-state';

export interface StoryEntry { readonly id: string; readonly at: string; readonly kind: string; readonly from?: string | null; readonly to?: string | null }
export interface StoryComment { readonly id: string; readonly at: string; readonly author: string; readonly body: string }

/** One line of a case's story: something that happened, or something that was said. */
export type StoryLine = { readonly id: string; readonly at: string } & ({ readonly entry: StoryEntry } | { readonly comment: StoryComment });

/** What happened and what was said, in order. That somebody said something is told by the words themselves. */
export function storyOf(entries: readonly StoryEntry[], comments: readonly StoryComment[]): StoryLine[] {
  const lines: StoryLine[] = [
    ...entries.filter(({ kind }) => kind !== 'COMMENTED').map((entry) => ({ id: entry.id, at: entry.at, entry })),
    ...comments.map((comment) => ({ id: comment.id, at: comment.at, comment })),
  ];
  return lines.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** What the first line of a case says. */
export type CaseLead = 'done' | 'waiting' | 'now' | 'today' | 'watch';

/** Whether this case asks something of the reader. */
export function caseLead(one: Pick<OpenCase, 'severity' | 'status' | 'holdReason'>): CaseLead {
  if (one.status === 'RESOLVED' || one.status === 'CLOSED') return 'done';
  if (one.severity === 'CRITICAL') return 'now';
  if (waitsForYou(one)) return 'waiting';
  return one.severity === 'HIGH' ? 'today' : 'watch';
}

export interface Seen { readonly ruleId: string; readonly host: string; readonly user: string; readonly occurredAt: string }
export interface SeenTogether<Row extends Seen> { readonly first: Row; readonly count: number; readonly lastAt: string; readonly hosts: readonly string[]; readonly users: readonly string[] }

/** Findings of one rule told once, with how often, where and whose, in the order in which they were first seen. */
export function seenTogether<Row extends Seen>(findings: readonly Row[]): SeenTogether<Row>[] {
  const sorted = [...findings].sort((one, other) => Date.parse(one.occurredAt) - Date.parse(other.occurredAt));
  const byRule = new Map<string, Row[]>();
  for (const finding of sorted) byRule.set(finding.ruleId, [...byRule.get(finding.ruleId) ?? [], finding]);
  const named = (values: readonly string[]): string[] => [...new Set(values)].filter((value) => value !== '');
  return [...byRule.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    return [{ first, count: rows.length, lastAt: rows.at(-1)?.occurredAt ?? first.occurredAt, hosts: named(rows.map(({ host }) => host)), users: named(rows.map(({ user }) => user)) }];
  });
}
