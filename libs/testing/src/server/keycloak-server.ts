/// <reference types="jest" />
import { readFileSync } from 'node:fs';
import { lackOf, NativeServer } from './native-server';
import { sharedServer } from './shared-servers';

/** A real Keycloak with both of our realms on loopback, without people at its start and gone with its process. */
export interface KeycloakServer {
  readonly url: string;
  readonly secrets: KeycloakSecrets;
  /** Ends it as kill -9 does; its database stays. */
  kill(): Promise<void>;
  /** Brings a killed one back; resolves when it is ready. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface KeycloakSecrets {
  readonly commandLine: string;
  readonly customers: string;
  readonly staff: string;
  readonly programs: string;
  /** Of `bootstrap`, the first administrator of the whole server. */
  readonly bootstrap: string;
}

/** Where the two browser applications are said to be served. */
export interface KeycloakAddresses {
  readonly consoleUrl: string;
  readonly portalUrl: string;
}

/** `describe` where Keycloak can be started, else a skipped suite whose name says what is missing. */
export function describeWithKeycloak(title: string, body: () => void): void {
  const missing = lackOf('keycloak');
  if (missing === undefined) describe(title, body);
  else describe.skip(`${title} (skipped: ${missing})`, body);
}

export async function startKeycloak({ consoleUrl, portalUrl }: KeycloakAddresses): Promise<KeycloakServer> {
  const server = new NativeServer('keycloak', ['--console-url', consoleUrl, '--portal-url', portalUrl]);
  const { url, secretsFile } = await server.start();
  return {
    url: String(url), secrets: secretsIn(String(secretsFile)),
    kill: () => server.order('kill'), start: () => server.order('start'), stop: () => server.stop(),
  };
}

/**
 * The Keycloak of this run, started when the first asks, whose browser applications are at the addresses that its script takes by default. It is
 * too slow to start for a test to kill one of its own: spec files run one after the other, and who kills it starts it again. People and companies
 * of others are in it, and stopping it is left to the run.
 */
export async function sharedKeycloak(): Promise<KeycloakServer> {
  const { url, secretsFile } = await sharedServer('keycloak');
  const order = async (text: 'kill' | 'start'): Promise<void> => { await sharedServer('keycloak', text); };
  return { url: String(url), secrets: secretsIn(String(secretsFile)), kill: () => order('kill'), start: () => order('start'), stop: () => Promise.resolve() };
}

function secretsIn(file: string): KeycloakSecrets {
  const { secrets } = JSON.parse(readFileSync(file, 'utf8')) as { secrets: Readonly<Record<string, string>> };
  return {
    commandLine: secrets.YAGURA_CLI_SECRET, customers: secrets.YAGURA_CUSTOMERS_SECRET, staff: secrets.YAGURA_STAFF_SECRET,
    programs: secrets.YAGURA_PROGRAMS_SECRET, bootstrap: secrets.KC_BOOTSTRAP_ADMIN_PASSWORD,
  };
}
