import { Module } from '@nestjs/common';
import { slaApi } from '@yagura/contracts';
import { Bell, defineService } from '@yagura/runtime';
import { CaseConsumer } from './case/case.consumer';
import { CaseService } from './case/case.service';
import { ClockListService } from './clock/clock-list.service';
import { ClockController } from './clock/clock.controller';
import { ClockService } from './clock/clock.service';
import { ReplayService } from './clock/replay.service';
import { PolicyConsumer } from './policy/policy.consumer';
import { PolicyService } from './policy/policy.service';
import { CatchUp } from './timer/catch-up';
import { ScheduleService } from './timer/schedule.service';
import { TimerService } from './timer/timer.service';
import { TimerWorker } from './timer/timer.worker';

@Module({
  providers: [
    Bell, { provide: CatchUp, useFactory: () => new CatchUp() }, PolicyService, PolicyConsumer, ScheduleService, ClockService, CaseService, CaseConsumer, ClockListService, ReplayService,
    ClockController, TimerService, TimerWorker,
  ],
})
export class SlaModule {}

/** Promises: pinned policies, clocks, timers. */
export const slaService = defineService({
  name: 'sla', role: 'svc_sla', module: SlaModule, controllers: [[slaApi, ClockController]], consumers: [PolicyConsumer, CaseConsumer], workers: [TimerWorker],
});
