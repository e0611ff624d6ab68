import { Module } from '@nestjs/common';
import { StepModule } from '../onboarding/step.module';
import { TenantModule } from '../tenant/tenant.module';
import { UsageModule } from '../usage/usage.module';
import { AccountService } from './account.service';
import { UserController } from './user.controller';
import { UserService } from './user.service';

@Module({ imports: [StepModule, TenantModule, UsageModule], providers: [UserService, AccountService, UserController], exports: [UserService, AccountService] })
export class UserModule {}
