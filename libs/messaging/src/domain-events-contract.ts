import type { EventEnvelope } from '@yagura/contracts';
import { newId, type TenantId } from '@yagura/kernel';
import type { DeadLetter, DomainEvents, LaneRecord } from './domain-events';

/** One side of the adapter pair. Every published event carries `name` in its data, so that a check finds its own. */
export interface DomainEventsUnderTest {
  readonly events: DomainEvents;
  /** Publishes one event in a transaction that commits when `before` has ended, and not at all when it throws. */
  publish(tenantId: TenantId, name: string, before?: () => Promise<void>): Promise<void>;
  /** What was buried for a consumer group. */
  letters(consumer: string): Promise<Pick<DeadLetter, 'reason' | 'attempts'>[]>;
}

type Check = (lane: DomainEventsUnderTest) => Promise<void>;
const WAIT_MS = 15_000;

const nameOf = (envelope: unknown): string => {
  const data: unknown = typeof envelope === 'object' && envelope !== null && 'data' in envelope ? envelope.data : undefined;
  return typeof data === 'object' && data !== null && 'displayName' in data ? String(data.displayName) : '';
};
const group = (): string => `group-${newId()}`;
const tenant = (): TenantId => newId<'tenant'>();

function expectThat(isTrue: boolean, what: string): void {
  if (!isTrue) throw new TypeError(`the domain lane breaks its contract: ${what}`);
}

/** Follows the lane as a group until `isEnough` says so; answers the records of one tenant in the order in which they came. */
async function follow({ events }: DomainEventsUnderTest, consumer: string, of: TenantId, isEnough: (own: readonly LaneRecord[]) => boolean): Promise<LaneRecord[]> {
  const own: LaneRecord[] = [];
  const end = performance.now() + WAIT_MS;
  while (!isEnough(own)) {
    const records = await events.fetch(consumer, 50);
    own.push(...records.filter(({ tenantId }) => tenantId === of));
    const last = records.at(-1);
    if (last === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    else await events.commit(consumer, last.position);
    expectThat(performance.now() < end, 'a committed event comes');
  }
  return own;
}
const names = (records: readonly LaneRecord[]): string => records.map(({ envelope }) => nameOf(envelope)).join();

/**
 * What every domain lane keeps, as named checks that throw TypeError when it is broken; the spec of each adapter runs them all. They do not
 * depend on each other's order.
 */
export const domainEventsContract: readonly (readonly [string, Check])[] = [
  ['brings committed events in order, to every group for itself, and a rolled back one to none', async (lane) => {
    const own = tenant();
    await lane.publish(own, 'first');
    await lane.publish(own, 'taken back', () => Promise.reject(new RangeError('change of mind'))).catch(() => undefined);
    await lane.publish(own, 'second');
    for (const consumer of [group(), group()]) expectThat(names(await follow(lane, consumer, own, ({ length }) => length === 2)) === 'first,second', 'each group sees both in order');
  }],
  ['passes over no transaction that commits late', async (lane) => {
    const own = tenant();
    const consumer = group();
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => { release = resolve; });
    const slow = lane.publish(own, 'slow', () => gate);
    await lane.publish(own, 'quick');
    const quick = await follow(lane, consumer, own, ({ length }) => length === 1);
    release();
    await slow;
    const late = await follow(lane, consumer, own, ({ length }) => length === 1);
    expectThat(names([...quick, ...late]) === 'quick,slow' && late[0].position > quick[0].position, 'the late one comes behind, and comes');
  }],
  ['loses and doubles nothing of twenty that publish at once', async (lane) => {
    const own = tenant();
    await Promise.all(Array.from({ length: 20 }, async (_, who) => { for (let count = 0; count < 5; count += 1) await lane.publish(own, `${who}:${count}`); }));
    const records = await follow(lane, group(), own, ({ length }) => length >= 100);
    expectThat(new Set(records.map(({ id }) => id)).size === 100, 'each comes once');
    expectThat(records.every(({ position }, index) => index === 0 || position > records[index - 1].position), 'places only grow');
    for (let who = 0; who < 20; who += 1) {
      const sequence = names(records.filter(({ envelope }) => nameOf(envelope).startsWith(`${who}:`)));
      expectThat(sequence === [0, 1, 2, 3, 4].map((count) => `${who}:${count}`).join(), 'one publisher’s events keep their order');
    }
  }],
  ['gives what is not committed again, and never moves a group backwards', async (lane) => {
    const own = tenant();
    const consumer = group();
    await lane.publish(own, 'one');
    await lane.publish(own, 'two');
    const waiting = async (): Promise<LaneRecord[]> => (await lane.events.fetch(consumer, 10_000)).filter(({ tenantId }) => tenantId === own);
    const end = performance.now() + WAIT_MS;
    while ((await waiting()).length < 2) {
      expectThat(performance.now() < end, 'committed events come');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [one, two] = await waiting();
    expectThat(names(await waiting()) === 'one,two', 'what was only fetched comes again');
    await lane.events.commit(consumer, one.position);
    for (let again = 0; again < 2; again += 1) expectThat(names(await waiting()) === 'two', 'an uncommitted record comes again, a committed one does not');
    await lane.events.commit(consumer, two.position);
    await lane.events.commit(consumer, one.position);
    expectThat(names(await waiting()) === '', 'an older commit changes nothing');
  }],
  ['keeps what was buried with its reason', async (lane) => {
    const own = tenant();
    const consumer = group();
    await lane.publish(own, 'poison');
    const [record] = await follow(lane, consumer, own, ({ length }) => length === 1);
    await lane.events.bury({ consumer, record, reason: 'case.already_closed', attempts: 3 });
    expectThat(JSON.stringify(await lane.letters(consumer)) === JSON.stringify([{ reason: 'case.already_closed', attempts: 3 }]), 'the letter stands');
  }],
  ['tells live readers of each placed event, with its tenant, until they leave', async (lane) => {
    const own = tenant();
    const heard: EventEnvelope[] = [];
    const leave = lane.events.onEvent((envelope) => heard.push(envelope));
    await lane.publish(own, 'live');
    const end = performance.now() + WAIT_MS;
    while (!heard.some((envelope) => nameOf(envelope) === 'live' && envelope.tenantid === own)) {
      expectThat(performance.now() < end, 'a live reader hears');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    leave();
    const before = heard.length;
    await lane.publish(own, 'unheard');
    await follow(lane, group(), own, (records) => records.length === 2);
    expectThat(heard.length === before, 'who left hears nothing');
  }],
];
