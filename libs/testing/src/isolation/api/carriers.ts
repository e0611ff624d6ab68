import { gunzipSync, inflateSync } from 'node:zlib';
import { mailText } from './person';
import type { TwoCompanies } from './two-companies';

/** A text that the installation keeps or sends beside its API, and the tenant under whose name it lies; none for the log. */
export interface Carried { readonly carrier: string; readonly tenantId?: string; readonly text: string }

/** Everything that carries tenants' words beside the API, read past the product. */
export async function carriersOf({ stores, yagura, receiver, a, b }: TwoCompanies): Promise<Carried[]> {
  const tenantIds = [a.ids.tenant, b.ids.tenant];
  const inFolder = (carrier: string, folder: string, read: (bytes: Buffer) => string): Carried[] => stores.files(folder).map(({ path, bytes }) => ({ carrier, tenantId: idIn(path), text: `${path}\n${read(bytes)}` }));
  const rows = async (carrier: string, role: 'lane_relay' | 'lane_log_reader', sql: string): Promise<Carried[]> =>
    (await stores.rows<{ tenant_id: string; text: string }>(role, sql)).map((row) => ({ carrier, tenantId: row.tenant_id, text: row.text }));
  const log = await stores.rows<{ tenant_id: string; headers: unknown; body: Buffer }>('lane_log_reader', 'select tenant_id, headers, body from lane.telemetry_log');
  const lake = [...await stores.lakeRows('events', tenantIds), ...await stores.lakeRows('quarantine', tenantIds)];
  return [
    ...inFolder('mail', 'outbox', (bytes) => mailText(bytes.toString('utf8'))), ...inFolder('file', 'files', fileText),
    ...await rows('event', 'lane_relay', 'select tenant_id, envelope::text as text from lane.outbox'),
    ...await rows('dead letter', 'lane_relay', 'select tenant_id, envelope::text || reason as text from lane.dead_letter'),
    ...log.map((row) => ({ carrier: 'telemetry log', tenantId: row.tenant_id, text: `${JSON.stringify(row.headers)}\n${unpacked(row.body)}` })),
    ...lake.map(({ tenant, text }) => ({ carrier: 'lake', tenantId: tenant, text })),
    ...receiver.received.map(({ path, text }) => ({ carrier: 'webhook', tenantId: idIn(path), text })),
    ...yagura.log().split('\n').map((line) => ({ carrier: 'log', text: line })),
  ];
}

const idIn = (path: string): string | undefined => /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/.exec(path)?.[0];

function unpacked(body: Buffer): string {
  if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body).toString('utf8');
  return body.toString('utf8');
}

/** A file's text; of a PDF also what its compressed streams hold. */
function fileText(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  if (!text.startsWith('%PDF')) return bytes.toString('utf8');
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)endstream/g)].map(([, body]) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  return [text, ...streams].join('\n');
}
