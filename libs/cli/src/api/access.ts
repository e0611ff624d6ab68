import { readFileSync } from 'node:fs';
import { ACCESS_SETTINGS, readConfig } from '@yagura/config';
import { Unavailable } from '@yagura/kernel';
import { demandRunning } from '../all-in-one/running-file';
import { GatewayClient } from './gateway-client';
import { secretOf, serviceToken } from './service-account';

/** An installation that runs, as a command finds it. */
export interface Access {
  readonly dataDir: string;
  readonly graphqlUrl: string;
  readonly identityUrl: string;
  /** Where senders reach the doors; undefined when neither a setting nor a running installation on the folder says it. */
  readonly hecUrl?: string;
}

/**
 * The installation that these flags mean: the one that runs on the folder, all in one or kept by `serve all`, or the one at the given addresses.
 * Throws Unavailable when an address is missing and nothing runs on the folder.
 */
export function accessOf(flags: Readonly<Record<string, string | undefined>>): Access {
  const { dataDir, doorUrl, graphqlUrl, identityUrl } = readConfig(ACCESS_SETTINGS, flags);
  if (graphqlUrl !== undefined && identityUrl !== undefined) return { dataDir, graphqlUrl, identityUrl, hecUrl: doorUrl };
  const running = demandRunning(dataDir);
  return { dataDir, graphqlUrl: graphqlUrl ?? running.graphqlUrl, identityUrl: identityUrl ?? running.identityUrl, hecUrl: doorUrl ?? running.hecUrl };
}

/** The API as the command line's own account sees it. Its secret is the given one, that of the given file, or that of the folder. */
export function gatewayOf(access: Access, flags: Readonly<Record<string, string | undefined>>): GatewayClient {
  const { cliSecret, cliSecretFile } = readConfig(ACCESS_SETTINGS, flags);
  const secret = cliSecret ?? (cliSecretFile === undefined ? secretOf(access.dataDir) : contentOf(cliSecretFile));
  return new GatewayClient(access.graphqlUrl, serviceToken(access.identityUrl, secret));
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Unavailable(`The file ${file} with the command line’s secret cannot be read.`, { slug: 'cli.no_secret', cause });
  }
}
