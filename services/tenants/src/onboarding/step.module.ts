import { Bell } from '@yagura/runtime';
import { Module } from '@nestjs/common';
import { StepService } from './step.service';

@Module({ providers: [Bell, StepService], exports: [Bell, StepService] })
export class StepModule {}
