import type { IdentityNews, PortalUrls, RunningIdentity, TokenVerifier } from '@yagura/auth';
import type { AllInOneConfig, InstallationKeys } from '@yagura/config';
import type { PostgresDomainEvents } from '@yagura/messaging';
import type { EgressClient, FolderFileStore, OutboxFolderMailer } from '@yagura/outside';
import type { Logger, ServiceEdge } from '@yagura/runtime';
import type { DataFolder } from './data-folder';
import type { Stores } from './stores';

/** Documents by the SHA-256 of their text, for each kind of sign-in. */
export type Documents = Readonly<Record<'staff' | 'customer', ReadonlyMap<string, string>>>;

/** Everything that the parts of one installation share while it runs. */
export interface Installation {
  readonly config: AllInOneConfig;
  readonly folder: DataFolder;
  readonly keys: InstallationKeys;
  readonly log: Logger;
  readonly stores: Stores;
  readonly events: PostgresDomainEvents;
  readonly identity: RunningIdentity;
  /** Tells who left at the identity provider's own page. */
  readonly news: IdentityNews;
  readonly verifier: TokenVerifier;
  readonly edge: ServiceEdge;
  readonly files: FolderFileStore;
  readonly mailer: OutboxFolderMailer;
  /** The way out to addresses that others chose. */
  readonly egress: EgressClient;
  /** Where people's browsers reach the two entries of the portal. */
  readonly portal: PortalUrls;
  /** Documents that the build registered, by hash, for each kind of sign-in. */
  readonly registered: Documents;
}
