import { Module } from '@nestjs/common';
import { Bell } from './bell';
import { StepService } from './step.service';

@Module({ providers: [Bell, StepService], exports: [Bell, StepService] })
export class StepModule {}
