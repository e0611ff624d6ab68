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
