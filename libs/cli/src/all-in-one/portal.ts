import { CONSOLE_CLIENT, issuerOf, PORTAL_CLIENT, type PortalUrls } from '@yagura/auth';
import type { AllInOneConfig } from '@yagura/config';
import { builtDocuments, startSite, type RunningSite } from '@yagura/portal';
import { freePort } from '@yagura/runtime';
import type { Documents } from '../service/platform';
import type { Installation } from './installation';

/** The two sites of the portal, once they answer. */
export interface RunningPortal {
  stop(): Promise<void>;
}

/**
 * The addresses of the two entries. They are chosen before anything listens, because the identity provider sends people back to exactly these; each
 * entry has an origin of its own, so that a script of one never reads what the other keeps (ADR 13).
 */
export async function portalUrls({ host, consolePort, portalPort }: AllInOneConfig): Promise<PortalUrls> {
  const at = async (port: number): Promise<string> => `http://${host}:${port === 0 ? await freePort(host) : port}`;
  return { consoleUrl: await at(consolePort), portalUrl: await at(portalPort) };
}

/** Starts both entries in front of the gateway. */
export async function startPortal({ config, portal, identity, log }: Installation, graphqlUrl: string): Promise<RunningPortal> {
  const shared = { host: config.host, graphqlUrl, onError: (error: unknown) => log.error({ err: error }, 'the portal failed') };
  const sites: RunningSite[] = [
    await startSite({ ...shared, entry: 'console', port: portOf(portal.consoleUrl), issuer: issuerOf(identity.url, 'yagura-staff'), clientId: CONSOLE_CLIENT, otherUrl: portal.portalUrl }),
    await startSite({ ...shared, entry: 'client', port: portOf(portal.portalUrl), issuer: issuerOf(identity.url, 'yagura'), clientId: PORTAL_CLIENT }),
  ];
  return { stop: async () => { await Promise.all(sites.map((site) => site.stop())); } };
}

/** The documents of the two entries, each for its own kind of sign-in, beside those of the command line. */
export function portalDocuments(others: Documents = { staff: new Map(), customer: new Map() }): Documents {
  return {
    staff: new Map([...others.staff, ...builtDocuments('console')]),
    customer: new Map([...others.customer, ...builtDocuments('client')]),
  };
}

const portOf = (url: string): number => Number(new URL(url).port);
