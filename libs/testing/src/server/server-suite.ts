/// <reference types="jest" />
import { randomUUID } from 'node:crypto';
import { eventually } from '../eventually';
import { asRecord } from '../isolation/api/api-caller';
import { carriersOf } from '../isolation/api/carriers';
import type { Member } from '../isolation/api/two-companies';
import type { Walk } from '../isolation/suite/walk';
import { disagreementsIn, envelopeIn, factsIn, TELEMETRY } from './record-owner';
import type { ServerInstallation } from './server-installation';
import { toldToCollectors } from './told-to-collectors';

type Installed = () => ServerInstallation;

/** What the brokers, the bucket and the mail server hold has one owner each. */
export function givesEverythingOneOwner(walk: Walk, installation: Installed): void {
  it('lays each record of both lanes under one tenant: its key, its headers and its envelope say the same', async () => {
    const records = await installation().records();
    expect(records.flatMap(disagreementsIn)).toEqual([]);
    const sources = [walk.room.a, walk.room.b].map(({ ids }) => `${ids.tenant}/${ids.source}`);
    expect([...new Set(records.filter(({ topic }) => topic === TELEMETRY).map(({ key }) => key))].sort()).toEqual(sources.sort());
    expect(records.filter(({ topic, headers }) => topic !== TELEMETRY && headers['tenant'] === walk.room.b.ids.tenant).length).toBeGreaterThan(20);
  });

  it('knows whose each object and each mail is, by the key and the recipients alone', async () => {
    const kept = (await carriersOf(walk.room)).filter(({ carrier }) => ['mail', 'object'].includes(carrier));
    expect(kept.filter(({ tenantId }) => tenantId === undefined).map(({ carrier, text }) => `${carrier} ${text.slice(0, 200)}`)).toEqual([]);
  });
}

/** What supervisors and collectors are told. */
export function tellsCollectorsNothing(walk: Walk, installation: Installed): void {
  it('tells in the metrics, health and readiness of no process anything of a tenant', async () => {
    const { a, b } = walk.room;
    const faces = await installation().faces();
    const ofMember = ({ mark, ids, onboarded, cases }: Member): string[] => [mark, onboarded.sourceToken, ...Object.values<string>({ ...ids, ...cases })];
    expect(toldToCollectors(faces, [...ofMember(a), ...ofMember(b)])).toEqual([]);
    // That each was asked and answered is the yardstick.
    expect(faces.filter(({ path, text }) => !text.includes({ '/healthz': '"alive"', '/metrics': 'yagura_process_up{service=', '/readyz': '"checks"' }[path]))).toEqual([]);
  });
}

/** Somebody who reaches the brokers, which only our own processes should, and writes what no producer of ours does. */
export function believesNoForgery(walk: Walk, installation: Installed): void {
  const lettersOf = async (ids: readonly string[]): Promise<{ tenant_id: string | null; event_id: string }[]> =>
    walk.room.stores.rows('lane_relay', 'select distinct tenant_id, event_id from lane.dead_letter where event_id = any ($1) order by event_id', [ids]);

  it('buries an event whose header, envelope and key name different owners under nobody, and gives it no effect', async () => {
    const { room } = walk;
    const timeline = async (member: Member): Promise<unknown> => room.caller.demand(room.operator, 'query($id: ID!) { case(id: $id) { version timeline(first: 100) { nodes { id } } } }', { id: member.ids.case });
    const told = (await installation().records()).find((record) => record.topic !== TELEMETRY && record.headers['type'] === 'yagura.finding.created.v1' && record.headers['tenant'] === room.a.ids.tenant);
    if (told === undefined) throw new Error('no finding of A was told');
    const before = [await timeline(room.a), await timeline(room.b)];
    const envelope = envelopeIn(told);
    const [ofA, ofB] = [room.a.ids.tenant, room.b.ids.tenant];
    const forged = [
      { tenant: ofB, key: told.key, tenantid: ofA, named: ofA }, { tenant: ofA, key: told.key, tenantid: ofB, named: ofB }, { tenant: ofA, key: room.b.ids.case, tenantid: ofA, named: ofA },
      { tenant: ofB, key: told.key, tenantid: ofB, named: ofA },
    ].map((one) => ({ ...one, id: randomUUID() }));
    for (const { tenant, key, tenantid, named, id } of forged) {
      await installation().forge({ topic: told.topic, key, headers: { ...told.headers, tenant, id }, value: JSON.stringify({ ...envelope, id, tenantid, data: { ...asRecord(envelope['data']), tenantId: named } }) });
    }
    const ids = forged.map(({ id }) => id);
    const letters = await eventually('each is buried', async () => {
      const found = await lettersOf(ids);
      return found.length === ids.length ? found : undefined;
    });
    expect(letters.map(({ tenant_id: tenantId }) => tenantId)).toEqual(forged.map(() => null));
    expect([await timeline(room.a), await timeline(room.b)]).toEqual(before);
  });

  it('takes no telemetry whose key and header name different owners', async () => {
    const { a, b, stores } = walk.room;
    const own = (await installation().records()).find((record) => record.topic === TELEMETRY && record.key === `${a.ids.tenant}/${a.ids.source}`);
    if (own === undefined) throw new Error('no telemetry of A was taken');
    const forge = (key: string, facts: object): Promise<void> =>
      installation().forge({ topic: TELEMETRY, partition: own.partition, key, headers: { 'yagura-batch': JSON.stringify({ ...factsIn(own), batchId: randomUUID(), ...facts }) }, value: JSON.stringify({ event: { note: FORGED } }) });
    const honest = await stores.lakeRows('events', [a.ids.tenant]);
    await forge(`${b.ids.tenant}/${b.ids.source}`, {});
    await forge(own.key, { tenantId: b.ids.tenant });
    await forge(own.key, { sourceId: b.ids.source });
    // One behind them in the same partition that agrees shows that they were passed, and that the shape is one that would have been taken.
    const headers = JSON.parse(JSON.stringify(factsIn(own)['headers'])) as Record<string, unknown>;
    await forge(own.key, { headers: { ...headers, encoding: 'identity', door: 'hec.event', count: 1 } });
    await eventually('the one behind them is stored', async () => (await stores.lakeRows('events', [a.ids.tenant])).length > honest.length);
    const rows = [...await stores.lakeRows('events', [a.ids.tenant, b.ids.tenant]), ...await stores.lakeRows('quarantine', [a.ids.tenant, b.ids.tenant])].filter(({ text }) => text.includes(FORGED));
    expect(rows.map(({ tenant }) => tenant)).toEqual([a.ids.tenant]);
    expect(installation().log()).toContain('a record that nobody of ours wrote is passed over');
  });
}

/** Stands in what was written past the doors. */
const FORGED = 'zqforged';
