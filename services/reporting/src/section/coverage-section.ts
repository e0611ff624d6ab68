import type { Block, Cell } from '@yagura/pdf';
import type { SourceEntry } from '../report/report-document';
import { foreign, grouped, type Setting } from './setting';

/** What was watched, and how few of the many events were attacks. */
export function coverageSection(setting: Setting): Block[] {
  const { report, words: { coverage } } = setting;
  const { columns } = coverage;
  const unreadable = report.sources.reduce((sum, { quarantined }) => sum + BigInt(quarantined), 0n);
  return [
    { kind: 'heading', level: 1, text: coverage.heading },
    {
      kind: 'table', empty: coverage.empty,
      columns: [{ heading: columns.source }, { heading: columns.kind }, { heading: columns.days, align: 'end' }, { heading: columns.events, align: 'end' }, { heading: columns.last }, { heading: columns.state }],
      rows: report.sources.map((source) => sourceRow(setting, source)),
      ...(report.sources.length > 1 ? { totals: [[coverage.total, '', '', grouped(setting, report.figures.funnel.eventsAccepted), '', '']] } : {}),
    },
    { kind: 'paragraph', look: 'muted', text: coverage.intro },
    ...(unreadable > 0n ? [{ kind: 'paragraph' as const, look: 'muted' as const, text: coverage.unreadable(grouped(setting, unreadable.toString())) }] : []),
    ...funnel(setting),
  ];
}

const STATE_TONE = { active: 'good', silent: 'high', never_seen: 'medium', disabled: 'info' } as const;

function sourceRow(setting: Setting, source: SourceEntry): Cell[] {
  const { report, words: { coverage, noValue }, time } = setting;
  return [
    source.name === null ? coverage.nameless : foreign(setting, source.name), source.kind === null ? noValue : foreign(setting, source.kind),
    coverage.days(source.daysWithData, report.period.days), grouped(setting, source.accepted), source.lastReceivedAt === null ? noValue : time.dateTime(source.lastReceivedAt),
    { text: coverage.state[source.state], tone: STATE_TONE[source.state] },
  ];
}

function funnel(setting: Setting): Block[] {
  const { report: { figures: { funnel: counts } }, words: { coverage } } = setting;
  const row = (step: string, count: number | string, meaning: string): Cell[] => [{ text: step, strong: true }, grouped(setting, count), meaning];
  return [
    { kind: 'heading', level: 2, text: coverage.funnelHeading },
    {
      kind: 'table', columns: [{ heading: coverage.funnelColumns.step }, { heading: coverage.funnelColumns.count, align: 'end' }, { heading: coverage.funnelColumns.meaning }],
      rows: [
        row(coverage.events, counts.eventsAccepted, coverage.eventsMeaning), row(coverage.findings, counts.findings, coverage.findingsMeaning),
        row(coverage.cases, counts.casesOpened, coverage.casesMeaning), row(coverage.attacks, counts.attacks, coverage.attacksMeaning),
      ],
    },
    { kind: 'paragraph', look: 'muted', text: coverage.funnelIntro },
  ];
}
