import type { RunningIdentity, TokenVerifier } from '@yagura/auth';
import type { AllInOneConfig, InstallationKeys } from '@yagura/config';
import type { PostgresDomainEvents } from '@yagura/messaging';
import type { FolderFileStore, OutboxFolderMailer } from '@yagura/outside';
import type { Logger, ServiceEdge } from '@yagura/runtime';
import type { DataFolder } from './data-folder';
import type { Stores } from './stores';

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
  /** Documents that the command line was built with, by hash. */
  readonly registered: ReadonlyMap<string, string>;
}
