import { Module } from '@nestjs/common';
import { StepModule } from '../onboarding/step.module';
import { TenantModule } from '../tenant/tenant.module';
import { UsageModule } from '../usage/usage.module';
import { AccountService } from './account.service';
import { GrantService } from './grant.service';
import { SignOutService } from './sign-out.service';
import { UserController } from './user.controller';
import { UserService } from './user.service';

@Module({ imports: [StepModule, TenantModule, UsageModule], providers: [GrantService, UserService, AccountService, SignOutService, UserController], exports: [GrantService, UserService, AccountService, SignOutService] })
export class UserModule {}
