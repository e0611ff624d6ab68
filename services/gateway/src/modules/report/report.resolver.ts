import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '@yagura/auth';
import { reportingApi, type ReportFormat } from '@yagura/contracts';
import { Gateway, GatewayContext } from '../../request/gateway-context';
import { toConnection } from '../page/connection';
import { valueOf } from '../page/enum-name';
import { given } from '../page/given';
import { toFigures, toReport, toReportFile } from './report.mapping';

interface ListArgs { readonly tenantId?: string | null; readonly first: number; readonly after?: string | null }
interface FileArgs { readonly id: string; readonly format: Uppercase<ReportFormat> }
interface SpanArgs { readonly tenantId: string; readonly from: string; readonly until: string }

@Resolver()
export class ReportResolver {
  @Allow('report:read')
  @Query('reports')
  async reports(@Gateway() gateway: GatewayContext, @Args() { tenantId, first, after }: ListArgs): Promise<unknown> {
    return toConnection(await gateway.call(reportingApi.reports, { tenantId, first, ...given({ after: after ?? null }) }, tenantId), toReport(gateway));
  }

  @Allow('report:read')
  @Query('report')
  async report(@Gateway() gateway: GatewayContext, @Args('id') id: string): Promise<unknown> {
    return toReport(gateway)(await gateway.call(reportingApi.report, { id }));
  }

  @Allow('report:read')
  @Query('reportFile')
  async reportFile(@Gateway() gateway: GatewayContext, @Args() { id, format }: FileArgs): Promise<unknown> {
    return toReportFile(gateway, await gateway.call(reportingApi.reportFile, { id, format: valueOf(format) }));
  }

  @Allow('report:read')
  @Query('figures')
  async figures(@Gateway() gateway: GatewayContext, @Args() { tenantId, from, until }: SpanArgs): Promise<unknown> {
    return toFigures(gateway, await gateway.call(reportingApi.figures, { tenantId, from, until }, tenantId));
  }

  @Allow('report:write')
  @Mutation('generateReport')
  async generateReport(@Gateway() gateway: GatewayContext, @Args('input') { tenantId, period }: { tenantId: string; period: string }): Promise<unknown> {
    return { report: toReport(gateway)(await gateway.call(reportingApi.generateReport, { tenantId, period }, tenantId)) };
  }
}
