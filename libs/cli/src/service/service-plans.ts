import { issuerOf } from '@yagura/auth';
import type { GatewaySettings } from '@yagura/gateway';
import type { DoorSettings } from '@yagura/ingestion';
import type { PipelineSettings } from '@yagura/detection';
import type { Provided, RunningService, ServiceDefinition, ServicePlatform } from '@yagura/runtime';
import type { PublicUrls } from '@yagura/tenants';
import type { Platform } from './platform';

/** Every service, in the order in which they start in one process; the gateway, which opens the API, last. */
export const SERVICE_NAMES = ['tenants', 'ingestion', 'detection', 'cases', 'sla', 'reporting', 'billing', 'integrations', 'gateway'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export interface ServicePlan {
  readonly definition: ServiceDefinition;
  readonly platform: ServicePlatform;
  /** The port of a service that listens, once it runs. */
  readonly portOf: (service: RunningService) => number | undefined;
  readonly close?: () => Promise<unknown>;
}

/**
 * How each service is put together from what it stands on. The one description: both ways to run Yagura build services from it, and from nothing else.
 * A service's code is loaded with its plan, so that a process of one service does not hold the others.
 */
const PLANS: Readonly<Record<ServiceName, (platform: Platform) => Promise<ServicePlan>>> = {
  tenants, ingestion, detection, gateway,
  cases: async (platform) => plan(platform, (await import('@yagura/cases')).casesService, []),
  sla: async (platform) => plan(platform, (await import('@yagura/sla-service')).slaService, []),
  reporting: async (platform) => {
    const { FILE_STORE, reportingService } = await import('@yagura/reporting');
    return plan(platform, reportingService, [{ key: FILE_STORE, value: platform.files }]);
  },
  billing: async (platform) => {
    const { billingService, FILE_STORE } = await import('@yagura/billing');
    return plan(platform, billingService, [{ key: FILE_STORE, value: platform.files }]);
  },
  integrations: async (platform) => {
    const { EGRESS, INSTALLATION_KEY, integrationsService } = await import('@yagura/integrations');
    return plan(platform, integrationsService, [{ key: EGRESS, value: platform.egress }, { key: INSTALLATION_KEY, value: platform.keys.of('installation') }]);
  },
};

const CODE: readonly (() => Promise<unknown>)[] = [
  () => import('@yagura/tenants'), () => import('@yagura/ingestion'), () => import('@yagura/detection'), () => import('@yagura/cases'), () => import('@yagura/sla-service'),
  () => import('@yagura/reporting'), () => import('@yagura/billing'), () => import('@yagura/integrations'), () => import('@yagura/gateway'),
];

/** Reads the code of every service ahead of its plan, for a process that will run all of them. */
export const loadServices = (): Promise<unknown> => Promise.all(CODE.map((load) => load()));

/** One service with what it may inject. */
export const planOf = (name: ServiceName, platform: Platform): Promise<ServicePlan> => PLANS[name](platform);

async function tenants(platform: Platform): Promise<ServicePlan> {
  const { ASSERTION_KEY, AUDIT_DB, IDENTITY_ADMIN, IDENTITY_NEWS, INSTALLATION_KEY, MAILER, PUBLIC_URLS, SOURCE_PEPPER, tenantsService } = await import('@yagura/tenants');
  const { identity, news, mailer, keys, stores, portal } = platform;
  const audit = stores.systemDb('audit_sequencer');
  const urls: PublicUrls = {
    customerIssuer: issuerOf(identity.url, 'yagura'), staffIssuer: issuerOf(identity.url, 'yagura-staff'),
    customerSignIn: portal.portalUrl, staffSignIn: portal.consoleUrl,
  };
  return plan(platform, tenantsService, [
    { key: IDENTITY_ADMIN, value: identity.admin }, { key: IDENTITY_NEWS, value: news }, { key: MAILER, value: mailer }, { key: ASSERTION_KEY, value: keys.of('assertion') },
    { key: SOURCE_PEPPER, value: keys.of('source-pepper') }, { key: INSTALLATION_KEY, value: keys.of('installation') }, { key: AUDIT_DB, value: audit },
    { key: PUBLIC_URLS, value: urls },
  ], { close: () => audit.close() });
}

async function ingestion(platform: Platform): Promise<ServicePlan> {
  const { DOOR_SETTINGS, HttpDoors, ingestionService, SOURCE_PEPPER, TELEMETRY_LOG_WRITER } = await import('@yagura/ingestion');
  const { config, keys, telemetryLog } = platform;
  const settings: DoorSettings = { host: config.host, port: config.hecPort, publicUrl: config.doorUrl, backlogBytes: config.backlogBytes };
  return plan(platform, ingestionService, [
    { key: DOOR_SETTINGS, value: settings }, { key: SOURCE_PEPPER, value: keys.of('source-pepper') }, { key: TELEMETRY_LOG_WRITER, value: telemetryLog.writer() },
  ], { portOf: (service) => service.get(HttpDoors).port });
}

async function detection(platform: Platform): Promise<ServicePlan> {
  const { detectionService, LAKE_READER, LAKE_WRITER, PIPELINE_SETTINGS, TELEMETRY_LOG_READER } = await import('@yagura/detection');
  const { config, stores, telemetryLog } = platform;
  const settings: PipelineSettings = { workers: config.workers, replayHours: config.replayHours };
  return plan(platform, detectionService, [
    { key: LAKE_READER, value: stores.lakeReader }, { key: LAKE_WRITER, value: stores.lakeWriter }, { key: PIPELINE_SETTINGS, value: settings },
    { key: TELEMETRY_LOG_READER, value: telemetryLog.reader() },
  ]);
}

async function gateway(platform: Platform): Promise<ServicePlan> {
  const { ASSERTION_KEY, GATEWAY_SETTINGS, gatewayService, TOKEN_VERIFIER } = await import('@yagura/gateway');
  const { config, keys, verifier, registered } = platform;
  const settings: GatewaySettings = { anyDocument: config.anyDocument, registered };
  return plan(platform, gatewayService, [
    { key: TOKEN_VERIFIER, value: verifier }, { key: ASSERTION_KEY, value: keys.of('assertion') }, { key: GATEWAY_SETTINGS, value: settings },
  ], { listen: { host: config.host, port: config.gatewayPort } });
}

type Extra = Partial<Pick<ServicePlan, 'portOf' | 'close'>> & Pick<ServicePlatform, 'listen'>;

function plan({ stores, events, edge, client, log }: Platform, definition: ServiceDefinition, provide: readonly Provided[], { listen, portOf = ({ port }) => port, close }: Extra = {}): ServicePlan {
  return { definition, portOf, platform: { db: stores.tenantDb(definition.role), events, edge, client, log, provide, listen }, close };
}
