/// <reference types="jest" />
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MailSink } from '@yagura/outside/mail-sink';
import { missingForSeaweedFs, startSeaweedFs, type SeaweedFs } from '@yagura/outside/seaweedfs';
import { freePort } from '@yagura/runtime';
import type { SignInPlace } from '../isolation/api/person';
import { ProcessWorld } from '../process-world';
import { startKafka, type KafkaServer } from './kafka-server';
import { startKeycloak, type KeycloakServer } from './keycloak-server';
import { lackOf } from './native-server';

/** Each started server, so that what started is ended even when another did not. */
interface Servers { kafka?: KafkaServer; keycloak?: KeycloakServer; store?: SeaweedFs; mail?: MailSink }

/** `describe` where each of them can be started, else a skipped suite whose name says what is missing. */
export function describeWithServers(title: string, body: () => void): void {
  const missing = lackOf('kafka') ?? lackOf('keycloak') ?? missingForSeaweedFs();
  if (missing === undefined) describe(title, body);
  else describe.skip(`${title} (skipped: ${missing})`, body);
}

/**
 * An installation in which every port has its distributed adapter: lanes on Kafka, people in Keycloak, files in a bucket that locks, mails over SMTP,
 * and every service in a process of its own. The database and the lake’s front are processes too.
 */
export class ServerWorld {
  readonly processes = new ProcessWorld();
  private readonly servers: Servers = {};

  /** About a minute on two cores. `flags` are of every process. */
  async start({ detections = 2, flags = [] }: { readonly detections?: number; readonly flags?: readonly string[] } = {}): Promise<void> {
    const [consolePort, portalPort] = await Promise.all([freePort(), freePort()]);
    const [consoleUrl, portalUrl] = [consolePort, portalPort].map((port) => `http://127.0.0.1:${port}`);
    const [kafka, keycloak, store, mail] = await this.startServers({ consoleUrl, portalUrl });
    this.keepCommandLineSecret(keycloak);
    const { endpoint, bucket, region, accessKey, secretKey } = store.settings;
    await this.processes.start(detections, {
      identityUrl: keycloak.url,
      flags: [
        '--console-port', `${consolePort}`, '--console-url', consoleUrl, '--portal-port', `${portalPort}`, '--portal-url', portalUrl,
        '--kafka-brokers', kafka.brokers.join(','), '--identity-url', keycloak.url, '--keycloak-url', keycloak.url,
        '--s3-endpoint', endpoint, '--s3-bucket', bucket, '--s3-region', region, '--s3-plain', 'true', '--smtp-host', '127.0.0.1', '--smtp-port', `${mail.port}`, '--smtp-tls', 'none', ...flags,
      ],
      env: {
        YAGURA_KEYCLOAK_CUSTOMERS_SECRET: keycloak.secrets.customers, YAGURA_KEYCLOAK_STAFF_SECRET: keycloak.secrets.staff, YAGURA_KEYCLOAK_PROGRAMS_SECRET: keycloak.secrets.programs,
        YAGURA_S3_ACCESS_KEY: accessKey, YAGURA_S3_SECRET_KEY: secretKey,
      },
    });
  }

  get kafka(): KafkaServer { return running(this.servers.kafka); }
  get keycloak(): KeycloakServer { return running(this.servers.keycloak); }
  get store(): SeaweedFs { return running(this.servers.store); }
  get mail(): MailSink { return running(this.servers.mail); }

  /** Where people and programs reach it; its mails are those that the mail server took. */
  get place(): ProcessWorld['place'] & SignInPlace {
    return { ...this.processes.place, mails: () => this.mail.received.map(({ raw }) => raw) };
  }

  /** Ends what runs, servers last, and removes every folder. */
  async stop(): Promise<void> {
    await this.processes.stop();
    this.processes.remove();
    const { kafka, keycloak, store, mail } = this.servers;
    await Promise.all([kafka?.stop(), keycloak?.stop(), store?.stop(), mail?.close()]);
  }

  private startServers(addresses: Parameters<typeof startKeycloak>[0]): Promise<[KafkaServer, KeycloakServer, SeaweedFs, MailSink]> {
    const { servers } = this;
    return Promise.all([
      startKafka().then((kafka) => (servers.kafka = kafka)), startKeycloak(addresses).then((keycloak) => (servers.keycloak = keycloak)),
      startSeaweedFs().then((store) => (servers.store = store)), MailSink.open().then((mail) => (servers.mail = mail)),
    ]);
  }

  /** The command line signs in with a secret below the data folder, wherever its account is kept. */
  private keepCommandLineSecret({ secrets }: KeycloakServer): void {
    const folder = join(this.processes.dataDir, 'identity');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'yagura-cli.secret'), secrets.commandLine, { mode: 0o600 });
  }
}

function running<T>(server: T | undefined): T {
  if (server === undefined) throw new Error('the servers have not been started');
  return server;
}
