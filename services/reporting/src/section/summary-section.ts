import type { Block, Callout, KeyFigure } from '@yagura/pdf';
import type { ReportAction } from '../report/report-document';
import { caseNumber, caseTitle, endOf, grouped, percentText, TONE, type Setting } from './setting';

/** What a manager reads: the month in four sentences and four numbers, and what to do. */
export function summarySection(setting: Setting): Block[] {
  const { report, words, time } = setting;
  const { period } = report;
  return [
    { kind: 'heading', level: 1, text: words.summary.heading },
    ...(period.isFinal ? [] : [{ kind: 'paragraph' as const, look: 'strong' as const, text: words.summary.provisional(time.dateTime(period.asOf), time.zone()) }]),
    { kind: 'paragraph', look: 'lead', text: lead(setting) },
    { kind: 'keyFigures', items: keyFigures(setting) },
    actionCallout(setting),
  ];
}

function lead(setting: Setting): string {
  const { report, words, language } = setting;
  const { funnel, openCases } = report.figures;
  const sources = report.sources.filter(({ accepted }) => accepted !== '0').length;
  const watched = funnel.eventsAccepted === '0' ? words.summary.watchedNothing : words.summary.watched(sources, grouped(setting, funnel.eventsAccepted));
  const nothingFound = funnel.eventsAccepted === '0' ? [] : [words.summary.quiet];
  const found = funnel.findings + funnel.casesOpened === 0 ? nothingFound : [words.summary.found(funnel.findings, funnel.casesOpened), words.summary.attacks(funnel.attacks)];
  return [watched, ...found, words.summary.open(openCases, endOf(setting))].join(language === 'ja' ? '' : ' ');
}

function keyFigures(setting: Setting): KeyFigure[] {
  const { report, words } = setting;
  const { funnel, openCases, promises } = report.figures;
  const summary = words.summary;
  const decided = promises.met + promises.breached;
  return [
    { label: summary.findings, value: grouped(setting, funnel.findings), note: summary.ofEvents(grouped(setting, funnel.eventsAccepted)) },
    { label: summary.cases, value: grouped(setting, funnel.casesOpened), note: summary.stillOpen(openCases), ...(openCases > 0 ? { tone: 'medium' as const } : {}) },
    { label: summary.attacksLabel, value: grouped(setting, funnel.attacks), note: summary.attackNote(funnel.attacks), tone: funnel.attacks > 0 ? 'high' : 'good' },
    {
      label: summary.promises, value: percentText(setting, promises.percent), note: summary.promiseNote(promises.met, decided),
      ...(decided === 0 ? {} : { tone: promises.breached === 0 ? 'good' as const : 'high' as const }),
    },
  ];
}

function actionCallout(setting: Setting): Callout {
  const { report: { actions }, words } = setting;
  const isQuiet = actions.every(({ code }) => code === 'nothing_open' || code === 'minor_cases_open');
  const urgent = actions.find((action) => action.code === 'open_case');
  return {
    kind: 'callout', title: actions.every(({ code }) => code === 'nothing_open') ? words.action.titleNothing : words.action.title(actions.some(({ code }) => code.endsWith('_case') || code.endsWith('_cases_open') || code === 'answer_us') ? endOf(setting) : null),
    tone: urgent?.code === 'open_case' ? TONE[urgent.severity] : isQuiet ? 'good' : 'medium', items: actions.map((action) => actionItem(setting, action, actions.length === 1)),
  };
}

function actionItem(setting: Setting, action: ReportAction, isAlone: boolean): Callout['items'][number] {
  const { words, time } = setting;
  switch (action.code) {
    case 'open_case': {
      const state = action.waitsForYou ? words.holdReason['customer'] : words.status[action.status];
      return {
        text: `${action.waitsForYou ? words.action.waits : ''}${words.advice[action.advice](action.hosts)}`,
        detail: `${words.action.caseDetail(caseNumber(action.number), words.severity[action.severity], time.dateTime(action.openedAt), state)}  ·  ${caseTitle(setting, action.title)}`,
      };
    }
    case 'answer_us':
      return { text: words.action.answer(caseTitle(setting, action.title)), detail: words.action.caseDetail(caseNumber(action.number), words.severity[action.severity], time.dateTime(action.openedAt), words.holdReason['customer']) };
    case 'more_urgent_cases': return { text: words.action.moreUrgent(action.count) };
    case 'source_silent': return { text: words.action.silent(action.name, time.dateTime(action.lastReceivedAt)) };
    case 'source_never_seen': return { text: words.action.neverSeen(action.name) };
    case 'minor_cases_open': return { text: words.action.minor(action.count) };
    case 'nothing_open': return { text: isAlone ? words.action.nothing : words.action.quietButSources };
  }
}
