import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { YogaDriver, type YogaDriverConfig } from '@graphql-yoga/nestjs';
import type { TokenVerifier } from '@yagura/auth';
import { defineService, LOG, SERVICE_CLIENT, type ServiceClient } from '@yagura/runtime';
import type { Logger } from 'pino';
import { resolvers } from './modules';
import { ASSERTION_KEY, GATEWAY_SETTINGS, TOKEN_VERIFIER, type GatewaySettings } from './ports';
import { graphqlOptions } from './request/graphql-options';
import { httpLimits } from './request/http-limits';
import { PermissionGuard } from './request/permission-guard';
import { requestSpan } from './request/request-span';
import { RestDoor } from './rest/rest-door';
import { RestModule } from './rest/rest.module';
import { RestSurface } from './rest/rest-surface';

@Module({
  imports: [
    GraphQLModule.forRootAsync<YogaDriverConfig>({
      driver: YogaDriver,
      imports: [RestModule],
      inject: [SERVICE_CLIENT, TOKEN_VERIFIER, ASSERTION_KEY, GATEWAY_SETTINGS, LOG, RestSurface],
      useFactory: (client: ServiceClient, verifier: TokenVerifier, assertionKey: Buffer, settings: GatewaySettings, log: Logger, partner: RestSurface) =>
        graphqlOptions({ client, verifier, assertionKey, settings, log, partner }),
    }),
    RestModule,
  ],
  providers: [...resolvers, { provide: APP_GUARD, useClass: PermissionGuard }],
})
export class GatewayModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(requestSpan, RestDoor, httpLimits).forRoutes('*splat');
  }
}

/** The public GraphQL API. */
export const gatewayService = defineService({ name: 'gateway', role: 'svc_gateway', module: GatewayModule, controllers: [], consumers: [], workers: [], http: true });
