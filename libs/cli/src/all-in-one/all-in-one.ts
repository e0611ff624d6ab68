import { GATEWAY_AUDIENCE, IdentityNews, issuerOf, portalClients, serviceAccountOf, startIdentity, TokenVerifier, trustedIssuers, type RunningIdentity } from '@yagura/auth';
import { installationKeys, type AllInOneConfig } from '@yagura/config';
import { systemClock, Unavailable } from '@yagura/kernel';
import { HttpDoors } from '@yagura/ingestion';
import { PostgresDomainEvents } from '@yagura/messaging';
import { AllowedPlaces, EgressClient, FolderFileStore, OutboxFolderMailer } from '@yagura/outside';
import { assertSafeToServe } from '@yagura/db';
import { seedIssuer } from '@yagura/billing';
import { createLog, ServiceEdge, startService, startTraceExport, type Logger, type RunningService } from '@yagura/runtime';
import { seedProvider, type SeededProvider } from '@yagura/tenants';
import { openDataFolder, type DataFolder } from './data-folder';
import { demandFreePorts } from './free-ports';
import type { Documents, Installation } from './installation';
import { portalDocuments, portalUrls, startPortal, type RunningPortal } from './portal';
import { identityPort } from './remembered-port';
import { servicesOf, type ServiceName } from './services';
import { startStores } from './stores';

/** The provider until an operator gives it another name and address. */
const PROVIDER_NAME = 'Yagura Security Operations';
const PROVIDER_ADDRESS = '1-1 Yagura-cho, Tokyo';

export interface StartOptions {
  /** Hears of each part when it is ready, with the milliseconds it took. */
  readonly onReady?: (part: string, ms: number) => void;
  /** Services to leave out, to see what breaks. */
  readonly without?: readonly ServiceName[];
  /** Documents that the API takes beside `anyDocument` and the portal's own. */
  readonly registered?: Documents;
  readonly log?: Logger;
}

export interface RunningAllInOne extends Installation {
  readonly graphqlUrl: string;
  readonly hecUrl: string;
  readonly consoleUrl: string;
  readonly portalUrl: string;
  readonly seeded: SeededProvider;
  service(name: ServiceName): RunningService;
  /** Stops in the opposite order of the start; what was acknowledged is on the disk. */
  stop(): Promise<void>;
}

/** What was started, with how to undo it; the newest first. */
class Undo {
  private readonly steps: (() => Promise<unknown> | void)[] = [];

  add(step: () => Promise<unknown> | void): void {
    this.steps.push(step);
  }

  async all(): Promise<void> {
    for (const step of this.steps.splice(0).reverse()) await step();
  }
}

/** Starts the whole of Yagura in this process, with the database and the lake as its children. */
export async function startAllInOne(config: AllInOneConfig, options: StartOptions = {}): Promise<RunningAllInOne> {
  const log = options.log ?? createLog(config.logLevel);
  const undo = new Undo();
  if (config.otlpUrl !== undefined) await startExport(config.otlpUrl, undo);
  const folder = openDataFolder(config.dataDir);
  undo.add(() => folder.release());
  try {
    const installation = await startPlatform(config, folder, log, options, undo);
    const seeded = await seed(installation, undo);
    await checkAndSeed(installation, seeded);
    const running = new Map<ServiceName, RunningService>();
    for (const { definition, platform, close } of servicesOf(installation)) {
      const name = definition.name as ServiceName;
      if (close !== undefined) undo.add(close);
      if (options.without?.includes(name) === true) continue;
      const service = await timed(options, name, () => startService(definition, platform));
      running.set(name, service);
      undo.add(() => service.stop());
    }
    const graphqlUrl = `http://${config.host}:${running.get('gateway')?.port ?? config.gatewayPort}/graphql`;
    const portal: RunningPortal = await timed(options, 'portal', () => startPortal(installation, graphqlUrl));
    undo.add(() => portal.stop());
    return {
      ...installation, seeded, graphqlUrl, ...installation.portal,
      hecUrl: `http://${config.host}:${running.get('ingestion')?.get(HttpDoors).port ?? config.hecPort}`,
      service: (name) => {
        const found = running.get(name);
        if (found === undefined) throw new Unavailable(`The service ${name} is not running.`, { slug: 'service.not_running' });
        return found;
      },
      stop: () => undo.all(),
    };
  } catch (error) {
    await undo.all().catch(() => undefined);
    throw error;
  }
}

async function startExport(collector: string, undo: Undo): Promise<void> {
  const tracing = await startTraceExport(collector);
  // A collector that is away must not fail the stop.
  undo.add(() => tracing.stop().catch(() => undefined));
}

async function startPlatform(config: AllInOneConfig, folder: DataFolder, log: Logger, options: StartOptions, undo: Undo): Promise<Installation> {
  const keys = installationKeys(folder.path);
  const places = new AllowedPlaces(config.egressAllow);
  if (places.all.length > 0) log.warn({ places: places.all }, 'webhooks may also reach places that the operator listed');
  await demandFreePorts(config, folder);
  const stores = await timed(options, 'database and lake', () => startStores(config, folder, keys, log));
  undo.add(() => stores.stop());
  const relay = stores.systemDb('lane_relay', 4);
  const events = new PostgresDomainEvents(relay);
  await events.start();
  undo.add(async () => { await events.stop(); await relay.close(); });
  const portal = await portalUrls(config);
  const news = new IdentityNews();
  const identity = await timed(options, 'identity provider', () => startProvider({ config, folder, stores, log, portal, news }, undo));
  const verifier = new TokenVerifier({ audience: GATEWAY_AUDIENCE, issuers: trustedIssuers(identity.url), partnerKeys: true });
  return {
    config, folder, keys, log, stores, events, identity, news, verifier, edge: new ServiceEdge(verifier, keys.of('assertion'), log),
    files: new FolderFileStore(folder.at('files')), registered: portalDocuments(options.registered), portal,
    egress: new EgressClient({ places }),
    mailer: new OutboxFolderMailer({ dataFolder: folder.path, from: { name: 'Yagura', address: 'no-reply@yagura.invalid' }, clock: systemClock }),
  };
}

type ProviderParts = Pick<Installation, 'config' | 'folder' | 'stores' | 'log' | 'portal' | 'news'>;

async function startProvider({ config, folder, stores, log, portal, news }: ProviderParts, undo: Undo): Promise<RunningIdentity> {
  const db = stores.systemDb('svc_identity', 4);
  undo.add(() => db.close());
  const identity = await startIdentity({
    host: config.host, port: await identityPort(config.identityPort, config.host, folder), keysDir: folder.at('identity'), clients: portalClients(portal), news, onError: (error) => log.error({ err: error }, 'the identity provider failed'),
    store: { query: async (text, params) => ({ rows: await db.sql(text, params) }) },
  });
  undo.add(() => identity.stop());
  return identity;
}

/** The first rows of an installation; a repeat changes nothing. Its connection stays until the stop: the first password is noted as shown later. */
async function seed({ stores, identity }: Installation, undo: Undo): Promise<SeededProvider> {
  const db = stores.tenantDb('svc_tenants', 1);
  undo.add(() => db.close());
  return seedProvider(db, identity.admin, {
    name: PROVIDER_NAME, staffIssuer: issuerOf(identity.url, 'yagura-staff'),
    programs: [{ subject: serviceAccountOf('yagura-cli'), name: 'Yagura command line' }],
    operator: { email: 'operator@yagura.invalid', displayName: 'First operator', locale: 'en' },
  });
}

/** Refuses to serve on a database that does not hold tenants apart, and puts the provider on record as the issuer of invoices. */
async function checkAndSeed({ stores }: Installation, { providerTenantId }: SeededProvider): Promise<void> {
  const billing = stores.tenantDb('svc_billing', 1);
  const relay = stores.systemDb('lane_relay', 1);
  try {
    await assertSafeToServe(billing, (text, values) => relay.sql(text, values));
    // Without a registration number no document calls itself a qualified invoice (Consumption Tax Act, article 57-4).
    await seedIssuer(billing, providerTenantId, { name: PROVIDER_NAME, registrationNumber: null, address: PROVIDER_ADDRESS });
  } finally {
    await Promise.all([billing.close(), relay.close()]);
  }
}

async function timed<T>({ onReady }: StartOptions, part: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await work();
  onReady?.(part, Math.round(performance.now() - began));
  return value;
}
