import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { clientCredentials, issuerOf } from '@yagura/auth';
import { Unavailable } from '@yagura/kernel';
import type { RunningFacts } from '../all-in-one/running-file';
import { GatewayClient, type TokenSource } from './gateway-client';

/** A token is renewed this long before its end, so that none ends on its way. */
const EARLY_MS = 30_000;

/** Below the data folder: the secret with which the command line signs in as itself, mode 0600, made on the first start. */
export const SERVICE_SECRET_FILE = join('identity', 'yagura-cli.secret');

/** The gateway as the command line's own service account sees it. Throws Unavailable when the secret cannot be read. */
export function serviceGateway(dataDir: string, { graphqlUrl, identityUrl }: Pick<RunningFacts, 'graphqlUrl' | 'identityUrl'>): GatewayClient {
  return new GatewayClient(graphqlUrl, serviceToken(identityUrl, secretOf(dataDir)));
}

/** Tokens of the service account, each kept until shortly before its end. One at a time: rights that a change brings are known at once for its own token alone. */
export function serviceToken(identityUrl: string, clientSecret: string): TokenSource {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;
  const renew = async (): Promise<string> => {
    const { accessToken, expiresInSec } = await clientCredentials({ issuer: issuerOf(identityUrl, 'yagura-staff'), clientId: 'yagura-cli', clientSecret });
    kept = { token: accessToken, until: performance.now() + expiresInSec * 1_000 - EARLY_MS };
    return accessToken;
  };
  return () => {
    if (kept !== undefined && kept.until > performance.now()) return Promise.resolve(kept.token);
    asking ??= renew().finally(() => { asking = undefined; });
    return asking;
  };
}

/** The secret that the embedded identity provider made for this command line. Throws Unavailable when it cannot be read. */
export function secretOf(dataDir: string): string {
  try {
    return readFileSync(join(resolve(dataDir), SERVICE_SECRET_FILE), 'utf8').trim();
  } catch (cause) {
    throw new Unavailable(`The command line’s secret in ${dataDir} cannot be read; run this as the user who started Yagura, or name a file with --cli-secret-file.`, { slug: 'cli.no_secret', cause });
  }
}
