import { Module } from '@nestjs/common';
import { RestDoor } from './rest-door';
import { RestSurface } from './rest-surface';

/** The partner REST surface. The GraphQL module takes its plugin and its documents, the gateway its door. */
@Module({ providers: [RestSurface, RestDoor], exports: [RestSurface, RestDoor] })
export class RestModule {}
