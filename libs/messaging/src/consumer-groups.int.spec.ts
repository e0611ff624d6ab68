import { forTest, newId, NotFound, Unavailable, type TenantId } from '@yagura/kernel';
import { CaseAcknowledgedV1, MemberChangedV1, type EventEnvelope } from '@yagura/contracts';
import type { TenantTx } from '@yagura/db';
import { eventually, testDatabase, type TestDatabase } from '@yagura/testing';
import { ConsumerRuntime } from './consumer-runtime';
import { OnEvent } from './on-event';
import { PostgresDomainEvents } from './postgres-domain-events';
import { publish } from './publish';

const log = { warn: () => undefined, error: () => undefined };
const member = (tenantId: TenantId, displayName: string) => ({ tenantId, userId: newId(), roles: ['analyst'], audience: 'staff' as const, active: true, displayName });

interface Seen { readonly name: string; readonly transaction: string; readonly eventId: string }

/** Its effect is an audit entry and an event; what it saw counts once it is committed. */
class Recorder {
  readonly seen: Seen[] = [];
  readonly tries: string[] = [];
  isAway = false;

  @OnEvent(MemberChangedV1)
  async memberChanged(tx: TenantTx, data: { displayName: string }, envelope: EventEnvelope): Promise<void> {
    const name = data.displayName;
    this.tries.push(name);
    const [{ transaction }] = await tx.sql<{ transaction: string }>('select pg_current_xact_id()::text as transaction');
    await tx.audit({ action: 'member.seen', objectKind: 'member', objectId: name });
    await publish(tx, CaseAcknowledgedV1, {
      tenantId: tx.tenantId, caseId: newId(), number: 1, version: 1, severity: 'low', status: 'new', title: name, at: tx.now.toISOString(), by: newId(),
    });
    if (name === 'poison') throw new TypeError('poison');
    if (name === 'early' && this.tries.filter((each) => each === 'early').length < 3) throw new NotFound('member');
    if (name === 'last words' && this.isAway) throw new Unavailable('The database does not answer.', { slug: 'database.unavailable' });
    tx.afterCommit(() => { this.seen.push({ name, transaction, eventId: envelope.id }); });
  }
}

describe('events of one tenant that share a transaction', () => {
  let database: TestDatabase;
  let events: PostgresDomainEvents;

  beforeAll(async () => {
    database = await testDatabase();
    events = new PostgresDomainEvents(database.systemDb('lane_relay'));
    await events.start();
  });

  afterAll(async () => {
    await events.stop();
    await database.drop();
  });

  /** Publishes events as [tenant, name] in one order and waits until each has its place, so that a reader finds them side by side. */
  async function tell(all: readonly (readonly [TenantId, string])[]): Promise<void> {
    for (const [tenantId, name] of all) await database.tenantDb('svc_tenants').run(forTest(tenantId), (tx) => publish(tx, MemberChangedV1, member(tenantId, name)));
    await eventually('all places', async () =>
      (await database.systemDb('lane_relay').sql('select 1 from lane.outbox where position is null')).length === 0);
  }
  const follow = (recorder: Recorder): ConsumerRuntime => new ConsumerRuntime('cases', database.tenantDb('svc_cases'), events, [recorder], log);
  async function handled(recorder: Recorder, isEnough: () => boolean): Promise<void> {
    const runtime = follow(recorder);
    runtime.start();
    await eventually('the effects', () => Promise.resolve(isEnough()));
    await runtime.stop();
  }
  const effects = async (tenantId: TenantId): Promise<string[]> => (await database.systemDb('audit_sequencer')
    .sql<{ object_id: string }>('select object_id from audit.entry where tenant_id = $1 order by object_id', [tenantId])).map(({ object_id: id }) => id);
  const told = async (tenantId: TenantId) => (await database.systemDb('lane_relay').sql<{ envelope: EventEnvelope<{ title: string }> }>(
    'select envelope from lane.outbox where tenant_id = $1 and type = $2 order by written', [tenantId, CaseAcknowledgedV1.type])).map(({ envelope }) => envelope);
  const letters = (tenantId: TenantId) => database.systemDb('lane_relay').sql('select reason, attempts from lane.dead_letter where tenant_id = $1', [tenantId]);
  const names = ({ seen }: Recorder): string[] => seen.map(({ name }) => name);

  it('are handled in their order, in as few transactions as their neighbourhood allows, and never with another tenant’s', async () => {
    const [a, b] = [newId<'tenant'>(), newId<'tenant'>()];
    await tell([[a, 'a1'], [a, 'a2'], [b, 'b1'], [a, 'a3'], [b, 'b2'], [b, 'b3']]);
    const recorder = new Recorder();

    await handled(recorder, () => recorder.seen.length === 6);

    expect(names(recorder)).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'b3']);
    const [a1, a2, b1, a3, b2, b3] = recorder.seen.map(({ transaction }) => transaction);
    expect([a1, b2]).toEqual([a2, b3]);
    expect(new Set([a1, b1, a3, b2]).size).toBe(4);
    expect([await effects(a), await effects(b)]).toEqual([['a1', 'a2', 'a3'], ['b1', 'b2', 'b3']]);
  });

  it('tell and record each under its own cause and correlation, in the order of the telling', async () => {
    const tenantId = newId<'tenant'>();
    await tell([[tenantId, 'one'], [tenantId, 'two'], [tenantId, 'three']]);
    const recorder = new Recorder();

    await handled(recorder, () => recorder.seen.length === 3);

    const causes = new Map(recorder.seen.map(({ name, eventId }) => [name, eventId]));
    const consequences = await told(tenantId);
    expect(consequences.map(({ data, causationid: cause }) => [data.title, cause])).toEqual(['one', 'two', 'three'].map((name) => [name, causes.get(name)]));
    expect(new Set(consequences.map(({ correlationid: id }) => id)).size).toBe(3);
    const audited = await database.systemDb('audit_sequencer').sql<{ correlation_id: string }>('select correlation_id from audit.entry where tenant_id = $1 order by at, id', [tenantId]);
    expect(audited.map(({ correlation_id: id }) => id).sort()).toEqual(consequences.map(({ correlationid: id }) => id).sort());
  });

  it('do not pay for a poisoned neighbour: it alone is buried, and each of the others has its one effect in its order', async () => {
    const tenantId = newId<'tenant'>();
    await tell([[tenantId, 'p1'], [tenantId, 'p2'], [tenantId, 'poison'], [tenantId, 'p3'], [tenantId, 'p4']]);
    const recorder = new Recorder();

    await handled(recorder, () => recorder.seen.length === 4);

    expect(names(recorder)).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect(await effects(tenantId)).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect((await told(tenantId)).map(({ data }) => data.title)).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect(await letters(tenantId)).toEqual([{ reason: 'TypeError', attempts: 3 }]);
  });

  it('wait for an early neighbour, so that what follows it stays behind it', async () => {
    const tenantId = newId<'tenant'>();
    await tell([[tenantId, 'before'], [tenantId, 'early'], [tenantId, 'behind']]);
    const recorder = new Recorder();

    await handled(recorder, () => recorder.seen.length === 3);

    expect(names(recorder)).toEqual(['before', 'early', 'behind']);
    expect(await effects(tenantId)).toEqual(['before', 'behind', 'early']);
    expect(await letters(tenantId)).toEqual([]);
  });

  it('come again whole when the database goes away in their middle: nothing was done, nothing is buried', async () => {
    const tenantId = newId<'tenant'>();
    await tell([[tenantId, 'c1'], [tenantId, 'last words'], [tenantId, 'c2']]);
    const dying = new Recorder();
    dying.isAway = true;

    await handled(dying, () => dying.tries.includes('last words'));
    expect(await effects(tenantId)).toEqual([]);

    const second = new Recorder();
    await handled(second, () => second.seen.length === 3);
    expect(names(second)).toEqual(['c1', 'last words', 'c2']);
    expect(await effects(tenantId)).toEqual(['c1', 'c2', 'last words']);
    expect(await letters(tenantId)).toEqual([]);
  });

  it('have no second effect when a crash between their commit and the cursor brings some of them again among new ones', async () => {
    const tenantId = newId<'tenant'>();
    await tell([[tenantId, 'd1'], [tenantId, 'd2']]);
    const [{ before }] = await database.systemDb('lane_relay').sql<{ before: string }>("select coalesce(max(position), 0) as before from lane.cursor where consumer = 'cases'");
    const first = new Recorder();
    await handled(first, () => first.seen.length === 2);
    await database.systemDb('lane_relay').sql("update lane.cursor set position = $1 where consumer = 'cases'", [before]);
    await tell([[tenantId, 'd3']]);
    const second = new Recorder();

    await handled(second, () => second.seen.length === 1);

    expect(names(second)).toEqual(['d3']);
    expect(await effects(tenantId)).toEqual(['d1', 'd2', 'd3']);
    expect((await told(tenantId)).map(({ data }) => data.title)).toEqual(['d1', 'd2', 'd3']);
  });
});
