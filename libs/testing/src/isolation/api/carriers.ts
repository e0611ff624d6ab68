import { PROVIDER } from './onboarding';
import { idIn, type Carried } from './installation';
import type { TwoCompanies } from './two-companies';

/** In each of these every company's own words are found, whatever the installation stands on. */
const EVERYWHERE = ['event', 'dead letter', 'lake', 'webhook'] as const;

/** Names of the carriers that hold something of every company. */
export const carriersIn = ({ yagura }: TwoCompanies): readonly string[] => [...yagura.carriers, ...EVERYWHERE];

/** Everything that carries tenants' words beside the API, read past the product. */
export async function carriersOf(room: TwoCompanies): Promise<Carried[]> {
  const { stores, yagura, receiver, a, b } = room;
  const tenantIds = [a.ids.tenant, b.ids.tenant];
  const rows = async (carrier: string, sql: string): Promise<Carried[]> =>
    (await stores.rows<{ tenant_id: string | null; text: string }>('lane_relay', sql)).map((row) => ({ carrier, tenantId: row.tenant_id ?? undefined, text: row.text }));
  const lake = [...await stores.lakeRows('events', tenantIds), ...await stores.lakeRows('quarantine', tenantIds)];
  return [
    ...await yagura.carried((address) => ownerOf(room, address)),
    ...await rows('event', 'select tenant_id, envelope::text as text from lane.outbox'),
    ...await rows('dead letter', 'select tenant_id, envelope::text || reason as text from lane.dead_letter'),
    ...lake.map(({ tenant, text }) => ({ carrier: 'lake', tenantId: tenant, text })),
    ...receiver.received.map(({ path, text }) => ({ carrier: 'webhook', tenantId: idIn(path), text })),
    ...yagura.log().split('\n').map((line) => ({ carrier: 'log', text: line })),
  ];
}

/** Whose an address is, by its domain: each company has one of its own, and A has two strangers' besides. */
function ownerOf({ a, b }: TwoCompanies, address: string): string | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (domain === 'yagura.invalid') return PROVIDER;
  if (['former-works.example', 'probe.example'].includes(domain)) return a.ids.tenant;
  return [a, b].find(({ slug }) => domain === `${slug}.example`)?.ids.tenant;
}
