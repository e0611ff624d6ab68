import type { Block } from '@yagura/pdf';
import type { Setting } from './setting';

/** What each number means, which data it comes from, and how to check the file. */
export function definitionSection({ report, words, time }: Setting, jsonSha256: string, number: number): Block[] {
  const { definition, speed } = words;
  const { period } = report;
  return [
    { kind: 'heading', level: 1, text: definition.heading(number) },
    {
      kind: 'definitionList', items: [
        ...report.figures.metrics.filter(({ n }) => n > 0).map(({ id, formulaVersion }) => ({ term: speed.metric[id], text: `${definition.text[id]} (${definition.ids(id, formulaVersion)})` })),
        { term: definition.period, text: definition.periodText(time.dateTime(period.from), time.dateTime(period.until), time.zone()) },
        { term: definition.asOf, text: time.dateTime(period.asOf) }, { term: definition.dataVersion, text: report.dataVersion }, { term: definition.json, text: jsonSha256 },
      ],
    },
    { kind: 'paragraph', look: 'muted', text: definition.closing },
  ];
}
