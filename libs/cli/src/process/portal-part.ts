import { startPortal } from '../all-in-one/portal';
import type { PartContext, RunningPart } from './part';

/** Both entries of the portal in front of the gateway; they keep nothing and reach nothing else. */
export async function portalPart({ config, log, undo }: PartContext): Promise<RunningPart> {
  const { host, consolePort, portalPort, consoleUrl, portalUrl, identityUrl, graphqlUrl } = config;
  const portal = await startPortal({ host, consolePort, portalPort, portal: { consoleUrl, portalUrl }, identityUrl, log }, graphqlUrl);
  undo.add(() => portal.stop());
  return { addresses: { consoleUrl, portalUrl } };
}
