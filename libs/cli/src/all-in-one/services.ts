import { ASSERTION_KEY, GATEWAY_SETTINGS, gatewayService, TOKEN_VERIFIER, type GatewaySettings } from '@yagura/gateway';
import type { LoginRole } from '@yagura/db';
import type { Provided, ServiceDefinition, ServicePlatform } from '@yagura/runtime';
import type { Installation } from './all-in-one';

export const SERVICE_NAMES = ['tenants', 'ingestion', 'detection', 'cases', 'sla', 'reporting', 'billing', 'gateway'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export interface ServicePlan {
  readonly definition: ServiceDefinition;
  readonly platform: ServicePlatform;
  readonly close?: () => Promise<unknown>;
}

/** The services of the all-in-one with what each may inject, in the order in which they start; the gateway, which opens the door, last. */
export function servicesOf(installation: Installation): ServicePlan[] {
  const { keys, config, verifier } = installation;
  const gateway: GatewaySettings = { anyDocument: config.anyDocument, registered: new Map() };
  return [
    plan(installation, gatewayService, [
      { key: TOKEN_VERIFIER, value: verifier }, { key: ASSERTION_KEY, value: keys.of('assertion') }, { key: GATEWAY_SETTINGS, value: gateway },
    ], { host: config.host, port: config.gatewayPort }),
  ];
}

function plan({ stores, events, edge, log }: Installation, definition: ServiceDefinition, provide: readonly Provided[], listen?: ServicePlatform['listen']): ServicePlan {
  return { definition, platform: { db: stores.tenantDb(definition.role as LoginRole), events, edge, log, provide, listen } };
}
