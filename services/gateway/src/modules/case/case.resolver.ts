import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { casesApi, type CaseStatus, type HoldReason, type Severity, type Verdict, type Visibility } from '@yagura/contracts';
import { NotFound } from '@yagura/kernel';
import type { DomainEvents } from '@yagura/messaging';
import { EVENTS } from '@yagura/runtime';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toFinding } from '../finding/finding.mapping';
import { toConnection } from '../page/connection';
import { valueOf } from '../page/enum-name';
import { given } from '../page/given';
import { toClock } from '../sla/sla.mapping';
import { clocksOf } from './case-clocks.loader';
import { CaseFeed, type CaseChange } from './case-feed';
import { toCase, toComment, toEntry } from './case.mapping';

interface PageArgs { readonly first: number; readonly after?: string | null }
interface QueueArgs extends PageArgs {
  readonly tenantId?: string | null; readonly status?: Uppercase<CaseStatus> | null; readonly severity?: Uppercase<Severity> | null; readonly assignedToMe?: boolean | null;
  readonly statuses?: readonly Uppercase<CaseStatus>[] | null; readonly severityAtLeast?: Uppercase<Severity> | null; readonly unassigned?: boolean | null; readonly words?: string | null;
}
interface DecisionArgs { readonly caseId: string; readonly expectedVersion: number }
interface CommentArgs { readonly caseId: string; readonly body: string; readonly visibility?: Uppercase<Visibility> | null; readonly expectedVersion?: number | null }
interface StatusArgs extends DecisionArgs { readonly status: 'IN_PROGRESS' | 'ON_HOLD' | 'RESOLVED'; readonly holdReason?: Uppercase<HoldReason> | null }
interface VerdictArgs extends DecisionArgs { readonly verdict: Uppercase<Verdict>; readonly reason: string }
interface SeverityArgs extends DecisionArgs { readonly severity: Uppercase<Severity>; readonly reason: string }
interface Opened { readonly id: string }

const pageOf = ({ first, after }: PageArgs) => ({ first, ...given({ after: after ?? null }) });
const filterOf = ({ status, severity, statuses, severityAtLeast, ...same }: Omit<QueueArgs, keyof PageArgs>) => ({
  ...same, status: valueOrNull(status), severity: valueOrNull(severity), statuses: statuses?.map(valueOf) ?? null, severityAtLeast: valueOrNull(severityAtLeast),
});
const valueOrNull = <Name extends string>(name: Name | null | undefined): Lowercase<Name> | null => (name == null ? null : valueOf(name));

@Resolver('CaseDetail')
export class CaseResolver {
  constructor(@Inject(EVENTS) private readonly events: DomainEvents) {}

  @Allow('case:read')
  @Query('cases')
  async cases(@Gateway() gateway: GatewayContext, @Args() { first, after, ...asked }: QueueArgs): Promise<unknown> {
    const filter = filterOf(asked);
    return { ...toConnection(await gateway.call(casesApi.queue, { ...pageOf({ first, after }), ...filter }), toCase), filter };
  }

  @Allow('case:read')
  @Query('case')
  async case(@Gateway() gateway: GatewayContext, @Args('id') id: string): Promise<unknown> {
    return toCase(await gateway.call(casesApi.caseById, { caseId: id }));
  }

  @Allow('case:read')
  @Query('caseByNumber')
  async caseByNumber(@Gateway() gateway: GatewayContext, @Args() { tenantSlug, number }: { readonly tenantSlug: string; readonly number: number }): Promise<unknown> {
    return toCase(await gateway.call(casesApi.caseByNumber, { tenantSlug, number }));
  }

  @Allow('case:read')
  @ResolveField('findings')
  async findings(@Gateway() gateway: GatewayContext, @Parent() { id }: Opened, @Args() page: PageArgs): Promise<unknown> {
    return toConnection(await gateway.call(casesApi.caseFindings, { caseId: id, ...pageOf(page) }), toFinding);
  }

  @Allow('case:read')
  @ResolveField('timeline')
  async timeline(@Gateway() gateway: GatewayContext, @Parent() { id }: Opened, @Args() page: PageArgs): Promise<unknown> {
    return toConnection(await gateway.call(casesApi.timeline, { caseId: id, ...pageOf(page) }), toEntry);
  }

  @Allow('case:read')
  @ResolveField('comments')
  async comments(@Gateway() gateway: GatewayContext, @Parent() { id }: Opened, @Args() page: PageArgs): Promise<unknown> {
    return toConnection(await gateway.call(casesApi.comments, { caseId: id, ...pageOf(page) }), toComment);
  }

  @Allow('sla:read')
  @ResolveField('clocks')
  async clocks(@Gateway() gateway: GatewayContext, @Parent() { id }: Opened): Promise<unknown> {
    return (await clocksOf(gateway, id)).map(toClock(gateway));
  }

  @Allow('case:write')
  @Mutation('takeCase')
  async takeCase(@Gateway() gateway: GatewayContext, @Args('input') input: DecisionArgs): Promise<unknown> {
    return { case: toCase(await gateway.call(casesApi.take, { ...input })) };
  }

  @Allow('case:write')
  @Mutation('releaseCase')
  async releaseCase(@Gateway() gateway: GatewayContext, @Args('input') input: DecisionArgs): Promise<unknown> {
    return { case: toCase(await gateway.call(casesApi.release, { ...input })) };
  }

  @Allow('case:write')
  @Mutation('commentCase')
  async commentCase(@Gateway() gateway: GatewayContext, @Args('input') { caseId, body, visibility, expectedVersion }: CommentArgs): Promise<unknown> {
    const optional = given({ expectedVersion: expectedVersion ?? null });
    return { case: toCase(await gateway.call(casesApi.comment, { caseId, body, visibility: valueOrNull(visibility) ?? 'internal', ...optional })) };
  }

  @Allow('case:write')
  @Mutation('changeCaseStatus')
  async changeCaseStatus(@Gateway() gateway: GatewayContext, @Args('input') { status, holdReason, ...decision }: StatusArgs): Promise<unknown> {
    return { case: toCase(await gateway.call(casesApi.changeStatus, { ...decision, status: valueOf(status), holdReason: valueOrNull(holdReason) })) };
  }

  @Allow('case:write')
  @Mutation('setCaseVerdict')
  async setCaseVerdict(@Gateway() gateway: GatewayContext, @Args('input') { verdict, ...decision }: VerdictArgs): Promise<unknown> {
    return { case: toCase(await gateway.call(casesApi.setVerdict, { ...decision, verdict: valueOf(verdict) })) };
  }

  @Allow('case:write')
  @Mutation('changeCaseSeverity')
  async changeCaseSeverity(@Gateway() gateway: GatewayContext, @Args('input') { severity, ...decision }: SeverityArgs): Promise<unknown> {
    return { case: toCase(await gateway.call(casesApi.changeSeverity, { ...decision, severity: valueOf(severity) })) };
  }

  @Allow('case:write')
  @Mutation('closeCase')
  async closeCase(@Gateway() gateway: GatewayContext, @Args('input') input: DecisionArgs): Promise<unknown> {
    return { case: toCase(await gateway.call(casesApi.close, { ...input })) };
  }

  @Allow('case:read')
  @Subscription('caseChanged')
  async caseChanged(@Gateway() gateway: GatewayContext, @Args('tenantId') tenantId?: string | null): Promise<AsyncIterable<{ readonly caseChanged: CaseChange }>> {
    const scope = (): Promise<ReadonlySet<string>> => gateway.scopeOf('case:read');
    if (tenantId != null && !(await scope()).has(tenantId)) throw new NotFound('tenant');
    return gateway.whileGranted(new CaseFeed(this.events, { audience: gateway.audience, tenantId, scope }), 'case:read', tenantId);
  }
}

/** A row of the queue: what is known without opening the case, and its clocks. */
@Resolver('Case')
export class CaseRowResolver {
  @Allow('sla:read')
  @ResolveField('clocks')
  async clocks(@Gateway() gateway: GatewayContext, @Parent() { id }: Opened): Promise<unknown> {
    return (await clocksOf(gateway, id)).map(toClock(gateway));
  }
}

/** A page of the queue; its whole length is counted only for those who ask. */
@Resolver('CaseConnection')
export class CaseConnectionResolver {
  @Allow('case:read')
  @ResolveField('total')
  total(@Gateway() gateway: GatewayContext, @Parent() { filter }: { readonly filter: ReturnType<typeof filterOf> }): Promise<unknown> {
    return gateway.call(casesApi.queueCount, filter);
  }
}
