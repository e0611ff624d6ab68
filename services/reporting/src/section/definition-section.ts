import type { Block } from '@yagura/pdf';
import type { Setting } from './setting';

/** What each number means, which data it comes from, and how to check the file. */
export function definitionSection({ report, words, time }: Setting, jsonSha256: string, number: number): Block[] {
  const { definition, speed } = words;
  const { period } = report;
  const measured = report.figures.metrics.filter(({ n }) => n > 0);
  const { columns } = definition;
  return [
    { kind: 'heading', level: 1, text: definition.heading(number) },
    ...(measured.length === 0 ? [] : [{
      kind: 'table' as const, columns: [{ heading: columns.number }, { heading: columns.meaning }, { heading: columns.id }],
      rows: measured.map(({ id, formulaVersion }) => [speed.metric[id], definition.text[id], { text: definition.ids(id, formulaVersion), language: 'en' as const }]),
    }]),
    {
      kind: 'definitionList', items: [
        { term: definition.period, text: definition.periodText(time.dateTime(period.from), time.dateTime(period.until), time.zone()) },
        { term: definition.asOf, text: time.dateTime(period.asOf) }, { term: definition.dataVersion, text: report.dataVersion }, { term: definition.json, text: jsonSha256 },
      ],
    },
    { kind: 'paragraph', look: 'muted', text: definition.closing },
  ];
}
