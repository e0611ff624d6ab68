import { freePort } from '@yagura/runtime';
import { startYagura } from '../../all-in-one';
import { fileText, idIn, unpacked, type Carried, type Installation } from './installation';
import { InstallationStores } from './installation-stores';
import { mailText } from './person';

/** Starts the installation of one process, with both lanes in its database, and its files and mails in folders. */
export async function startAllInOne(flags: readonly string[]): Promise<Installation> {
  // The lake's port must be known to the test, which reads the lake past the product.
  const lakePort = await freePort();
  const yagura = await startYagura([...flags, '--lake-port', String(lakePort)]);
  const stores = new InstallationStores(yagura.dataDir, lakePort);
  const { dataDir, graphqlUrl, hecUrl, identityUrl, consoleUrl, portalUrl } = yagura;
  return {
    dataDir, graphqlUrl, hecUrl, identityUrl, consoleUrl, portalUrl, lakePort, carriers: ['mail', 'file', 'telemetry log'],
    log: () => yagura.log(), remove: () => yagura.remove(),
    batchesOf: async (tenantId) => (await stores.rows('lane_log_reader', 'select batch_id from lane.telemetry_log where tenant_id = $1', [tenantId])).length,
    carried: async () => [...inFolders(stores), ...await telemetryLog(stores)],
  };
}

function inFolders(stores: InstallationStores): Carried[] {
  const inFolder = (carrier: string, folder: string, read: (bytes: Buffer) => string): Carried[] => stores.files(folder).map(({ path, bytes }) => ({ carrier, tenantId: idIn(path), text: `${path}\n${read(bytes)}` }));
  return [...inFolder('mail', 'outbox', (bytes) => mailText(bytes.toString('utf8'))), ...inFolder('file', 'files', fileText)];
}

async function telemetryLog(stores: InstallationStores): Promise<Carried[]> {
  const rows = await stores.rows<{ tenant_id: string; headers: unknown; body: Buffer }>('lane_log_reader', 'select tenant_id, headers, body from lane.telemetry_log');
  return rows.map((row) => ({ carrier: 'telemetry log', tenantId: row.tenant_id, text: `${JSON.stringify(row.headers)}\n${unpacked(row.body)}` }));
}
