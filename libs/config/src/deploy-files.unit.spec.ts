import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from './define-config';
import { CALLED_SERVICES, PROCESS_NAMES, PROCESS_PORTS, PROCESS_SETTINGS, type ProcessConfig, type ProcessName } from './process';

const DEPLOY = join(__dirname, '..', '..', '..', 'deploy');
const read = (...path: readonly string[]): string => readFileSync(join(DEPLOY, ...path), 'utf8');

/** Parts that a server of its own stands in for, by its name in Compose and by the setting that leads to it. */
const SERVERS: Readonly<Record<Extract<ProcessName, 'database' | 'lake' | 'identity'>, readonly [server: string, setting: string]>> = {
  database: ['postgres', 'YAGURA_DATABASE_URL'], lake: ['clickhouse', 'CLICKHOUSE_URL'], identity: ['keycloak', 'YAGURA_KEYCLOAK_URL'],
};
const SERVED = PROCESS_NAMES.filter((name) => !(name in SERVERS));
const VARIABLES = new Set(Object.values(PROCESS_SETTINGS).map(({ variable }) => variable));
const DOORS: Readonly<Record<string, keyof ProcessConfig>> = { hec: 'hecPort', graphql: 'gatewayPort', console: 'consolePort', client: 'portalPort' };

const unknown = (names: Iterable<string>): string[] => [...names].filter((name) => !VARIABLES.has(name));
/** A value that a secret might have. */
const filledIn = (name: string): string => (name === 'YAGURA_MAIL_FROM' ? 'soc@example.com' : 'a'.repeat(40));

interface ComposeService {
  readonly environment?: Readonly<Record<string, string>>;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly args: { readonly SERVICE: string } };
  readonly healthcheck: { readonly test?: readonly string[] };
  readonly ports?: readonly string[];
  readonly image: string;
}

describe('deploy/compose', () => {
  const text = read('compose', 'compose.yaml');
  const { services } = parse(text, { merge: true }) as { readonly services: Readonly<Record<string, ComposeService>> };
  const example = new Map([...read('compose', 'variables.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  const wanted = [...text.matchAll(/(?<!\$)\$\{(\w+)(:[?-])?/g)].map(([, name, how]) => ({ name, how }));
  const resolved = (value: string): string => value.replace(/\$\{(\w+)[^}]*\}/g, (_, name: string) => example.get(name) || filledIn(name));
  const configOf = (name: string): ProcessConfig =>
    readConfig(PROCESS_SETTINGS, {}, Object.fromEntries(Object.entries(services[name].environment ?? {}).map(([key, value]) => [key, resolved(value)])));

  it('starts every part, or the server that stands in for it', () => {
    for (const name of SERVED) {
      expect(services[name]).toMatchObject({ build: { context: '../..', dockerfile: 'deploy/docker/Dockerfile', args: { SERVICE: name } }, healthcheck: { test: expect.arrayContaining(['/readyz']) } });
      expect(services[name].image).toContain(`yagura/${name}:`);
    }
    expect(Object.keys(services)).toEqual(expect.arrayContaining(Object.values(SERVERS).map(([server]) => server)));
  });

  it.each([...SERVED, 'prepare', 'bucket'])('gives %s settings that exist, with values that they take', (name) => {
    expect(unknown(Object.keys(services[name].environment ?? {}))).toEqual([]);
    expect(() => configOf(name)).not.toThrow();
  });

  it('tells the gateway where each service listens', () => {
    const config = configOf('gateway');

    expect(Object.fromEntries(CALLED_SERVICES.map((name) => [name, config[name]]))).toEqual(Object.fromEntries(CALLED_SERVICES.map((name) => [name, [`http://${name}:${PROCESS_PORTS[name]}`]])));
  });

  it('publishes the doors, the API, the portal and the sign-in pages, and no store', () => {
    const { hecPort, gatewayPort, consolePort, portalPort, identityPort } = readConfig(PROCESS_SETTINGS, {}, {});
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port.split(':').slice(-2).join(':')}`));

    expect(published.sort()).toEqual([
      `gateway ${gatewayPort}:${gatewayPort}`, `ingestion ${hecPort}:${hecPort}`, `keycloak ${identityPort}:8080`, `portal ${consolePort}:${consolePort}`, `portal ${portalPort}:${portalPort}`,
    ]);
  });

  it('invents no secret: whatever is one must be set, and is empty in the example', () => {
    const secrets = wanted.filter(({ name }) => /PASSWORD|SECRET|_KEY$/.test(name));

    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter(({ name, how }) => how !== ':?' || example.get(name) !== '')).toEqual([]);
    for (const [name, { environment = {} }] of Object.entries(services))
      expect([name, ...Object.entries(environment).filter(([key, value]) => /PASSWORD|SECRET|_KEY$/.test(key) && !/^\$\{\w+:\?[^}]*\}$/.test(value))]).toEqual([name]);
  });

  it('lists in its example exactly the variables that it asks for', () => {
    expect([...example.keys()].sort()).toEqual([...new Set(wanted.map(({ name }) => name))].sort());
  });

  it('sets every variable of the realms, since Keycloak would take an unset one’s name as the secret', () => {
    const placeholders = ['yagura', 'yagura-staff'].flatMap((realm) => [...read('keycloak', `${realm}-realm.json`).matchAll(/\$\{(YAGURA_\w+)\}/g)].map(([, name]) => name));

    expect(placeholders.length).toBeGreaterThan(0);
    expect(placeholders.filter((name) => services.keycloak.environment?.[name] === undefined)).toEqual([]);
  });
});

interface ChartPart {
  readonly port: number;
  readonly called?: boolean;
  readonly disruption?: boolean;
  readonly doors?: Readonly<Record<string, number>>;
  readonly secrets: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
}
interface ChartValues {
  readonly settings: Readonly<Record<string, string>>;
  readonly prepare: { readonly secrets: readonly string[] };
  readonly parts: Readonly<Record<string, ChartPart>>;
}

describe('deploy/helm', () => {
  const values = parse(read('helm', 'yagura', 'values.yaml')) as ChartValues;
  const example = parse(read('helm', 'example-values.yaml')) as Pick<ChartValues, 'settings'>;
  const templates = readdirSync(join(DEPLOY, 'helm', 'yagura', 'templates')).map((file) => read('helm', 'yagura', 'templates', file));

  it('has every part with its own port, or the address of the server that stands in for it', () => {
    expect(Object.fromEntries(Object.entries(values.parts).map(([name, { port }]) => [name, port]))).toEqual(Object.fromEntries(SERVED.map((name) => [name, PROCESS_PORTS[name]])));
    expect(Object.keys(values.settings)).toEqual(expect.arrayContaining(Object.values(SERVERS).map(([, setting]) => setting)));
  });

  it('lets the gateway call the services, and nothing else', () => {
    expect(Object.entries(values.parts).filter(([, { called }]) => called === true).map(([name]) => name).sort()).toEqual([...CALLED_SERVICES].sort());
  });

  it('opens the doors at the ports at which the parts listen', () => {
    const usual = readConfig(PROCESS_SETTINGS, {}, {});
    const doors = Object.values(values.parts).flatMap(({ doors: own = {} }) => Object.entries(own));

    expect(Object.fromEntries(doors)).toEqual(Object.fromEntries(Object.entries(DOORS).map(([door, setting]) => [door, usual[setting]])));
  });

  it.each(Object.keys(values.parts))('gives %s settings that exist, with values that they take', (name) => {
    const { settings = {}, secrets } = values.parts[name];
    const env = { ...values.settings, ...example.settings, ...settings, ...Object.fromEntries(secrets.map((variable) => [variable, filledIn(variable)])) };

    expect(unknown(Object.keys(env))).toEqual([]);
    expect(() => readConfig(PROCESS_SETTINGS, {}, env)).not.toThrow();
  });

  it('names no variable that no setting reads', () => {
    const named = templates.flatMap((template) => [...template.matchAll(/^\s*-?\s*\{?\s*(?:name:\s*)?((?:YAGURA|CLICKHOUSE)_[A-Z0-9_]+)\b/gm)].map(([, name]) => name)).filter((name) => name !== 'YAGURA_');

    expect(named.length).toBeGreaterThan(0);
    expect(unknown([...named, ...values.prepare.secrets])).toEqual([]);
  });

  it('keeps the addresses that Kubernetes would set by itself away from settings of the same name', () => {
    for (const template of templates.filter((text) => /^\s+containers:/m.test(text))) expect(template).toMatch(/enableServiceLinks: false/);
  });
});
