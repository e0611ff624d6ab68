import type { Language } from '@yagura/contracts';
import entries from './rule-words.json';

/** How a rule is called and what its finding means, for readers who are no specialists. */
export interface RuleWords {
  readonly title: string;
  readonly meaning: string;
}

interface Entry extends Readonly<Record<Language, RuleWords>> {
  /** File name of the rule without its ending, for the people who keep the table. */
  readonly rule: string;
}

const BY_RULE: ReadonlyMap<string, Entry> = new Map(Object.entries(entries));

/** The words for a rule of Yagura's own pack; undefined for rules that others wrote, which keep the title their author gave them. */
export const ruleWords = (ruleId: string, language: Language): RuleWords | undefined => BY_RULE.get(ruleId)?.[language];

/** Longest first, so that a title which begins another one does not take its place. */
const BY_TITLE = Object.values(entries).sort((one, other) => other.en.title.length - one.en.title.length);
const AROUND: Readonly<Record<Language, readonly [string, string]>> = { en: [' (', ')'], ja: ['（', '）'] };

/**
 * The words for a case, which is named after the rule of its first finding and then, in brackets, its machine. Undefined when no rule of the
 * pack has that title.
 */
export function caseWords(caseTitle: string, language: Language): RuleWords | undefined {
  const entry = BY_TITLE.find(({ en }) => caseTitle === en.title || caseTitle.startsWith(`${en.title} (`));
  if (entry === undefined) return undefined;
  const { title, meaning } = entry[language];
  const host = /^ \((.*)\)$/su.exec(caseTitle.slice(entry.en.title.length))?.[1];
  const [open, close] = AROUND[language];
  return { title: host === undefined ? title : `${title}${open}${host}${close}`, meaning };
}
