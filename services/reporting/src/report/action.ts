import type { CaseStatus, HoldReason, Severity } from '@yagura/contracts';
import { adviceFor } from './advice';
import type { ReportAction } from './report-document';
import type { SourceState } from './source-state';

interface OpenCase {
  readonly number: number; readonly title: string; readonly severity: Severity; readonly status: CaseStatus; readonly holdReason: HoldReason | null; readonly isOpen: boolean;
  readonly openedAt: string; readonly hosts: readonly string[]; readonly tactics: readonly string[];
}
interface WatchedSource { readonly name: string | null; readonly state: SourceState; readonly lastReceivedAt: string | null }

/** A reader takes in this many tasks; the rest are counted and stand in the list of cases. */
const MOST_CASES = 8;
const MOST_SOURCES = 4;

/** What the client is asked to do, the most urgent first. Never empty: when there is nothing to do, it says so. */
export function actionsFor(cases: readonly OpenCase[], sources: readonly WatchedSource[]): ReportAction[] {
  const open = cases.filter(({ isOpen }) => isOpen);
  const urgent = open.filter(({ severity }) => severity === 'critical' || severity === 'high');
  const minor = open.filter((one) => !urgent.includes(one));
  const waiting = minor.filter(waitsForYou);
  const actions: ReportAction[] = [
    ...urgent.slice(0, MOST_CASES).map<ReportAction>((one) => ({
      code: 'open_case', number: one.number, title: one.title, severity: one.severity, openedAt: one.openedAt, status: one.status, waitsForYou: waitsForYou(one),
      advice: adviceFor(one.tactics), hosts: [...one.hosts],
    })),
    ...(urgent.length > MOST_CASES ? [{ code: 'more_urgent_cases' as const, count: urgent.length - MOST_CASES }] : []),
    ...waiting.slice(0, MOST_CASES).map<ReportAction>(({ number, title, severity, openedAt }) => ({ code: 'answer_us', number, title, severity, openedAt })),
    ...sourceActions(sources),
  ];
  const others = minor.length - Math.min(waiting.length, MOST_CASES);
  if (others > 0) return [...actions, { code: 'minor_cases_open', count: others }];
  return open.length === 0 ? [...actions, { code: 'nothing_open' }] : actions;
}

const waitsForYou = ({ status, holdReason }: OpenCase): boolean => status === 'on_hold' && holdReason === 'customer';

function sourceActions(sources: readonly WatchedSource[]): ReportAction[] {
  return sources.flatMap<ReportAction>(({ name, state, lastReceivedAt }) => {
    if (name === null) return [];
    if (state === 'silent' && lastReceivedAt !== null) return [{ code: 'source_silent', name, lastReceivedAt }];
    return state === 'never_seen' ? [{ code: 'source_never_seen', name }] : [];
  }).slice(0, MOST_SOURCES);
}
