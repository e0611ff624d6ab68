import { existsSync, statSync } from 'node:fs';
import { issuerOf } from '@yagura/auth';
import { AppError } from '@yagura/kernel';
import { engineVersion } from '@yagura/lake';
import { postgresVersion } from '@yagura/runtime';
import type { RunningFacts } from '../all-in-one/running-file';
import { fail, ok, warn, type Health } from './health';

const TIMEOUT_MS = 3_000;

/** The build beside these sources is there and whole: the worker thread's file is the one that nothing imports. */
export function buildHealth(built: readonly string[]): Health {
  const missing = built.filter((file) => !existsSync(file));
  if (missing.length > 0) return fail('build', `${missing[0]} is missing`, 'run "npm run build" in Yagura’s folder');
  return ok('build', `of ${statSync(built[0]).mtime.toISOString()}`);
}

/** The binaries that npm installed load on this machine; starts no server. */
export const storesHealth = (): Health[] => [binaryHealth('postgresql', postgresVersion), binaryHealth('lake', engineVersion)];

function binaryHealth(name: string, version: () => string): Health {
  try {
    return ok(name, version());
  } catch (error) {
    return fail(name, error instanceof AppError ? error.message : 'it is not installed', 'run "npm ci" in Yagura’s folder on this machine');
  }
}

/** Each door of a running installation answers; one that does not run is no fault. */
export async function installationHealth(running: RunningFacts | undefined): Promise<Health[]> {
  if (running === undefined) return [ok('installation', 'none runs on this folder')];
  return Promise.all([
    answers('gateway', running.graphqlUrl, [405]),
    answers('door', `${running.hecUrl}/services/collector/health`, [200]),
    answers('console', running.consoleUrl, [200]),
    answers('portal', running.portalUrl, [200]),
    answers('sign-in', `${issuerOf(running.identityUrl, 'yagura')}/.well-known/openid-configuration`, [200]),
  ]);
}

/** The gateway takes no GET, and its refusal shows that it lives. */
async function answers(name: string, url: string, healthy: readonly number[]): Promise<Health> {
  const title = `running ${name}`;
  try {
    const { status } = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    return healthy.includes(status) ? ok(title, `${url} answers`) : warn(title, `${url} answers ${status}`, 'look into its log; its queues may be full');
  } catch {
    return fail(title, `${url} does not answer`, 'stop Yagura (Ctrl-C) and start it again');
  }
}
