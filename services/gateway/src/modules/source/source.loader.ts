import DataLoader from 'dataloader';
import { ingestionApi } from '@yagura/contracts';
import type { GatewayContext } from '../../request/gateway-context';

/** As many ids as one call of the service takes. */
const AT_ONCE = 200;

interface SourceDoors { readonly hecUrl: string; readonly bulkUrl: string; readonly reportedVersion: string }

/** Where a source's senders send to: all of one request are asked for together. */
export const doorsOf = (gateway: GatewayContext, sourceId: string): Promise<SourceDoors> => gateway.loader('source-doors', () => makeLoader(gateway)).load(sourceId);

function makeLoader(gateway: GatewayContext): DataLoader<string, SourceDoors> {
  return new DataLoader<string, SourceDoors>(async (sourceIds) => {
    const { hecUrl, bulkUrl, defaultVersion, items } = await gateway.call(ingestionApi.doors, { sourceIds: [...sourceIds] });
    const versions = new Map(items.map(({ sourceId, version }) => [sourceId, version]));
    // A source that was made a moment ago is not yet known to the doors and has no version of its own.
    return sourceIds.map((sourceId) => ({ hecUrl, bulkUrl, reportedVersion: versions.get(sourceId) ?? defaultVersion }));
  }, { maxBatchSize: AT_ONCE });
}
