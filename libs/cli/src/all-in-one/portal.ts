import { CONSOLE_CLIENT, issuerOf, PORTAL_CLIENT, type PortalUrls } from '@yagura/auth';
import type { AllInOneConfig } from '@yagura/config';
import { builtDocuments, startSite, type RunningSite } from '@yagura/portal';
import { freePort, type Logger } from '@yagura/runtime';
import type { Documents } from '../service/platform';

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

/** Where the two sites listen, where browsers find them and the identity provider, and where faults are told. */
export interface PortalPlace {
  readonly host: string;
  readonly consolePort: number;
  readonly portalPort: number;
  readonly portal: PortalUrls;
  readonly identityUrl: string;
  readonly log: Logger;
}

/** Starts both entries in front of the gateway. */
export async function startPortal({ host, consolePort, portalPort, portal, identityUrl, log }: PortalPlace, graphqlUrl: string): Promise<RunningPortal> {
  const shared = { host, graphqlUrl, onError: (error: unknown) => log.error({ err: error }, 'the portal failed') };
  const sites: RunningSite[] = [
    await startSite({ ...shared, entry: 'console', port: consolePort, issuer: issuerOf(identityUrl, 'yagura-staff'), clientId: CONSOLE_CLIENT, otherUrl: portal.portalUrl }),
    await startSite({ ...shared, entry: 'client', port: portalPort, issuer: issuerOf(identityUrl, 'yagura'), clientId: PORTAL_CLIENT }),
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

/** The port that an address of ours names. */
export const portOf = (url: string): number => Number(new URL(url).port);
