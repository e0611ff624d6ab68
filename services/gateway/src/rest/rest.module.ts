import { Module } from '@nestjs/common';
import { IdempotencyRepository } from './idempotency.repository';
import { IdempotencyService } from './idempotency.service';
import { RestDoor } from './rest-door';
import { RestSurface } from './rest-surface';

/** The partner REST surface. The GraphQL module takes its plugin and its documents, the gateway its door. */
@Module({ providers: [IdempotencyRepository, IdempotencyService, RestSurface, RestDoor], exports: [RestSurface, RestDoor] })
export class RestModule {}
