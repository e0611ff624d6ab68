import { Module } from '@nestjs/common';
import { SourceModule } from '../source/source.module';
import { TenantModule } from '../tenant/tenant.module';
import { UserModule } from '../user/user.module';
import { SuspensionService } from './suspension.service';

@Module({ imports: [SourceModule, TenantModule, UserModule], providers: [SuspensionService], exports: [SuspensionService] })
export class SuspensionModule {}
