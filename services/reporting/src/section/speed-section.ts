import type { Block, Cell } from '@yagura/pdf';
import type { PublishedFigure } from '../figure/figure-shape';
import { grouped, minutesText, percentText, type Setting } from './setting';

const END = { align: 'end' } as const;

/** How fast, how right, and whether that is better than before. */
export function speedSection(setting: Setting): Block[] {
  const { report: { figures }, words: { speed } } = setting;
  const { columns } = speed;
  const times = figures.metrics.filter(({ unit }) => unit === 'minutes');
  return [
    { kind: 'heading', level: 1, text: speed.heading },
    ...(times.every(({ n }) => n === 0) ? [{ kind: 'paragraph' as const, text: speed.nothing }] : [{
      kind: 'table' as const,
      columns: [{ heading: columns.metric }, { heading: columns.mean, ...END }, { heading: columns.median, ...END }, { heading: columns.p90, ...END }, { heading: columns.n, ...END }],
      rows: times.map((metric) => speedRow(setting, metric)),
    }, { kind: 'paragraph' as const, look: 'muted' as const, text: speed.intro }]),
    { kind: 'paragraph', text: quality(setting) },
    ...trend(setting),
  ];
}

function speedRow(setting: Setting, metric: PublishedFigure): Cell[] {
  const { words: { speed } } = setting;
  const of = (minutes: number | null): string => minutesText(setting, minutes);
  return [speed.metric[metric.id], metric.value === null ? speed.noItems : { text: of(metric.value), strong: true }, of(metric.median), of(metric.p90), grouped(setting, metric.n)];
}

function quality(setting: Setting): string {
  const { report: { figures: { metrics, verdicts } }, words: { speed }, language } = setting;
  const rate = metrics.find(({ id }) => id === 'finding.false_positive_rate');
  const share = rate === undefined || rate.value === null ? speed.qualityNone : speed.qualityText(`${(rate.value * 100).toLocaleString(language, { maximumFractionDigits: 1 })}%`, rate.n);
  return verdicts.open === 0 ? share : `${share}${language === 'ja' ? '' : ' '}${speed.undecided(verdicts.open)}`;
}

function trend(setting: Setting): Block[] {
  const { report: { trend: months }, words: { speed }, time } = setting;
  if (months.length < 2) return [];
  const { trendColumns } = speed;
  const valueOf = (metrics: readonly PublishedFigure[], id: string): number | null => metrics.find((metric) => metric.id === id)?.value ?? null;
  return [{
    kind: 'table', caption: speed.trendCaption,
    columns: [
      { heading: trendColumns.month }, { heading: trendColumns.findings, ...END }, { heading: trendColumns.cases, ...END }, { heading: trendColumns.attacks, ...END },
      { heading: trendColumns.acknowledge, ...END }, { heading: trendColumns.resolve, ...END }, { heading: trendColumns.promises, ...END },
    ],
    rows: months.map(({ month, isFinal, findings, casesOpened, attacks, metrics }) => [
      isFinal ? time.month(month) : speed.toDate(time.month(month)), grouped(setting, findings), grouped(setting, casesOpened), grouped(setting, attacks),
      minutesText(setting, valueOf(metrics, 'finding.created_to_acknowledged')), minutesText(setting, valueOf(metrics, 'case.opened_to_resolved')),
      percentText(setting, valueOf(metrics, 'sla.attainment')),
    ]),
  }];
}
