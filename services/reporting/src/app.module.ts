import { Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import { reportingApi } from '@yagura/contracts';
import { defineService } from '@yagura/runtime';
import { FactConsumer } from './fact/fact.consumer';
import { FactService } from './fact/fact.service';
import { FigureService } from './figure/figure.service';
import { RenderPool } from './report/render-pool';
import { ReportController } from './report/report.controller';
import { ReportService } from './report/report.service';

@Injectable()
class ReportThread extends RenderPool implements OnModuleDestroy {
  onModuleDestroy(): Promise<void> {
    return this.close();
  }
}

@Module({ providers: [FactService, FactConsumer, FigureService, { provide: RenderPool, useClass: ReportThread }, ReportService, ReportController] })
export class ReportingModule {}

/** Read models, figures, reports as PDF and JSON. */
export const reportingService = defineService({
  name: 'reporting', role: 'svc_reporting', module: ReportingModule, controllers: [[reportingApi, ReportController]], consumers: [FactConsumer], workers: [],
});
