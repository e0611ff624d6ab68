import { z } from 'zod';
import { ALL_IN_ONE_SETTINGS } from './all-in-one';
import { port, setting, type ConfigOf, type Setting } from './define-config';

/** Everything that can run in a process of its own, with the internal port that it takes unless told otherwise. */
export const PROCESS_PORTS = {
  database: 4300, lake: 4301, relay: 4302, identity: 4303, tenants: 4310, ingestion: 4311, detection: 4312, cases: 4313, sla: 4314, reporting: 4315, billing: 4316,
  integrations: 4317, gateway: 4318, portal: 4319,
} as const;
export type ProcessName = keyof typeof PROCESS_PORTS;
export const PROCESS_NAMES = Object.keys(PROCESS_PORTS) as readonly ProcessName[];

/** Services that the gateway calls. */
export const CALLED_SERVICES = ['tenants', 'ingestion', 'detection', 'cases', 'sla', 'reporting', 'billing', 'integrations'] as const;
export type CalledService = (typeof CALLED_SERVICES)[number];

/** Addresses with commas between them, each without a path: replicas of one service. */
const addresses = (usual: string): z.ZodType<readonly string[], unknown> => z.string().default(usual)
  .transform((text) => text.split(',').map((each) => each.trim()).filter((each) => each !== ''))
  .pipe(z.array(z.url({ protocol: /^https?$/ })).min(1));

type AddressSettings = Readonly<Record<CalledService, Setting<z.ZodType<readonly string[], unknown>>>>;

/** Where the gateway finds each service, such as `YAGURA_CASES_URL`; several addresses are asked in turn. */
export const SERVICE_ADDRESSES = Object.fromEntries(CALLED_SERVICES.map((name) => [
  name, setting(`YAGURA_${name.toUpperCase()}_URL`, `${name}-url`, `internal address of ${name}, or several with commas`, addresses(`http://127.0.0.1:${PROCESS_PORTS[name]}`)),
])) as AddressSettings;

/** Settings of one process beside those that it shares with the all-in-one. */
const OWN_SETTINGS = {
  processHost: setting('YAGURA_PROCESS_HOST', 'process-host', 'address of the internal port: calls, health, metrics', z.string().default('127.0.0.1')),
  processPort: setting('YAGURA_PROCESS_PORT', 'process-port', 'internal port; empty: that of what is served', z.coerce.number().int().min(0).max(65_535).optional()),
  readerSilenceSec: setting('YAGURA_READER_SILENCE_SEC', 'reader-silence-sec', 'seconds without any sign of a reader after which its process ends with 1, to be started again', z.coerce.number().int().min(1).max(86_400).default(300)),
  databaseUrl: setting('YAGURA_DATABASE_URL', 'database-url', 'PostgreSQL with the name of the database and without a user', z.url({ protocol: /^postgres(ql)?$/ }).default('postgres://127.0.0.1:4432/yagura')),
  databaseOwnerUrl: setting('YAGURA_DATABASE_OWNER_URL', 'database-owner-url', 'PostgreSQL as its superuser, for "prepare" alone; empty: the installation’s own', z.url({ protocol: /^postgres(ql)?$/ }).optional()),
  lakeUrl: setting('CLICKHOUSE_URL', 'lake-url', 'telemetry lake: the front or a ClickHouse server', z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4123')),
  lakeUser: setting('CLICKHOUSE_USER', 'lake-user', 'user of a ClickHouse server', z.string().default('yagura')),
  lakePassword: setting('CLICKHOUSE_PASSWORD', 'lake-password', 'password of a ClickHouse server; empty: the key of the front', z.string().optional()),
  lakeDatabase: setting('CLICKHOUSE_DATABASE', 'lake-database', 'database of a ClickHouse server', z.string().default('lake')),
  identityUrl: setting('YAGURA_IDENTITY_URL', 'identity-url', 'address of the identity provider as browsers see it; tokens name it', z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4080')),
  graphqlUrl: setting('YAGURA_GRAPHQL_URL', 'graphql-url', 'address at which the portal reaches the gateway', z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4000/graphql')),
  consoleUrl: setting('YAGURA_CONSOLE_URL', 'console-url', 'address of the console as browsers see it', z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4100')),
  portalUrl: setting('YAGURA_PORTAL_URL', 'portal-url', 'address of the client companies’ portal as browsers see it', z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4200')),
} as const;

const list = z.string().default('').transform((text) => text.split(',').map((each) => each.trim()).filter((each) => each !== ''));

/** Servers that take the place of what the all-in-one brings along; empty: the database, the folder, the outbox, the embedded provider. */
const SERVER_SETTINGS = {
  kafkaBrokers: setting('YAGURA_KAFKA_BROKERS', 'kafka-brokers', 'brokers of both lanes as host:port with commas; empty: the lanes lie in PostgreSQL', list),
  s3Endpoint: setting('YAGURA_S3_ENDPOINT', 's3-endpoint', 'object store of files; empty: a folder', z.url().optional()),
  s3Bucket: setting('YAGURA_S3_BUCKET', 's3-bucket', 'bucket with object lock', z.string().optional()),
  s3Region: setting('YAGURA_S3_REGION', 's3-region', 'region of the bucket', z.string().default('us-east-1')),
  s3AccessKey: setting('YAGURA_S3_ACCESS_KEY', 's3-access-key', 'key of the bucket', z.string().optional()),
  s3SecretKey: setting('YAGURA_S3_SECRET_KEY', 's3-secret-key', 'secret of that key; better as a variable', z.string().optional()),
  s3Plain: setting('YAGURA_S3_PLAIN', 's3-plain', 'true: the network to the store is private and needs no TLS', z.stringbool().default(false)),
  smtpHost: setting('YAGURA_SMTP_HOST', 'smtp-host', 'submission server of mails; empty: an outbox folder', z.string().optional()),
  smtpPort: setting('YAGURA_SMTP_PORT', 'smtp-port', 'its port', z.coerce.number().int().min(1).max(65_535).default(587)),
  smtpTls: setting('YAGURA_SMTP_TLS', 'smtp-tls', 'starttls, implicit, or none on this machine alone', z.enum(['starttls', 'implicit', 'none']).default('starttls')),
  smtpUser: setting('YAGURA_SMTP_USER', 'smtp-user', 'who signs in there; empty: nobody', z.string().optional()),
  smtpPassword: setting('YAGURA_SMTP_PASSWORD', 'smtp-password', 'with which password; better as a variable', z.string().optional()),
  mailFrom: setting('YAGURA_MAIL_FROM', 'mail-from', 'address that mails come from', z.email().default('no-reply@yagura.invalid')),
  keycloakUrl: setting('YAGURA_KEYCLOAK_URL', 'keycloak-url', 'where processes reach Keycloak; empty: the embedded provider', z.url({ protocol: /^https?$/ }).optional()),
  keycloakCustomersSecret: setting('YAGURA_KEYCLOAK_CUSTOMERS_SECRET', 'keycloak-customers-secret', 'secret of yagura-onboarding in the realm yagura; better as a variable', z.string().min(32).optional()),
  keycloakStaffSecret: setting('YAGURA_KEYCLOAK_STAFF_SECRET', 'keycloak-staff-secret', 'secret of yagura-onboarding in the realm yagura-staff; better as a variable', z.string().min(32).optional()),
  keycloakProgramsSecret: setting('YAGURA_KEYCLOAK_PROGRAMS_SECRET', 'keycloak-programs-secret', 'secret of yagura-programs; better as a variable', z.string().min(32).optional()),
} as const;

const { otlpUrl, dataDir, host, gatewayPort, hecPort, consolePort, portalPort, doorUrl, postgresPort, lakePort, logLevel, anyDocument, workers, backlogBytes, replayHours, eventDays, egressAllow } = ALL_IN_ONE_SETTINGS;

/** Settings of one process; each is a flag and a variable. A process reads all of them and uses its own. */
export const PROCESS_SETTINGS = {
  dataDir, host, gatewayPort, hecPort, consolePort, portalPort, doorUrl, postgresPort, lakePort, logLevel, anyDocument, workers, backlogBytes, replayHours, eventDays, egressAllow, otlpUrl,
  identityPort: setting('YAGURA_IDENTITY_PORT', 'identity-port', 'port of sign-in pages and tokens', port(4080)),
  ...OWN_SETTINGS,
  ...SERVER_SETTINGS,
  ...SERVICE_ADDRESSES,
} as const;

export type ProcessConfig = ConfigOf<typeof PROCESS_SETTINGS>;
