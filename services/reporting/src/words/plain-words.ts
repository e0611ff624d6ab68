import type { Language, PlainWords } from '@yagura/contracts';
import { caseWords, ruleWords } from './rule-words';

interface Asked { readonly language: Language; readonly ruleIds: readonly string[]; readonly caseTitles: readonly string[] }

/** The words for those of the asked rules and cases that there are words for, each once. */
export const plainWords = ({ language, ruleIds, caseTitles }: Asked): PlainWords => ({
  rules: [...new Set(ruleIds)].flatMap((ruleId) => {
    const words = ruleWords(ruleId, language);
    return words === undefined ? [] : [{ ruleId, ...words }];
  }),
  cases: [...new Set(caseTitles)].flatMap((caseTitle) => {
    const words = caseWords(caseTitle, language);
    return words === undefined ? [] : [{ caseTitle, ...words }];
  }),
});
