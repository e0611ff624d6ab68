import type { IdentityAdmin, IdentityNews, PortalUrls, TokenVerifier } from '@yagura/auth';
import type { AllInOneConfig, InstallationKeys } from '@yagura/config';
import type { LoginRole, SystemDb, TenantDb } from '@yagura/db';
import type { LakeReader, LakeWriter } from '@yagura/lake';
import type { DomainEvents, TelemetryLogReader, TelemetryLogWriter } from '@yagura/messaging';
import type { EgressClient, FileStore, Mailer } from '@yagura/outside';
import type { Logger, ServiceClient, ServiceEdge } from '@yagura/runtime';

/** Documents by the SHA-256 of their text, for each kind of sign-in. */
export type Documents = Readonly<Record<'staff' | 'customer', ReadonlyMap<string, string>>>;

/** The settings that services read themselves, the same in every way to run them. */
export type ServiceConfig = Pick<AllInOneConfig, 'host' | 'gatewayPort' | 'hecPort' | 'doorUrl' | 'anyDocument' | 'workers' | 'backlogBytes' | 'replayHours'>;

/** The two stores, each reached by whoever asks for it. */
export interface StoreAccess {
  readonly lakeReader: LakeReader;
  readonly lakeWriter: LakeWriter;
  tenantDb(role: LoginRole, maxConnections?: number): TenantDb;
  systemDb(role: LoginRole, maxConnections?: number): SystemDb;
}

/**
 * What services stand on: their ports, with nothing said of what is behind them. Members that a process does not ask for need not exist in it, so
 * implementations make them when they are first read.
 */
export interface Platform {
  readonly config: ServiceConfig;
  readonly keys: InstallationKeys;
  readonly log: Logger;
  readonly stores: StoreAccess;
  readonly events: DomainEvents;
  readonly telemetryLog: { reader(): TelemetryLogReader; writer(): TelemetryLogWriter };
  readonly identity: { readonly url: string; readonly admin: IdentityAdmin };
  /** Tells who left at the identity provider's own page. */
  readonly news: IdentityNews;
  readonly verifier: TokenVerifier;
  readonly edge: ServiceEdge;
  /** The gateway's way to the services. */
  readonly client: ServiceClient;
  readonly files: FileStore;
  readonly mailer: Mailer;
  /** The way out to addresses that others chose. */
  readonly egress: EgressClient;
  /** Where people's browsers reach the two entries of the portal. */
  readonly portal: PortalUrls;
  /** Documents that the build registered, by hash, for each kind of sign-in. */
  readonly registered: Documents;
}
