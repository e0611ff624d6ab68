import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import type { Language, PlainText } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { valueOf } from '../page/enum-name';
import { wordsOfCase, wordsOfRule } from './plain-words.loader';

type Asked = Uppercase<Language>;

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
}
