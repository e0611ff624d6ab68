import { resolve } from 'node:path';
import { connectKeycloak, EmbeddedAdmin, GATEWAY_AUDIENCE, KeycloakOpinion, TokenVerifier, trustedIssuers, type IdentityAdmin } from '@yagura/auth';
import type { ProcessConfig } from '@yagura/config';
import type { SystemDb } from '@yagura/db';
import { InvalidInput, systemClock } from '@yagura/kernel';
import {
  kafkaAdapters, PostgresDomainReader, PostgresTelemetryLogWriter, SharedTelemetryLogReader, type DomainEvents, type KafkaConnection, type TelemetryLogReader, type TelemetryLogWriter,
} from '@yagura/messaging';
import { FolderFileStore, OutboxFolderMailer, S3FileStore, S3Settings, SmtpMailer, SmtpSettings, type FileStore, type Mailer } from '@yagura/outside';
import type { Logger } from '@yagura/runtime';
import type { StoreAccess } from '../service/platform';
import type { Undo } from '../service/undo';

/** What the choice of servers needs to know of the process that asks. */
export interface ServerChoice {
  readonly config: ProcessConfig;
  readonly name: string;
  readonly log: Logger;
  readonly stores: Pick<StoreAccess, 'tenantDb' | 'systemDb'>;
  readonly undo: Undo;
}

const kafka = ({ config, name, log }: ServerChoice): KafkaConnection | undefined => (config.kafkaBrokers.length === 0 ? undefined : { brokers: config.kafkaBrokers, clientId: name, log });

/** The domain lane as this process reads it; `lane` signs in as the relay's role. */
export async function domainEventsOf(choice: ServerChoice, lane: SystemDb): Promise<DomainEvents> {
  const connection = kafka(choice);
  if (connection === undefined) return new PostgresDomainReader(lane);
  const { KafkaDomainEvents } = await kafkaAdapters();
  return new KafkaDomainEvents(connection, { db: lane, relay: false, live: choice.name === 'gateway' });
}

/** One holds the partitions that are ours, the others read four of them. */
const LOG_CONNECTIONS = 6;

export async function telemetryReaderOf(choice: ServerChoice): Promise<TelemetryLogReader> {
  const connection = kafka(choice);
  if (connection !== undefined) return new (await kafkaAdapters()).KafkaTelemetryLogReader(connection);
  const db = choice.stores.systemDb('lane_log_reader', LOG_CONNECTIONS);
  choice.undo.add(() => db.close());
  return new SharedTelemetryLogReader(db);
}

/** Started, since a door must not open before its log is there. */
export async function telemetryWriterOf(choice: ServerChoice): Promise<TelemetryLogWriter> {
  const connection = kafka(choice);
  if (connection === undefined) {
    const db = choice.stores.tenantDb('svc_ingestion', 2);
    choice.undo.add(() => db.close());
    return new PostgresTelemetryLogWriter(db);
  }
  const writer = new (await kafkaAdapters()).KafkaTelemetryLogWriter(connection);
  await writer.start();
  choice.undo.add(() => writer.stop());
  return writer;
}

export async function fileStoreOf({ config, undo }: Pick<ServerChoice, 'config' | 'undo'>): Promise<FileStore> {
  if (config.s3Endpoint === undefined) return new FolderFileStore(resolve(config.dataDir, 'files'));
  const { s3Endpoint: endpoint, s3Bucket: bucket, s3Region: region, s3AccessKey: accessKey, s3SecretKey: secretKey, s3Plain: isPlainAllowed } = config;
  const store = await S3FileStore.open(checked('object store', S3Settings, { endpoint, bucket, region, accessKey, secretKey, isPlainAllowed }));
  undo.add(() => store.close());
  return store;
}

export function mailerOf({ config, undo }: Pick<ServerChoice, 'config' | 'undo'>, files: FileStore): Mailer {
  const from = { name: 'Yagura', address: config.mailFrom };
  if (config.smtpHost === undefined) return new OutboxFolderMailer({ dataFolder: resolve(config.dataDir), from, clock: systemClock });
  const { smtpHost: host, smtpPort, smtpTls: tls, smtpUser: user, smtpPassword: password } = config;
  const mailer = new SmtpMailer({ settings: checked('mail server', SmtpSettings, { host, port: smtpPort, tls, from, signIn: user === undefined ? undefined : { user, password } }), files, clock: systemClock });
  undo.add(() => mailer.close());
  return mailer;
}

/** Who keeps people and clients: Keycloak, or the embedded provider's tables. */
export function identityAdminOf({ config, log, stores, undo }: Omit<ServerChoice, 'name'>): IdentityAdmin {
  const { keycloakUrl: url, keycloakCustomersSecret: customers = '', keycloakStaffSecret: staff = '', keycloakProgramsSecret: programs = '' } = config;
  if (url === undefined) {
    const db = stores.systemDb('svc_identity', 2);
    undo.add(() => db.close());
    return new EmbeddedAdmin({ query: async (text, params) => ({ rows: await db.sql(text, params) }) });
  }
  if ([customers, staff, programs].includes('')) throw new InvalidInput('Keycloak needs its three secrets: --keycloak-customers-secret, --keycloak-staff-secret, --keycloak-programs-secret.', { slug: 'config.invalid' });
  const keycloak = connectKeycloak({ url, secrets: { customers, staff, programs }, onError: (error) => log.warn({ err: error }, 'overdue one-time passwords could not be ended; the next hour tries again') });
  undo.add(() => keycloak.stop());
  return keycloak.admin;
}

/** Keycloak's tokens need the second opinion too (ADR 17). */
export function verifierOf({ identityUrl, keycloakUrl }: ProcessConfig): TokenVerifier {
  const secondOpinion = keycloakUrl === undefined ? undefined : new KeycloakOpinion(GATEWAY_AUDIENCE);
  return new TokenVerifier({ audience: GATEWAY_AUDIENCE, issuers: trustedIssuers(identityUrl, keycloakUrl), partnerKeys: true, secondOpinion });
}

interface Shape<T> { safeParse(given: unknown): { success: true; data: T } | { success: false; error: { issues: readonly { message: string; path: readonly PropertyKey[] }[] } } }

function checked<T>(what: string, shape: Shape<T>, given: unknown): T {
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  throw new InvalidInput(`The settings of the ${what} cannot be used: ${read.error.issues.map(({ path, message }) => `${path.map(String).join('.')} ${message}`).join('; ')}.`, { slug: 'config.invalid' });
}
