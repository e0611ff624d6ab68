import type { Block, Cell } from '@yagura/pdf';
import { caseNumber, grouped, percentText, severityCell, type Setting } from './setting';

/** How the promises of the agreement were kept, and which were not. */
export function promiseSection(setting: Setting): Block[] {
  const { report, words: { promise } } = setting;
  const { promises } = report.figures;
  const calendar = promise.calendar[report.tenant.slaCalendar] ?? promise.otherCalendar;
  return [
    { kind: 'heading', level: 1, text: promise.heading },
    promises.rows.length === 0 ? { kind: 'paragraph', text: promise.empty } : attainmentTable(setting),
    { kind: 'paragraph', look: 'muted', text: promise.intro(report.tenant.slaPolicy, calendar) },
    ...(promises.rows.length > 0 && promises.percent === null ? [{ kind: 'paragraph' as const, text: promise.noneDecided }] : []),
    ...(promises.cancelled > 0 ? [{ kind: 'paragraph' as const, look: 'muted' as const, text: promise.cancelled(promises.cancelled) }] : []),
    ...breaches(setting),
  ];
}

function attainmentTable(setting: Setting): Block {
  const { report: { figures: { promises } }, words: { promise, noValue, listOf }, time } = setting;
  const { columns } = promise;
  const rows = promises.rows.map((row): Cell[] => [
    promise.metric[row.metric], severityCell(setting, row.severity), listOf(row.targetSec.map((seconds) => time.duration(seconds))), grouped(setting, row.met), grouped(setting, row.breached),
    grouped(setting, row.running), percentText(setting, row.percent),
  ]);
  return {
    kind: 'table', rows,
    columns: [
      { heading: columns.promise }, { heading: columns.severity }, { heading: columns.target }, { heading: columns.met, align: 'end' }, { heading: columns.breached, align: 'end' },
      { heading: columns.running, align: 'end' }, { heading: columns.percent, align: 'end' },
    ],
    ...(rows.length > 1 ? {
      totals: [[promise.total, '', '', grouped(setting, promises.met), grouped(setting, promises.breached), grouped(setting, promises.running), promises.percent === null ? noValue : percentText(setting, promises.percent)]],
    } : {}),
  };
}

function breaches(setting: Setting): Block[] {
  const { report, words: { promise }, time } = setting;
  const { promises } = report.figures;
  if (report.breaches.length === 0) return promises.met > 0 ? [{ kind: 'paragraph', text: promise.noBreach }] : [];
  const { breachColumns } = promise;
  return [
    { kind: 'heading', level: 2, text: promise.breachHeading },
    {
      kind: 'table',
      columns: [
        { heading: breachColumns.number }, { heading: breachColumns.promise }, { heading: breachColumns.severity }, { heading: breachColumns.target }, { heading: breachColumns.breached },
        { heading: breachColumns.done },
      ],
      rows: report.breaches.map((breach) => [
        caseNumber(breach.number), promise.metric[breach.metric], severityCell(setting, breach.severity), time.duration(breach.targetSec), time.dateTime(breach.breachedAt),
        breach.doneAt === null ? promise.notDone : time.dateTime(breach.doneAt),
      ]),
    },
    ...(report.breachesLeftOut > 0 ? [{ kind: 'paragraph' as const, look: 'muted' as const, text: promise.moreBreaches(report.breachesLeftOut) }] : []),
  ];
}
