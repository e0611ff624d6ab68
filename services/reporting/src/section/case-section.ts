import type { Block, Cell } from '@yagura/pdf';
import { adviceFor } from '../report/advice';
import type { CaseEntry } from '../report/report-document';
import { isGrave } from './grave-case';
import { asOfText, caseNumber, caseTitle, foreign, grouped, severityCell, type Setting } from './setting';

/** Every case in one line. */
export function caseSection(setting: Setting): Block[] {
  const { report, words: { cases } } = setting;
  const heading: Block = { kind: 'heading', level: 1, text: cases.heading };
  if (report.cases.length === 0) return [heading, { kind: 'paragraph', text: cases.none }];
  const { columns } = cases;
  return [
    heading,
    {
      kind: 'table',
      columns: [{ heading: columns.number }, { heading: columns.title }, { heading: columns.severity }, { heading: columns.status }, { heading: columns.verdict }, { heading: columns.opened, align: 'end' }],
      rows: report.cases.map((entry) => caseRow(setting, entry)),
    },
    { kind: 'paragraph', look: 'muted', text: cases.intro(asOfText(setting)) },
    ...(report.casesLeftOut > 0 ? [{ kind: 'paragraph' as const, look: 'muted' as const, text: cases.leftOut(report.casesLeftOut) }] : []),
  ];
}

/** The important cases step by step; nothing when there is none. */
export function storySection(setting: Setting): Block[] {
  const told = setting.report.cases.filter(isGrave).slice(0, MOST_TOLD);
  return told.length === 0 ? [] : [{ kind: 'heading', level: 1, text: setting.words.cases.detailHeading }, ...told.flatMap((entry) => story(setting, entry))];
}

/** More stories than these would bury the ones that matter. */
const MOST_TOLD = 10;
/** A long history is told by its beginning and its end. */
const MOST_STEPS = 14;

function caseRow(setting: Setting, entry: CaseEntry): Cell[] {
  const { words, time } = setting;
  return [
    caseNumber(entry.number), foreign(setting, caseTitle(setting, entry.title)), severityCell(setting, entry.severity), stateText(setting, entry),
    entry.verdict === null ? words.cases.undecided : words.verdict[entry.verdict], time.dateTime(entry.openedAt),
  ];
}

const stateText = ({ words }: Setting, { status, holdReason }: CaseEntry): string =>
  (holdReason === null ? words.status[status] : words.holdReason[holdReason]);

function story(setting: Setting, entry: CaseEntry): Block[] {
  const { words, time } = setting;
  const { cases } = words;
  const aims = entry.tactics.map((id) => cases.aimOf(words.tactic[id].name, words.tactic[id].meaning));
  const steps = entry.timeline.length <= MOST_STEPS ? entry.timeline : [...entry.timeline.slice(0, MOST_STEPS / 2), ...entry.timeline.slice(-MOST_STEPS / 2)];
  return [
    { kind: 'heading', level: 2, text: cases.entry(caseNumber(entry.number), caseTitle(setting, entry.title)) },
    {
      kind: 'definitionList', items: [
        { term: cases.verdict, text: entry.verdict === null ? cases.undecided : words.verdict[entry.verdict] },
        { term: cases.status, text: stateText(setting, entry) },
        { term: cases.places, text: entry.hosts.length === 0 ? cases.noPlace : words.listOf(entry.hosts) },
        { term: cases.aim, text: aims.length === 0 ? cases.noAim : aims.join(' / ') },
        { term: cases.findings, text: grouped(setting, entry.findings) },
        ...(entry.isOpen ? [{ term: cases.whatToDo, text: words.advice[adviceFor(entry.tactics)](entry.hosts) }] : []),
      ],
    },
    {
      kind: 'table', caption: cases.timeline(caseNumber(entry.number)), columns: [{ heading: cases.when }, { heading: cases.what }],
      rows: steps.map((step) => [time.dateTime(step.at), stepText(setting, step)]),
    },
  ];
}

function stepText({ words }: Setting, step: CaseEntry['timeline'][number]): string {
  const { step: text } = words.cases;
  switch (step.code) {
    case 'opened': return text.opened(words.severity[step.severity]);
    case 'acknowledged': return text.acknowledged;
    case 'severity_changed': return text.severity_changed(step.from === null ? '' : words.severity[step.from], words.severity[step.severity]);
    case 'status_changed': return step.holdReason === null ? text.status_changed(words.status[step.status]) : text.on_hold(words.holdReason[step.holdReason]);
    case 'verdict_set': return text.verdict_set(step.verdict === null ? words.cases.undecided : words.verdict[step.verdict]);
    case 'closed': return text.closed;
  }
}
