import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventEnvelope } from '@yagura/contracts';
import { Forbidden, newId } from '@yagura/kernel';
import { CaseFeed, changeOf, type FeedReader, type LiveEvents } from './case-feed';

const GOLDEN = join(__dirname, '..', '..', '..', '..', '..', 'libs', 'contracts', 'golden');
const a = newId<'tenant'>();
const b = newId<'tenant'>();

/** An event as the lane carries it, with the published sample of its type as data. */
function event(name: string, tenantId: string, change: Record<string, unknown> = {}): EventEnvelope {
  const type = `yagura.case.${name}.v1`;
  const sample = JSON.parse(readFileSync(join(GOLDEN, type, 'sample.json'), 'utf8')) as Record<string, unknown>;
  return {
    specversion: '1.0', id: newId(), source: '/yagura/cases', type, subject: 'case', time: '2026-11-22T01:00:00.000Z', datacontenttype: 'application/json', tenantid: tenantId,
    actorid: 'x', correlationid: 'x', data: { ...sample, tenantId, ...change },
  };
}

class Lane implements LiveEvents {
  private readonly bus = new EventEmitter();
  onEvent(heard: (envelope: EventEnvelope) => void): () => void {
    this.bus.on('event', heard);
    return () => { this.bus.off('event', heard); };
  }
  tell(...events: EventEnvelope[]): void { for (const each of events) this.bus.emit('event', each); }
  get listeners(): number { return this.bus.listenerCount('event'); }
}

function feedOf(lane: Lane, reader: Partial<FeedReader> = {}): AsyncIterator<{ caseChanged: { kind: string; tenantId: string } }> {
  return new CaseFeed(lane, { audience: 'staff', scope: async () => new Set([a]), ...reader })[Symbol.asyncIterator]();
}
const told = async (feed: AsyncIterator<{ caseChanged: { kind: string; tenantId: string } }>): Promise<string> => ((await feed.next()).value as { caseChanged: { kind: string } }).caseChanged.kind;

describe('what an event of a case tells whom', () => {
  it.each([
    ['opened', 'OPENED', 'OPENED'], ['finding_grouped', 'FINDING_JOINED', 'FINDING_JOINED'], ['acknowledged', 'ACKNOWLEDGED', 'ACKNOWLEDGED'],
    ['severity_changed', 'SEVERITY_CHANGED', 'SEVERITY_CHANGED'], ['status_changed', 'STATUS_CHANGED', 'STATUS_CHANGED'], ['verdict_set', 'VERDICT_SET', undefined],
    ['commented', 'COMMENTED', 'COMMENTED'], ['closed', 'CLOSED', 'CLOSED'],
  ])('%s: %s to staff, %s to a client company', (name, staff, customer) => {
    expect(changeOf(event(name, a), 'staff')?.kind).toBe(staff);
    expect(changeOf(event(name, a), 'customer')?.kind).toBe(customer);
  });

  it.each(['internal', undefined, 'partner'])('keeps a comment whose visibility is %s from a client company', (visibility) => {
    expect(changeOf(event('commented', a, { visibility }), 'customer')).toBeUndefined();
  });

  it('tells nothing of an event whose data names another tenant than its envelope, and nothing of other nouns', () => {
    expect(changeOf(event('opened', a, { tenantId: b }), 'staff')).toBeUndefined();
    expect(changeOf({ ...event('opened', a), type: 'yagura.finding.created.v1' }, 'staff')).toBeUndefined();
  });

  it('carries no words of people: ids, the case as it stands, and what kind of change', () => {
    expect(Object.keys(changeOf(event('commented', a), 'staff') ?? {}).sort()).toEqual(['at', 'caseId', 'kind', 'number', 'severity', 'status', 'tenantId', 'title', 'version']);
  });
});

describe('a reader’s feed of case changes', () => {
  it('brings changes of the tenants in reach, in order, and passes over the others', async () => {
    const lane = new Lane();
    const feed = feedOf(lane);

    lane.tell(event('opened', a), event('opened', b), event('acknowledged', a));

    expect([await told(feed), await told(feed)]).toEqual(['OPENED', 'ACKNOWLEDGED']);
  });

  it('asks for the scope anew at each change: a tenant that left it is not told of any more', async () => {
    const lane = new Lane();
    let scope = new Set([a, b]);
    const feed = feedOf(lane, { scope: async () => scope });
    lane.tell(event('opened', b));
    expect(await told(feed)).toBe('OPENED');

    scope = new Set([a]);
    lane.tell(event('closed', b), event('acknowledged', a));

    expect(await told(feed)).toBe('ACKNOWLEDGED');
  });

  it('brings only the one tenant that was asked for', async () => {
    const lane = new Lane();
    const feed = feedOf(lane, { tenantId: b, scope: async () => new Set([a, b]) });

    lane.tell(event('opened', a), event('closed', b));

    expect(await told(feed)).toBe('CLOSED');
  });

  it('ends with the refusal when the reader has no scope left', async () => {
    const lane = new Lane();
    const feed = feedOf(lane, { scope: () => Promise.reject(new Forbidden('no', { slug: 'auth.not_allowed' })) });
    lane.tell(event('opened', a));

    await expect(feed.next()).rejects.toMatchObject({ kind: 'Forbidden' });
  });

  it('closes a reader that is too slow with the reason, and listens for it no longer', async () => {
    const lane = new Lane();
    const feed = feedOf(lane);

    lane.tell(...Array.from({ length: 501 }, () => event('opened', a)));

    await expect(feed.next()).rejects.toMatchObject({ kind: 'Unavailable', slug: 'feed.reader_too_slow' });
    expect(await feed.next()).toEqual({ value: undefined, done: true });
    expect(lane.listeners).toBe(0);
  });

  it('ends a reader that waits for a change when it leaves', async () => {
    const lane = new Lane();
    const feed = feedOf(lane);
    const waiting = feed.next();

    await feed.return?.();

    expect(await waiting).toEqual({ value: undefined, done: true });
    expect(lane.listeners).toBe(0);
  });

  it('does not listen before anybody reads', () => {
    const lane = new Lane();

    expect(new CaseFeed(lane, { audience: 'staff', scope: async () => new Set([a]) })).toBeDefined();
    expect(lane.listeners).toBe(0);
  });
});
