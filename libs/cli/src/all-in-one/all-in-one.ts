import { GATEWAY_AUDIENCE, IdentityNews, portalClients, startIdentity, TokenVerifier, trustedIssuers, type RunningIdentity } from '@yagura/auth';
import { installationKeys, type AllInOneConfig } from '@yagura/config';
import { systemClock, Unavailable } from '@yagura/kernel';
import { PostgresDomainEvents, PostgresTelemetryLogReader, PostgresTelemetryLogWriter } from '@yagura/messaging';
import { AllowedPlaces, EgressClient, FolderFileStore, OutboxFolderMailer } from '@yagura/outside';
import { createLog, ServiceEdge, startService, startTraceExport, type Logger, type RunningService } from '@yagura/runtime';
import type { SeededProvider } from '@yagura/tenants';
import { openDataFolder, type DataFolder } from './data-folder';
import { demandFreePorts } from './free-ports';
import type { Documents } from '../service/platform';
import { checkAndSeed, seed } from '../service/seed';
import { loadServices, planOf, SERVICE_NAMES, type ServiceName } from '../service/service-plans';
import { Undo } from '../service/undo';
import type { Installation } from './installation';
import { portalDocuments, portalUrls, portOf, startPortal, type RunningPortal } from './portal';
import { identityPort } from './remembered-port';
import { startStores } from './stores';

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

/** Starts the whole of Yagura in this process, with the database and the lake as its children. */
export async function startAllInOne(config: AllInOneConfig, options: StartOptions = {}): Promise<RunningAllInOne> {
  const log = options.log ?? createLog(config.logLevel);
  const undo = new Undo();
  if (config.otlpUrl !== undefined) await startExport(config.otlpUrl, undo);
  const folder = openDataFolder(config.dataDir);
  undo.add(() => folder.release());
  try {
    const installation = await startPlatform(config, folder, log, options, undo);
    const tenants = installation.stores.tenantDb('svc_tenants', 1);
    undo.add(() => tenants.close());
    const seeded = await seed(tenants, installation.identity);
    await checkAndSeed(installation.stores, seeded);
    const running = new Map<ServiceName, RunningService>();
    const ports = new Map<ServiceName, number | undefined>();
    for (const name of SERVICE_NAMES) {
      const { definition, platform, portOf: portIn, close } = await planOf(name, installation);
      if (close !== undefined) undo.add(close);
      if (options.without?.includes(name) === true) continue;
      const service = await timed(options, name, () => startService(definition, platform));
      running.set(name, service);
      ports.set(name, portIn(service));
      undo.add(() => service.stop());
    }
    const graphqlUrl = `http://${config.host}:${ports.get('gateway') ?? config.gatewayPort}/graphql`;
    const portal: RunningPortal = await timed(options, 'portal', () => startPortal({
      host: config.host, consolePort: portOf(installation.portal.consoleUrl), portalPort: portOf(installation.portal.portalUrl), portal: installation.portal,
      identityUrl: installation.identity.url, log,
    }, graphqlUrl));
    undo.add(() => portal.stop());
    return {
      ...installation, seeded, graphqlUrl, ...installation.portal,
      hecUrl: `http://${config.host}:${ports.get('ingestion') ?? config.hecPort}`,
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
  const tracing = await startTraceExport(collector, 'all-in-one');
  // A collector that is away must not fail the stop.
  undo.add(() => tracing.stop().catch(() => undefined));
}

async function startPlatform(config: AllInOneConfig, folder: DataFolder, log: Logger, options: StartOptions, undo: Undo): Promise<Installation> {
  const keys = installationKeys(folder.path);
  const places = new AllowedPlaces(config.egressAllow);
  if (places.all.length > 0) log.warn({ places: places.all }, 'webhooks may also reach places that the operator listed');
  await demandFreePorts(config, folder);
  // The stores take a while to start; the code of the services is read meanwhile. What cannot be read is told when it is used.
  const [stores] = await timed(options, 'database and lake', () => Promise.all([startStores(config, folder, keys, log), loadServices().catch(() => undefined)]));
  undo.add(() => stores.stop());
  const relay = stores.systemDb('lane_relay', 4);
  const events = new PostgresDomainEvents(relay, {
    days: config.eventDays, isRelayed: false, onFailure: (error) => { log.warn({ err: error }, 'read events could not be removed from the outbox; trying again in an hour'); },
  });
  await events.start();
  undo.add(async () => { await events.stop(); await relay.close(); });
  const portal = await portalUrls(config);
  const news = new IdentityNews();
  const identity = await timed(options, 'identity provider', () => startProvider({ config, folder, stores, log, portal, news }, undo));
  const logReader = stores.systemDb('lane_log_reader', 6);
  const door = stores.tenantDb('svc_ingestion', 2);
  undo.add(() => Promise.all([logReader.close(), door.close()]));
  const verifier = new TokenVerifier({ audience: GATEWAY_AUDIENCE, issuers: trustedIssuers(identity.url), partnerKeys: true });
  const edge = new ServiceEdge(verifier, keys.of('assertion'), log);
  return {
    config, folder, keys, log, stores, events, identity, news, verifier, edge, client: edge, telemetryLog: { reader: () => new PostgresTelemetryLogReader(logReader), writer: () => new PostgresTelemetryLogWriter(door) },
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

async function timed<T>({ onReady }: StartOptions, part: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const value = await work();
  onReady?.(part, Math.round(performance.now() - began));
  return value;
}
