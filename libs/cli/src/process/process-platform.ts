import { resolve } from 'node:path';
import { IdentityNews, type IdentityAdmin, type TokenVerifier } from '@yagura/auth';
import { CALLED_SERVICES, presentKeys, type InstallationKeys, type ProcessConfig } from '@yagura/config';
import type { LakeReader, LakeWriter } from '@yagura/lake';
import type { TelemetryLogReader, TelemetryLogWriter } from '@yagura/messaging';
import { AllowedPlaces, EgressClient, type FileStore, type Mailer } from '@yagura/outside';
import { HttpServiceClient, ServiceEdge, WatchedDomainEvents, WatchedTelemetryLog, type Logger, type ServiceClient } from '@yagura/runtime';
import { portalDocuments } from '../all-in-one/portal';
import { registeredDocuments } from '../api/registered';
import { databaseAccess } from '../service/database-access';
import type { Documents, Platform, StoreAccess } from '../service/platform';
import type { ServiceName } from '../service/service-plans';
import type { Undo } from '../service/undo';
import { connectLake, type LakeAccess } from './lake-access';
import { domainEventsOf, fileStoreOf, identityAdminOf, mailerOf, telemetryReaderOf, telemetryWriterOf, verifierOf } from './servers';

/** Statements on the lane are short; two at once are enough beside the connection that listens. */
const LANE_CONNECTIONS = 2;

/** What has to be opened before a service can be put together. */
interface Opened { readonly files: FileStore; readonly writer?: TelemetryLogWriter; readonly reader?: TelemetryLogReader }

/** What one process stands on: the same ports as in the all-in-one, with servers behind them, each reached when it is first asked for. */
export class ProcessPlatform implements Platform {
  readonly keys: InstallationKeys;
  readonly stores: StoreAccess;
  readonly news = new IdentityNews();
  readonly verifier: TokenVerifier;
  readonly edge: ServiceEdge;
  /** The watched reader of the telemetry log, in the process that has one. */
  watchedLog?: WatchedTelemetryLog;
  private lake?: LakeAccess;
  private admin?: IdentityAdmin;
  private opened?: Opened;
  private lanes?: WatchedDomainEvents;

  private constructor(readonly config: ProcessConfig, readonly name: ServiceName, readonly log: Logger, readonly undo: Undo) {
    this.keys = presentKeys(resolve(config.dataDir));
    const lake = (): LakeAccess => this.openLake();
    this.stores = {
      ...databaseAccess(config.databaseUrl, new URL(config.databaseUrl).pathname.slice(1), this.keys),
      get lakeReader(): LakeReader { return lake().reader; },
      get lakeWriter(): LakeWriter { return lake().writer; },
    };
    this.verifier = verifierOf(config);
    undo.add(this.verifier.keepKeys());
    this.edge = new ServiceEdge(this.verifier, this.keys.of('assertion'), log);
  }

  static async open(config: ProcessConfig, name: ServiceName, log: Logger, undo: Undo): Promise<ProcessPlatform> {
    const platform = new ProcessPlatform(config, name, log, undo);
    const lane = platform.stores.systemDb('lane_relay', LANE_CONNECTIONS);
    undo.add(() => lane.close());
    platform.lanes = new WatchedDomainEvents(await domainEventsOf(platform, lane));
    const writer = name === 'ingestion' ? await telemetryWriterOf(platform) : undefined;
    const reader = name === 'detection' ? await telemetryReaderOf(platform) : undefined;
    platform.opened = { files: await fileStoreOf(platform), writer, reader };
    return platform;
  }

  readonly telemetryLog = {
    reader: (): TelemetryLogReader => {
      if (this.opened?.reader === undefined) throw new TypeError(`${this.name} does not read the telemetry log`);
      this.watchedLog = new WatchedTelemetryLog(this.opened.reader);
      return this.watchedLog;
    },
    writer: (): TelemetryLogWriter => {
      if (this.opened?.writer === undefined) throw new TypeError(`${this.name} does not write the telemetry log`);
      return this.opened.writer;
    },
  };

  get events(): WatchedDomainEvents {
    if (this.lanes === undefined) throw new TypeError('the lanes have not been opened');
    return this.lanes;
  }

  /** True when the lake answers. */
  lakeAnswers(): Promise<boolean> {
    return this.openLake().answers();
  }

  get identity(): Platform['identity'] {
    this.admin ??= identityAdminOf(this);
    return { url: this.config.identityUrl, admin: this.admin };
  }

  get client(): ServiceClient {
    if (this.name !== 'gateway') return this.edge;
    const addresses = Object.fromEntries(CALLED_SERVICES.map((service) => [service, this.config[service]]));
    const client = new HttpServiceClient({ caller: this.name, key: this.keys.of('service-calls'), addresses });
    this.undo.add(() => client.close());
    return client;
  }

  get files(): FileStore {
    if (this.opened === undefined) throw new TypeError('the files have not been opened');
    return this.opened.files;
  }

  get mailer(): Mailer {
    return mailerOf(this, this.files);
  }

  get egress(): EgressClient {
    return new EgressClient({ places: new AllowedPlaces(this.config.egressAllow) });
  }

  get portal(): Platform['portal'] {
    return { consoleUrl: this.config.consoleUrl, portalUrl: this.config.portalUrl };
  }

  get registered(): Documents {
    return portalDocuments(registeredDocuments());
  }

  private openLake(): LakeAccess {
    if (this.lake !== undefined) return this.lake;
    const lake = connectLake(this.config);
    this.undo.add(() => lake.close());
    this.lake = lake;
    return lake;
  }
}
