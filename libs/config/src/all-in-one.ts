import { z } from 'zod';
import { port, setting, type ConfigOf } from './define-config';

/** Settings of the all-in-one; each is a flag and a variable. */
export const ALL_IN_ONE_SETTINGS = {
  dataDir: setting('YAGURA_DATA', 'data', 'folder of everything Yagura keeps', z.string().default('.yagura')),
  host: setting('YAGURA_HOST', 'host', 'address that the doors and the API listen on', z.string().default('127.0.0.1')),
  gatewayPort: setting('YAGURA_GATEWAY_PORT', 'gateway-port', 'GraphQL API', port(4000)),
  hecPort: setting('YAGURA_HEC_PORT', 'hec-port', 'doors for telemetry: Splunk HEC and Elasticsearch bulk', port(8088)),
  consolePort: setting('YAGURA_CONSOLE_PORT', 'console-port', 'web console of the provider', port(4100)),
  portalPort: setting('YAGURA_PORTAL_PORT', 'portal-port', 'web portal of the client companies', port(4200)),
  doorUrl: setting('YAGURA_DOOR_URL', 'door-url', 'address under which senders reach the doors, such as https://logs.example.com; empty: host and port', z.url().optional()),
  identityPort: setting('YAGURA_IDENTITY_PORT', 'identity-port', 'sign-in pages and tokens', port(4080)),
  postgresPort: setting('YAGURA_POSTGRES_PORT', 'postgres-port', 'PostgreSQL, on loopback only', port(4432)),
  lakePort: setting('YAGURA_LAKE_PORT', 'lake-port', 'telemetry lake, on loopback only', port(4123)),
  logLevel: setting('YAGURA_LOG_LEVEL', 'log-level', 'fatal, error, warn, info or debug', z.enum(['fatal', 'error', 'warn', 'info', 'debug']).default('warn')),
  anyDocument: setting('YAGURA_ANY_DOCUMENT', 'any-document', 'true: the API takes documents that no build registered', z.stringbool().default(false)),
  // Two threads leave the main thread and the stores their share on the two cores of the smallest machine that is supported.
  workers: setting('YAGURA_WORKERS', 'workers', 'detection worker threads', z.coerce.number().int().min(1).max(64).default(1)),
  // One gibibyte of waiting telemetry fills a small disk slowly enough for an operator to act.
  backlogBytes: setting('YAGURA_BACKLOG_BYTES', 'backlog-bytes', 'bytes that may wait in the telemetry log', z.coerce.number().int().min(1_000_000).default(1_073_741_824)),
  replayHours: setting('YAGURA_REPLAY_HOURS', 'replay-hours', 'hours for which raw batches stay in the telemetry log', z.coerce.number().int().min(1).max(720).default(24)),
  // As long as topics in Kafka keep theirs: whoever was away for less finds everything.
  eventDays: setting('YAGURA_EVENT_DAYS', 'event-days', 'days for which domain events that everybody has read stay in the outbox', z.coerce.number().int().min(1).max(3_650).default(30)),
  // Empty: webhooks reach public addresses alone. Whoever lists a place lets every tenant's webhooks reach it.
  egressAllow: setting('YAGURA_EGRESS_ALLOW', 'egress-allow', 'exact host:port pairs, with commas, that webhooks may reach although they are not public', z.string().default('')
    .transform((text) => text.split(',').map((place) => place.trim()).filter((place) => place !== ''))),
  otlpUrl: setting('YAGURA_OTLP_URL', 'otlp-url', 'collector of traces, such as http://127.0.0.1:4318 (OTLP over HTTP); empty: none', z.url().optional()),
} as const;

export type AllInOneConfig = ConfigOf<typeof ALL_IN_ONE_SETTINGS>;

/** The flags of all ports with a free one for each: for programs that start an installation beside others. */
export const FREE_PORTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(ALL_IN_ONE_SETTINGS).filter(({ flag }) => flag.endsWith('-port')).map(({ flag }) => [flag, '0']));
