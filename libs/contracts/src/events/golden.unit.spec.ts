import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventType } from '../event-type';
import * as events from './index';

const GOLDEN = join(__dirname, '..', '..', 'golden');
const isEvent = (value: unknown): value is EventType => typeof value === 'object' && value !== null && 'type' in value && 'topic' in value;
const exported: readonly unknown[] = Object.values(events);
const types = new Map(exported.filter(isEvent).map((event) => [event.type, event]));
const samples = readdirSync(GOLDEN).flatMap((type) => readdirSync(join(GOLDEN, type)).map((file) => [type, file] as const));

describe('the golden samples of events', () => {
  it.each(samples)('%s/%s still parses, keeps every field and has a key', (type, file) => {
    const sample: unknown = JSON.parse(readFileSync(join(GOLDEN, type, file), 'utf8'));
    const event = types.get(type);

    const parsed: unknown = event?.data.parse(sample);

    expect(parsed).toEqual(sample);
    expect(event?.key(parsed)).not.toBe('');
  });
});

describe('an event type', () => {
  it.each([...types.values()])('$type belongs to one service, one topic and one tenant', ({ type, topic, owner, about, data }) => {
    expect(type).toMatch(/^yagura\.[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*\.v\d+$/);
    expect(topic).toMatch(/^[a-z]+\.[a-z]+$/);
    expect(about).toMatch(/\.$/);
    expect(owner).not.toBe('');
    expect(data.safeParse({}).error?.issues.some(({ path }) => path[0] === 'tenantId')).toBe(true);
  });

  it('shares its topic only with events of the same service', () => {
    const owners = new Map<string, Set<string>>();
    for (const { topic, owner } of types.values()) owners.set(topic, (owners.get(topic) ?? new Set()).add(owner));

    expect([...owners].filter(([, own]) => own.size > 1)).toEqual([]);
  });
});
