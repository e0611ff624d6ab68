import type { SigmaRule } from '@yagura/sigma';
import { EVENT_SETS } from './event-set';
import type { PackSurvey } from './pack-survey';

const GROUPS: readonly (readonly [heading: string, prefix: string])[] = [
  ['Windows', 'win-'], ['Linux', 'linux-'], ['AWS CloudTrail', 'aws-'], ['Web servers', 'web-'], ['Zeek', 'zeek-'],
];

/** The page that shows people the pack: each rule, what it is about, and how often it fired on public recordings. */
export function packPage(rules: readonly SigmaRule[], survey: PackSurvey): string {
  return [
    '# The rule pack', '',
    `Yagura brings ${rules.length} Sigma rules of its own. Each has samples that must fire and near misses that must not; both pass the parsers that events of clients pass.`,
    'Rules: `services/detection/content/rules`, samples: `services/detection/content/samples`. This page is written by `node services/detection/bin/write-rule-pack.mjs` after `npx tsc -b services/detection`.', '',
    '## What the counts were taken on', '',
    'Hits are events that a rule fired on, over every event of these public sets. Most record attacks on purpose, so a hit there is wanted; "Web logs",',
    '"Beats audit" and most of "Linux logs" are ordinary work, where a hit is noise; the hits in "WRCCDC" are the attackers of that competition at work.',
    '"none" means that no set holds the behaviour, and the rule has been proven on its samples only.', '',
    '| Set | Events | What it is |', '| --- | ---: | --- |',
    ...EVENT_SETS.map(({ name, about }) => `| ${name} | ${(survey.events.get(name) ?? 0).toLocaleString('en')} | ${about} |`), '',
    'Two things to know of the numbers. A Windows process often counts twice, because Sysmon and the Security log both tell of it. The people who made OTRF Windows emptied',
    'the event logs before each exercise, which the rule on emptied logs rightly tells.', '',
    ...GROUPS.flatMap(([heading, prefix]) => group(heading, rules.filter(({ file }) => file.startsWith(prefix)), survey)),
  ].join('\n');
}

function group(heading: string, rules: readonly SigmaRule[], survey: PackSurvey): string[] {
  return [`## ${heading} (${rules.length})`, '', '| Rule | Title | Log source | Level | ATT&CK | Hits |', '| --- | --- | --- | --- | --- | --- |', ...rules.map((rule) => rowOf(rule, survey)), ''];
}

/** One row of the table, without the hits when there is no survey. */
export function rowOf({ file, title, logsource, level, attack }: SigmaRule, survey?: PackSurvey): string {
  const source = [logsource.product, logsource.category ?? logsource.service].filter((part) => part !== undefined).join('/');
  const counts = [...survey?.hits.get(file) ?? []].map(([set, count]) => `${set} ${count}`).join(', ');
  const cells = [file.replace(/\.yml$/, ''), title, source, level ?? '', attack.techniques.join(' ')];
  return `| ${cells.join(' | ')} |${survey === undefined ? '' : ` ${counts === '' ? 'none' : counts} |`}`;
}
