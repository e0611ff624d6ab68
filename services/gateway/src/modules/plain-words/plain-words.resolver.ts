import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { casesApi, reportingApi, type Language, type PlainText } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { valueOf } from '../page/enum-name';
import { wordsOfCase, wordsOfRule } from './plain-words.loader';

type Asked = Uppercase<Language>;
/** The advice follows from the gravest aim; a hundred findings tell it. */
const MOST_FINDINGS = 100;
/** More names than a sentence can hold help nobody. */
const MOST_HOSTS = 5;

@Resolver('Finding')
export class FindingWordsResolver {
  @Allow('finding:read')
  @ResolveField('plain')
  plain(@Gateway() gateway: GatewayContext, @Parent() { ruleId }: { readonly ruleId: string }, @Args('language') language: Asked): Promise<PlainText | null> {
    return wordsOfRule(gateway, ruleId, valueOf(language));
  }
}

@Resolver('Case')
export class CaseWordsResolver {
  @Allow('finding:read')
  @ResolveField('plain')
  plain(@Gateway() gateway: GatewayContext, @Parent() { title }: { readonly title: string }, @Args('language') language: Asked): Promise<PlainText | null> {
    return wordsOfCase(gateway, title, valueOf(language));
  }
}

@Resolver('CaseDetail')
export class CaseDetailWordsResolver {
  @Allow('finding:read')
  @ResolveField('plain')
  plain(@Gateway() gateway: GatewayContext, @Parent() { title }: { readonly title: string }, @Args('language') language: Asked): Promise<PlainText | null> {
    return wordsOfCase(gateway, title, valueOf(language));
  }

  @Allow('finding:read')
  @ResolveField('advice')
  async advice(@Gateway() gateway: GatewayContext, @Parent() { id }: { readonly id: string }, @Args('language') language: Asked): Promise<string> {
    const { items } = await gateway.call(casesApi.caseFindings, { caseId: id, first: MOST_FINDINGS });
    const tactics = [...new Set(items.flatMap(({ rule }) => rule.tactics))];
    const hosts = [...new Set(items.map(({ host }) => host).filter((host) => host !== ''))].slice(0, MOST_HOSTS);
    return (await gateway.call(reportingApi.advice, { language: valueOf(language), tactics, hosts })).text;
  }
}
