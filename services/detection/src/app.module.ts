import { Module } from '@nestjs/common';
import { detectionApi } from '@yagura/contracts';
import { defineService } from '@yagura/runtime';
import { OutcomeService } from './pipeline/outcome.service';
import { Pipeline } from './pipeline/pipeline.worker';
import { DetectionController } from './record/record.controller';
import { RecordService } from './record/record.service';
import { RuleService } from './rule/rule.service';

@Module({ providers: [RuleService, OutcomeService, Pipeline, RecordService, DetectionController] })
export class DetectionModule {}

/** Rule content and the telemetry pipeline. */
export const detectionService = defineService({
  name: 'detection', role: 'svc_detection', module: DetectionModule, controllers: [[detectionApi, DetectionController]], consumers: [], workers: [Pipeline],
});
