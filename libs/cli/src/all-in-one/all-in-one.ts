import { issuerOf, keysUrlOf, GATEWAY_AUDIENCE, REALMS, startIdentity, TokenVerifier, type RunningIdentity } from '@yagura/auth';
import { installationKeys, type AllInOneConfig, type InstallationKeys } from '@yagura/config';
import { systemClock, Unavailable } from '@yagura/kernel';
import { PostgresDomainEvents } from '@yagura/messaging';
import { FolderFileStore, OutboxFolderMailer } from '@yagura/outside';
import { createLog, ServiceEdge, startService, type Logger, type RunningService } from '@yagura/runtime';
import { openDataFolder, type DataFolder } from './data-folder';
import { servicesOf, type ServiceName } from './services';
import { startStores, type Stores } from './stores';

export interface StartOptions {
  /** Hears of each part when it is ready, with the milliseconds it took. */
  readonly onReady?: (part: string, ms: number) => void;
  /** Services to leave out, to see what breaks. */
  readonly without?: readonly ServiceName[];
}

/** Everything that the parts of one installation share while it runs. */
export interface Installation {
  readonly config: AllInOneConfig;
  readonly folder: DataFolder;
  readonly keys: InstallationKeys;
  readonly log: Logger;
  readonly stores: Stores;
  readonly events: PostgresDomainEvents;
  readonly identity: RunningIdentity;
  readonly verifier: TokenVerifier;
  readonly edge: ServiceEdge;
  readonly files: FolderFileStore;
  readonly mailer: OutboxFolderMailer;
}

export interface RunningAllInOne extends Installation {
  readonly graphqlUrl: string;
  readonly hecUrl: string;
  service(name: ServiceName): RunningService;
  /** Stops in the opposite order of the start; what was acknowledged is on the disk. */
  stop(): Promise<void>;
}

/** Starts the whole of Yagura in this process, with the database and the lake as its children. */
export async function startAllInOne(config: AllInOneConfig, options: StartOptions = {}): Promise<RunningAllInOne> {
  const log = createLog(config.logLevel);
  const folder = openDataFolder(config.dataDir);
  const undo: (() => Promise<unknown> | void)[] = [() => folder.release()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  const timed = async <T>(part: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const value = await work();
    options.onReady?.(part, Math.round(performance.now() - began));
    return value;
  };
  try {
    const keys = installationKeys(folder.path);
    const stores = await timed('database and lake', () => startStores(config, folder, keys, log));
    undo.push(() => stores.stop());
    const relay = stores.systemDb('lane_relay', 4);
    const events = new PostgresDomainEvents(relay);
    await events.start();
    undo.push(async () => { await events.stop(); await relay.close(); });
    const identityDb = stores.systemDb('svc_identity', 4);
    undo.push(() => identityDb.close());
    const identity = await timed('identity provider', () => startIdentity({
      host: config.host, port: config.identityPort, keysDir: folder.at('identity'), onError: (error) => log.error({ err: error }, 'the identity provider failed'),
      store: { query: async (text, params) => ({ rows: await identityDb.sql(text, params) }) },
    }));
    undo.push(() => identity.stop());
    const verifier = new TokenVerifier({
      audience: GATEWAY_AUDIENCE, issuers: REALMS.map((realm) => ({ issuer: issuerOf(identity.url, realm), keysUrl: keysUrlOf(issuerOf(identity.url, realm)) })),
    });
    const edge = new ServiceEdge(verifier, keys.of('assertion'), log);
    const installation: Installation = {
      config, folder, keys, log, stores, events, identity, verifier, edge,
      files: new FolderFileStore(folder.at('files')), mailer: new OutboxFolderMailer({ dataFolder: folder.path, from: { name: 'Yagura', address: 'no-reply@yagura.invalid' }, clock: systemClock }),
    };
    const running = new Map<ServiceName, RunningService>();
    for (const { definition, platform, close } of servicesOf(installation)) {
      if (options.without?.includes(definition.name as ServiceName) === true) continue;
      if (close !== undefined) undo.push(close);
      const service = await timed(definition.name, () => startService(definition, platform));
      running.set(definition.name as ServiceName, service);
      undo.push(() => service.stop());
    }
    const service = (name: ServiceName): RunningService => {
      const found = running.get(name);
      if (found === undefined) throw new Unavailable(`The service ${name} is not running.`, { slug: 'service.not_running' });
      return found;
    };
    return {
      ...installation, service, stop,
      graphqlUrl: `http://${config.host}:${running.get('gateway')?.port ?? config.gatewayPort}/graphql`,
      hecUrl: `http://${config.host}:${config.hecPort}`,
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}
