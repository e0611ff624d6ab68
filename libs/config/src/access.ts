import { z } from 'zod';
import { ALL_IN_ONE_SETTINGS } from './all-in-one';
import { setting, type ConfigOf } from './define-config';

const address = z.url({ protocol: /^https?$/ }).optional();
const { dataDir, doorUrl } = ALL_IN_ONE_SETTINGS;

/** How a command finds an installation that runs: by its folder, or by its addresses where the folder is on another machine. */
export const ACCESS_SETTINGS = {
  dataDir, doorUrl,
  graphqlUrl: setting('YAGURA_GRAPHQL_URL', 'graphql-url', 'address of the API; empty: that of the installation which runs on the folder', address),
  identityUrl: setting('YAGURA_IDENTITY_URL', 'identity-url', 'address of the identity provider; empty: likewise', address),
  cliSecretFile: setting('YAGURA_CLI_SECRET_FILE', 'cli-secret-file', 'file with the secret of yagura-cli, the account of this command line; empty: that of the folder', z.string().optional()),
  cliSecret: setting('YAGURA_CLI_SECRET', 'cli-secret', 'that secret itself; better as a variable, or in a file', z.string().min(16).optional()),
} as const;

export type AccessConfig = ConfigOf<typeof ACCESS_SETTINGS>;
