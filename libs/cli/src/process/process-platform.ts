import { resolve } from 'node:path';
import { EmbeddedAdmin, GATEWAY_AUDIENCE, IdentityNews, TokenVerifier, trustedIssuers } from '@yagura/auth';
import { CALLED_SERVICES, presentKeys, type InstallationKeys, type ProcessConfig } from '@yagura/config';
import { systemClock } from '@yagura/kernel';
import type { LakeReader, LakeWriter } from '@yagura/lake';
import { PostgresDomainReader, SharedTelemetryLogReader, type TelemetryLogReader } from '@yagura/messaging';
import { AllowedPlaces, EgressClient, FolderFileStore, OutboxFolderMailer, type FileStore, type Mailer } from '@yagura/outside';
import { HttpServiceClient, ServiceEdge, WatchedDomainEvents, WatchedTelemetryLog, type Logger, type ServiceClient } from '@yagura/runtime';
import { registeredDocuments } from '../api/registered';
import { portalDocuments } from '../all-in-one/portal';
import { databaseAccess } from '../service/database-access';
import type { Documents, Platform, StoreAccess } from '../service/platform';
import type { Undo } from '../service/undo';
import { connectLake, type LakeAccess } from './lake-access';

/** Statements on the lane are short; two at once are enough beside the connection that listens. */
const LANE_CONNECTIONS = 2;
/** One holds the partitions that are ours, the others read four of them. */
const LOG_CONNECTIONS = 6;

/** What one process stands on: the same ports as in the all-in-one, with servers behind them, each reached when it is first asked for. */
export class ProcessPlatform implements Platform {
  readonly keys: InstallationKeys;
  readonly stores: StoreAccess;
  readonly events: WatchedDomainEvents;
  readonly news = new IdentityNews();
  readonly verifier: TokenVerifier;
  readonly edge: ServiceEdge;
  /** The watched reader of the telemetry log, in the process that has one. */
  watchedLog?: WatchedTelemetryLog;
  private lake?: LakeAccess;
  private admin?: EmbeddedAdmin;

  constructor(readonly config: ProcessConfig, readonly name: string, readonly log: Logger, private readonly undo: Undo) {
    this.keys = presentKeys(resolve(config.dataDir));
    const database = new URL(config.databaseUrl).pathname.slice(1);
    const lake = (): LakeAccess => this.openLake();
    this.stores = {
      ...databaseAccess(config.databaseUrl, database, this.keys),
      get lakeReader(): LakeReader { return lake().reader; },
      get lakeWriter(): LakeWriter { return lake().writer; },
    };
    const lane = this.stores.systemDb('lane_relay', LANE_CONNECTIONS);
    undo.add(() => lane.close());
    this.events = new WatchedDomainEvents(new PostgresDomainReader(lane));
    this.verifier = new TokenVerifier({ audience: GATEWAY_AUDIENCE, issuers: trustedIssuers(config.identityUrl), partnerKeys: true });
    this.edge = new ServiceEdge(this.verifier, this.keys.of('assertion'), log);
  }

  readonly telemetryLog = {
    reader: (): TelemetryLogReader => {
      const db = this.stores.systemDb('lane_log_reader', LOG_CONNECTIONS);
      this.undo.add(() => db.close());
      this.watchedLog = new WatchedTelemetryLog(new SharedTelemetryLogReader(db));
      return this.watchedLog;
    },
  };

  /** True when the lake answers. */
  lakeAnswers(): Promise<boolean> {
    return this.openLake().answers();
  }

  get identity(): Platform['identity'] {
    this.admin ??= this.openAdmin();
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
    return new FolderFileStore(resolve(this.config.dataDir, 'files'));
  }

  get mailer(): Mailer {
    return new OutboxFolderMailer({ dataFolder: resolve(this.config.dataDir), from: { name: 'Yagura', address: 'no-reply@yagura.invalid' }, clock: systemClock });
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

  private openAdmin(): EmbeddedAdmin {
    const db = this.stores.systemDb('svc_identity', 2);
    this.undo.add(() => db.close());
    return new EmbeddedAdmin({ query: async (text, params) => ({ rows: await db.sql(text, params) }) });
  }
}
