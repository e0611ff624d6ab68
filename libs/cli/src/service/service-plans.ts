import { detectionService, LAKE_READER, LAKE_WRITER, PIPELINE_SETTINGS, TELEMETRY_LOG_READER, type PipelineSettings } from '@yagura/detection';
import { billingService, FILE_STORE as BILLING_FILES } from '@yagura/billing';
import { casesService } from '@yagura/cases';
import { ASSERTION_KEY, GATEWAY_SETTINGS, gatewayService, TOKEN_VERIFIER, type GatewaySettings } from '@yagura/gateway';
import { EGRESS, INSTALLATION_KEY as INTEGRATIONS_KEY, integrationsService } from '@yagura/integrations';
import { DOOR_SETTINGS, ingestionService, SOURCE_PEPPER, TELEMETRY_LOG_WRITER, type DoorSettings } from '@yagura/ingestion';
import { FILE_STORE as REPORT_FILES, reportingService } from '@yagura/reporting';
import { slaService } from '@yagura/sla-service';
import type { Provided, ServiceDefinition, ServicePlatform } from '@yagura/runtime';
import {
  ASSERTION_KEY as TENANTS_ASSERTION_KEY, AUDIT_DB, IDENTITY_ADMIN, IDENTITY_NEWS, INSTALLATION_KEY, MAILER, PUBLIC_URLS, SOURCE_PEPPER as TENANTS_PEPPER, tenantsService, type PublicUrls,
} from '@yagura/tenants';
import { issuerOf } from '@yagura/auth';
import type { Platform } from './platform';

/** Every service, in the order in which they start in one process; the gateway, which opens the API, last. */
export const SERVICE_NAMES = ['tenants', 'ingestion', 'detection', 'cases', 'sla', 'reporting', 'billing', 'integrations', 'gateway'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export interface ServicePlan {
  readonly definition: ServiceDefinition;
  readonly platform: ServicePlatform;
  readonly close?: () => Promise<unknown>;
}

/** How each service is put together from what it stands on. The one description: both ways to run Yagura build services from it, and from nothing else. */
const PLANS: Readonly<Record<ServiceName, (platform: Platform) => ServicePlan>> = {
  tenants, ingestion, detection, gateway,
  cases: (platform) => plan(platform, casesService, []),
  sla: (platform) => plan(platform, slaService, []),
  reporting: (platform) => plan(platform, reportingService, [{ key: REPORT_FILES, value: platform.files }]),
  billing: (platform) => plan(platform, billingService, [{ key: BILLING_FILES, value: platform.files }]),
  integrations: (platform) => plan(platform, integrationsService, [{ key: EGRESS, value: platform.egress }, { key: INTEGRATIONS_KEY, value: platform.keys.of('installation') }]),
};

/** One service with what it may inject. */
export const planOf = (name: ServiceName, platform: Platform): ServicePlan => PLANS[name](platform);

function tenants(platform: Platform): ServicePlan {
  const { identity, news, mailer, keys, stores, portal } = platform;
  const audit = stores.systemDb('audit_sequencer');
  const urls: PublicUrls = {
    customerIssuer: issuerOf(identity.url, 'yagura'), staffIssuer: issuerOf(identity.url, 'yagura-staff'),
    customerSignIn: portal.portalUrl, staffSignIn: portal.consoleUrl,
  };
  return plan(platform, tenantsService, [
    { key: IDENTITY_ADMIN, value: identity.admin }, { key: IDENTITY_NEWS, value: news }, { key: MAILER, value: mailer }, { key: TENANTS_ASSERTION_KEY, value: keys.of('assertion') },
    { key: TENANTS_PEPPER, value: keys.of('source-pepper') }, { key: INSTALLATION_KEY, value: keys.of('installation') }, { key: AUDIT_DB, value: audit },
    { key: PUBLIC_URLS, value: urls },
  ], { close: () => audit.close() });
}

function ingestion(platform: Platform): ServicePlan {
  const { config, keys, telemetryLog } = platform;
  const settings: DoorSettings = { host: config.host, port: config.hecPort, publicUrl: config.doorUrl, backlogBytes: config.backlogBytes };
  return plan(platform, ingestionService, [
    { key: DOOR_SETTINGS, value: settings }, { key: SOURCE_PEPPER, value: keys.of('source-pepper') }, { key: TELEMETRY_LOG_WRITER, value: telemetryLog.writer() },
  ]);
}

function detection(platform: Platform): ServicePlan {
  const { config, stores, telemetryLog } = platform;
  const settings: PipelineSettings = { workers: config.workers, replayHours: config.replayHours };
  return plan(platform, detectionService, [
    { key: LAKE_READER, value: stores.lakeReader }, { key: LAKE_WRITER, value: stores.lakeWriter }, { key: PIPELINE_SETTINGS, value: settings },
    { key: TELEMETRY_LOG_READER, value: telemetryLog.reader() },
  ]);
}

function gateway(platform: Platform): ServicePlan {
  const { config, keys, verifier, registered } = platform;
  const settings: GatewaySettings = { anyDocument: config.anyDocument, registered };
  return plan(platform, gatewayService, [
    { key: TOKEN_VERIFIER, value: verifier }, { key: ASSERTION_KEY, value: keys.of('assertion') }, { key: GATEWAY_SETTINGS, value: settings },
  ], { listen: { host: config.host, port: config.gatewayPort } });
}

interface Extra { readonly listen?: ServicePlatform['listen']; readonly close?: () => Promise<unknown> }

function plan({ stores, events, edge, client, log }: Platform, definition: ServiceDefinition, provide: readonly Provided[], { listen, close }: Extra = {}): ServicePlan {
  return { definition, platform: { db: stores.tenantDb(definition.role), events, edge, client, log, provide, listen }, close };
}
