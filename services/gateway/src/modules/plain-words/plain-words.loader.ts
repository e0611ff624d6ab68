import DataLoader from 'dataloader';
import { reportingApi, type Language, type PlainText } from '@yagura/contracts';
import type { GatewayContext } from '../../request/gateway-context';

/** As many as one call of the service takes. */
const AT_ONCE = 200;

/** Plain words of rules and cases, for all rows of a request together. */
export const wordsOfRule = (gateway: GatewayContext, ruleId: string, language: Language): Promise<PlainText | null> =>
  gateway.loader(`words-of-rules-${language}`, () => new DataLoader<string, PlainText | null>(async (ruleIds) => {
    const { rules } = await gateway.call(reportingApi.plainWords, { language, ruleIds: [...ruleIds], caseTitles: [] });
    const byRule = new Map(rules.map((words) => [words.ruleId, words]));
    return ruleIds.map((id) => byRule.get(id) ?? null);
  }, { maxBatchSize: AT_ONCE })).load(ruleId);

export const wordsOfCase = (gateway: GatewayContext, caseTitle: string, language: Language): Promise<PlainText | null> =>
  gateway.loader(`words-of-cases-${language}`, () => new DataLoader<string, PlainText | null>(async (caseTitles) => {
    const { cases } = await gateway.call(reportingApi.plainWords, { language, ruleIds: [], caseTitles: [...caseTitles] });
    const byTitle = new Map(cases.map((words) => [words.caseTitle, words]));
    return caseTitles.map((title) => byTitle.get(title) ?? null);
  }, { maxBatchSize: AT_ONCE })).load(caseTitle);
