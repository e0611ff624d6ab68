import { textAt, type ApiActor } from './api-caller';
import type { TwoCompanies } from './two-companies';

/** What a change by a stranger would leave behind: the states of both companies' cases, and everything told about them but what time alone tells. */
export async function footprint({ caller, stores, analystOfBoth, a, b }: TwoCompanies): Promise<unknown> {
  const cases = await Promise.all([a, b].flatMap((member) => Object.values(member.cases)).map((id) => caller.demand(analystOfBoth, 'query($id: ID!) { case(id: $id) { version status severity } }', { id })));
  const events = await stores.rows('lane_relay', `select type, count(*)::int as told from lane.outbox where tenant_id = any ($1) and type not like '%sla%' and type not like '%usage%' group by type order by type`, [[a.ids.tenant, b.ids.tenant]]);
  return { cases, events };
}

/** Entries in a company's audit chain by somebody who has no right there. */
export async function trespasses({ caller, stores, a, b, ...people }: TwoCompanies): Promise<unknown[]> {
  const idOf = async (actor: ApiActor): Promise<string> => textAt(await caller.demand(actor, 'query { me { id } }'), 'me.id');
  const [ofA, ofB] = [await Promise.all([a.viewer, a.billing, people.analystOfA, people.operatorOfA].map(idOf)), await Promise.all([b.viewer, b.billing].map(idOf))];
  const none = [await idOf(people.analystOfNone), ...people.formerIds];
  const entries = (tenantId: string, actors: readonly string[]): Promise<object[]> =>
    stores.rows('audit_sequencer', 'select tenant_id, actor_id, action, object_kind, object_id from audit.entry where tenant_id = $1 and actor_id = any ($2)', [tenantId, actors]);
  return [...await entries(b.ids.tenant, [...ofA, ...none]), ...await entries(a.ids.tenant, [...ofB, ...none])];
}
