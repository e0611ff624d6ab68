import type { RunningIdentity } from '@yagura/auth';
import type { AllInOneConfig } from '@yagura/config';
import type { Platform } from '../service/platform';
import type { DataFolder } from './data-folder';
import type { Stores } from './stores';

/** Everything that the parts of one installation share while it runs in one process. */
export interface Installation extends Platform {
  readonly config: AllInOneConfig;
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly identity: RunningIdentity;
}
