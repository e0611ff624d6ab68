import { Module } from '@nestjs/common';
import { casesApi, caseUpdatesApi, findingsApi } from '@yagura/contracts';
import { defineService } from '@yagura/runtime';
import { AnnouncerService } from './case/announcer.service';
import { CaseController } from './case/case.controller';
import { CaseService } from './case/case.service';
import { OpeningService } from './case/opening.service';
import { QueueService } from './case/queue.service';
import { CommentService } from './comment/comment.service';
import { FindingController } from './finding/finding.controller';
import { FindingService } from './finding/finding.service';
import { GroupingConsumer } from './grouping/grouping.consumer';
import { GroupingService } from './grouping/grouping.service';
import { HomeService } from './home/home.service';
import { LookService } from './look/look.service';
import { TenantConsumer } from './tenant/tenant.consumer';
import { TenantService } from './tenant/tenant.service';
import { TimelineService } from './timeline/timeline.service';
import { UpdateController } from './case/update.controller';
import { UpdateService } from './case/update.service';

@Module({
  providers: [
    TenantService, TenantConsumer, GroupingService, GroupingConsumer, HomeService, LookService, FindingService, FindingController, TimelineService,
    CommentService, AnnouncerService, CaseService, OpeningService, QueueService, CaseController, UpdateService, UpdateController,
  ],
})
export class CasesModule {}

/** Findings, cases, comments, verdicts. */
export const casesService = defineService({
  name: 'cases', role: 'svc_cases', module: CasesModule,
  controllers: [[casesApi, CaseController], [findingsApi, FindingController], [caseUpdatesApi, UpdateController]],
  consumers: [TenantConsumer, GroupingConsumer], workers: [],
});
