import { Injectable } from '@nestjs/common';
import { Allow } from '@yagura/auth';
import type { FiguresView, OperationParsed, Page, PlainWords, ReportFile, ReportView, reportingApi } from '@yagura/contracts';
import type { TenantContext } from '@yagura/kernel';
import type { Implements } from '@yagura/runtime';
import { FigureService } from '../figure/figure.service';
import { plainWords } from '../words/plain-words';
import { WORDS } from '../words/words';
import { adviceFor } from './advice';
import { toReportFile, toReportView } from './report.mapping';
import { ReportService } from './report.service';

type In<Name extends keyof typeof reportingApi> = OperationParsed<(typeof reportingApi)[Name]>;

@Injectable()
export class ReportController implements Implements<typeof reportingApi> {
  constructor(private readonly service: ReportService, private readonly live: FigureService) {}

  @Allow('report:write')
  async generateReport(ctx: TenantContext, input: In<'generateReport'>): Promise<ReportView> {
    return toReportView(await this.service.generate(ctx, input));
  }

  @Allow('report:read')
  async reports(ctx: TenantContext, input: In<'reports'>): Promise<Page<ReportView>> {
    const { items, nextCursor } = await this.service.list(ctx, input);
    return { items: items.map(toReportView), nextCursor };
  }

  @Allow('report:read')
  async report(ctx: TenantContext, input: In<'report'>): Promise<ReportView> {
    return toReportView(await this.service.open(ctx, input));
  }

  @Allow('report:read')
  async reportFile(ctx: TenantContext, input: In<'reportFile'>): Promise<ReportFile> {
    return toReportFile(await this.service.file(ctx, input));
  }

  @Allow('report:read')
  figures(ctx: TenantContext, input: In<'figures'>): Promise<FiguresView> {
    return this.live.figures(ctx, input);
  }

  @Allow('finding:read')
  advice(_ctx: TenantContext, { language, tactics, hosts }: In<'advice'>): Promise<{ readonly text: string }> {
    return Promise.resolve({ text: WORDS[language].advice[adviceFor(tactics)](hosts) });
  }

  @Allow('finding:read')
  plainWords(_ctx: TenantContext, input: In<'plainWords'>): Promise<PlainWords> {
    return Promise.resolve(plainWords(input));
  }
}
