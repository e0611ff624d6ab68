/// <reference types="jest" />
import { randomUUID } from 'node:crypto';
import { asRecord, valueAt } from '../isolation/api/api-caller';
import { foundIn } from '../isolation/api/canary-search';
import type { Member } from '../isolation/api/two-companies';
import { carriersOf } from '../isolation/api/carriers';
import type { Walk } from '../isolation/suite/walk';
import { eventually } from '../eventually';
import { labelsOf } from './metric-labels';
import { TELEMETRY, type ServerInstallation } from './server-installation';
import type { RawRecord } from '@yagura/messaging/raw-records';

/** Labels whose values are names of ours. One that is added here is a promise that it never holds anything of a tenant. */
const LABELS = new Set(['service', 'reader', 'operation', 'ending', 'le']);

type Installed = () => ServerInstallation;
const envelopeOf = ({ value }: RawRecord): Readonly<Record<string, unknown>> => asRecord(JSON.parse(value.toString('utf8')));
const factsOf = ({ headers }: RawRecord): Readonly<Record<string, unknown>> => asRecord(JSON.parse(headers['yagura-batch'] ?? 'null'));

/** What the brokers, the bucket and the mail server hold has one owner each. */
export function givesEverythingOneOwner(walk: Walk, installation: Installed): void {
  it('lays each record of both lanes under one tenant: its key, its headers and its envelope say the same', async () => {
    const records = await installation().records();
    const events = records.filter(({ topic }) => topic !== TELEMETRY);
    const telemetry = records.filter(({ topic }) => topic === TELEMETRY);
    const told = events.map(({ key, headers }) => ({ key, id: headers['id'], type: headers['type'], tenant: headers['tenant'] }));
    expect(told).toEqual(events.map(envelopeOf).map(({ subject, id, type, tenantid }) => ({ key: subject, id, type, tenant: tenantid })));
    expect(telemetry.map(({ key }) => key)).toEqual(telemetry.map(factsOf).map(({ tenantId, sourceId }) => `${String(tenantId)}/${String(sourceId)}`));
    const sources = [walk.room.a, walk.room.b].map(({ ids }) => `${ids.tenant}/${ids.source}`);
    expect([...new Set(telemetry.map(({ key }) => key))].sort()).toEqual(sources.sort());
    // A company's own name stands in data of its events as the tenant that they lie under.
    expect(events.map(envelopeOf).filter((envelope) => ![undefined, envelope['tenantid']].includes(asText(valueAt(envelope, 'data.tenantId')))).map(({ type }) => type)).toEqual([]);
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
    const forbidden = { texts: [...ofMember(a), ...ofMember(b), '@'], ids: new Set<string>() };
    expect(faces.flatMap(({ part, path, text }) => foundIn(text, forbidden).map((found) => `${part}${path} tells ${found}`))).toEqual([]);
    const metrics = faces.filter(({ path }) => path === '/metrics');
    expect(metrics.filter(({ text }) => !text.includes('yagura_process_up{service=')).map(({ part }) => part)).toEqual([]);
    const labels = metrics.flatMap(({ part, text }) => labelsOf(text).map(({ name, value }) => ({ part, name, value })));
    expect(labels.filter(({ name }) => !LABELS.has(name))).toEqual([]);
    // An id of whatever kind would be a series per row: a name of ours has no digits but those of a partition and of a bucket's bound.
    expect(labels.filter(({ name, value }) => !(name === 'le' ? /^(\+Inf|[\d.]{1,6})$/ : /^[A-Za-z][A-Za-z_.]{0,60}( \d{1,3})?$/).test(value))).toEqual([]);
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
    const envelope = envelopeOf(told);
    const forged = [
      { tenant: room.b.ids.tenant, key: told.key, tenantid: room.a.ids.tenant }, { tenant: room.a.ids.tenant, key: told.key, tenantid: room.b.ids.tenant },
      { tenant: room.a.ids.tenant, key: room.b.ids.case, tenantid: room.a.ids.tenant },
    ].map((one) => ({ ...one, id: randomUUID() }));
    for (const { tenant, key, tenantid, id } of forged) {
      await installation().forge({ topic: told.topic, key, headers: { ...told.headers, tenant, id }, value: JSON.stringify({ ...envelope, id, tenantid }) });
    }
    const ids = forged.map(({ id }) => id);
    const letters = await eventually('each is buried', async () => {
      const found = await lettersOf(ids);
      return found.length === ids.length ? found : undefined;
    });
    expect(letters.map(({ tenant_id: tenantId }) => tenantId)).toEqual([null, null, null]);
    expect([await timeline(room.a), await timeline(room.b)]).toEqual(before);
  });

  it('takes no telemetry whose key and header name different owners', async () => {
    const { a, b, stores } = walk.room;
    const own = (await installation().records()).find((record) => record.topic === TELEMETRY && record.key === `${a.ids.tenant}/${a.ids.source}`);
    if (own === undefined) throw new Error('no telemetry of A was taken');
    const forge = (key: string, facts: object): Promise<void> =>
      installation().forge({ topic: TELEMETRY, partition: own.partition, key, headers: { 'yagura-batch': JSON.stringify({ ...factsOf(own), batchId: randomUUID(), ...facts }) }, value: JSON.stringify({ event: { note: FORGED } }) });
    const honest = await stores.lakeRows('events', [a.ids.tenant]);
    await forge(`${b.ids.tenant}/${b.ids.source}`, {});
    await forge(own.key, { tenantId: b.ids.tenant });
    await forge(own.key, { sourceId: b.ids.source });
    // One behind them in the same partition that agrees shows that they were passed, and that the shape is one that would have been taken.
    const headers = JSON.parse(JSON.stringify(factsOf(own)['headers'])) as Record<string, unknown>;
    await forge(own.key, { headers: { ...headers, encoding: 'identity', door: 'hec.event', count: 1 } });
    await eventually('the one behind them is stored', async () => (await stores.lakeRows('events', [a.ids.tenant])).length > honest.length);
    const rows = [...await stores.lakeRows('events', [a.ids.tenant, b.ids.tenant]), ...await stores.lakeRows('quarantine', [a.ids.tenant, b.ids.tenant])].filter(({ text }) => text.includes(FORGED));
    expect(rows.map(({ tenant }) => tenant)).toEqual([a.ids.tenant]);
    expect(installation().log()).toContain('a record that nobody of ours wrote is passed over');
  });
}

/** Stands in what was written past the doors. */
const FORGED = 'zqforged';

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
