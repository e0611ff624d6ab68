import { SEVERITIES } from '@yagura/contracts';
import type { Block, ChartBlock } from '@yagura/pdf';
import { ruleWords } from '../words/rule-words';
import { foreign, grouped, severityCell, TONE, type Setting } from './setting';

/** What looked suspicious: by rule and what each rule tells, over time, by the attacker's aim. */
export function findingSection(setting: Setting): Block[] {
  const { report, words: { finding } } = setting;
  const heading: Block = { kind: 'heading', level: 1, text: finding.heading };
  if (report.figures.funnel.findings === 0) return [heading, { kind: 'paragraph', text: report.figures.funnel.eventsAccepted === '0' ? finding.noneWatched : finding.none }];
  return [heading, ...rules(setting), weekChart(setting), ...tactics(setting)];
}

function weekChart(setting: Setting): ChartBlock {
  const { report: { weeks }, words, time } = setting;
  const { finding } = words;
  const labels = weeks.map(({ from, to }) => finding.range(time.date(from, 'short'), time.date(to, 'short')));
  const totals = weeks.map((week) => SEVERITIES.reduce((sum, severity) => sum + week[severity], 0));
  const seen = [...SEVERITIES].reverse().filter((severity) => weeks.some((week) => week[severity] > 0));
  return {
    kind: 'chart', title: finding.chartTitle, alt: finding.chartAlt(totals.reduce((sum, one) => sum + one, 0), words.listOf(labels.map((label, at) => finding.week(label, totals[at])))),
    chart: {
      kind: 'stackedBars', categoryHeading: finding.weekColumn, categories: labels,
      series: seen.map((severity) => ({ name: words.severity[severity], tone: TONE[severity], values: weeks.map((week) => week[severity]) })),
    },
  };
}

function tactics(setting: Setting): Block[] {
  const { report: { figures: { byTactic }, attackVersion }, words: { finding, tactic } } = setting;
  if (byTactic.length === 0) return [];
  const top = byTactic.reduce((most, one) => (one.findings > most.findings ? one : most));
  return [
    { kind: 'paragraph', text: finding.tacticIntro(attackVersion) },
    {
      kind: 'chart', title: finding.tacticTitle, alt: finding.tacticAlt(tactic[top.tactic].name, top.findings),
      chart: {
        kind: 'bars', categoryHeading: finding.tacticColumn, categories: byTactic.map(({ tactic: id }) => `${tactic[id].name} (${id})`),
        series: [{ name: finding.findings, tone: 'plain', values: byTactic.map(({ findings }) => findings) }],
      },
    },
    { kind: 'heading', level: 2, text: finding.meaningHeading },
    { kind: 'definitionList', items: byTactic.map(({ tactic: id }) => ({ term: tactic[id].name, text: tactic[id].meaning })) },
  ];
}

function rules(setting: Setting): Block[] {
  const { report: { topRules }, language, words: { finding } } = setting;
  const { ruleColumns } = finding;
  const known = topRules.flatMap(({ ruleId }) => ruleWords(ruleId, language) ?? []);
  return [{
    kind: 'table', caption: finding.rulesCaption,
    columns: [{ heading: ruleColumns.rule }, { heading: ruleColumns.severity }, { heading: ruleColumns.findings, align: 'end' }],
    rows: topRules.map(({ ruleId, title, level, findings }) => [
      ruleWords(ruleId, language)?.title ?? foreign(setting, title), severityCell(setting, level), grouped(setting, findings),
    ]),
  }, ...known.length === 0 ? [] : [
    { kind: 'heading' as const, level: 2 as const, text: finding.rulesMeaningHeading },
    { kind: 'definitionList' as const, items: known.map(({ title, meaning }) => ({ term: title, text: meaning })) },
  ]];
}
