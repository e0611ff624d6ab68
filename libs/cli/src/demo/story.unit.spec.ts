import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileRules, parseRules } from '@yagura/sigma';
import { checkHecBody, frameBody, parseRecord, type TelemetryRecord } from '@yagura/telemetry';
import { backgroundEvents } from './background';
import type { DemoEvent } from './event-text';
import { STORIES, storyEvents } from './story';

const RULES_DIR = join(__dirname, '../../../../services/detection/content/rules');
const compiled = compileRules(
  readdirSync(RULES_DIR).filter((name) => name.endsWith('.yml')).flatMap((name) => parseRules(readFileSync(join(RULES_DIR, name), 'utf8'), name).rules));
const START = Date.parse('2026-03-04T05:06:07.000Z');

const bodyOf = (events: readonly DemoEvent[]): Buffer => Buffer.from(events.map((event) => JSON.stringify(event.body)).join(''));
const recordsOf = (events: readonly DemoEvent[], recvMs: number): TelemetryRecord[] => {
  const framed = frameBody(bodyOf(events), 'hec.event');
  if (!framed.ok) throw new Error(`refused: ${framed.text}`);
  return framed.frames.map((frame) => parseRecord(frame, {}, recvMs)).map((record) => {
    if (record.quarantined) throw new Error(`quarantined: ${record.reason}`);
    return record;
  });
};
const firedBy = (records: readonly TelemetryRecord[]): string[] =>
  [...new Set(records.flatMap((record) => compiled.match(record).map((index) => compiled.metadataOf(index).file.replace(/\.yml$/, ''))))].sort();

describe.each(STORIES.map((story) => [story.id, story] as const))('the story %s', (_, story) => {
  const events = storyEvents(story, START);

  it('passes the door whole', () => {
    expect(checkHecBody(bodyOf(events))).toEqual({ ok: true, count: events.length });
  });

  it('happens when it is played: every record carries the time of its step', () => {
    const records = recordsOf(events, START + 600_000);

    expect(records.map((record) => Math.floor(record.ts / 1000))).toEqual(events.map((event) => Math.floor(event.atMs / 1000)));
    expect(records.filter((record) => record.timeSuspect)).toEqual([]);
    expect(events.map((event) => event.atMs)).toEqual([...events.map((event) => event.atMs)].sort((a, b) => a - b));
  });

  it('is understood: every record has a log source, a host, and no place left open', () => {
    for (const record of recordsOf(events, START + 600_000)) {
      expect(Object.keys(record.logsource)).not.toEqual([]);
      expect(record.hot.host).not.toBe('');
      expect(record.raw).not.toMatch(/\$[A-Z_]+\$/);
    }
  });

  it('sets off exactly the rules it is told to', () => {
    expect(firedBy(recordsOf(events, START + 600_000))).toEqual([...story.expectedRules].sort());
  });

  it('is the same bytes for the same start and other ids for another', () => {
    expect(bodyOf(storyEvents(story, START)).equals(bodyOf(events))).toBe(true);
    expect(bodyOf(storyEvents(story, START + 1)).equals(bodyOf(events))).toBe(false);
  });
});

describe('the background', () => {
  it('is as many events as asked for, within its second, the same for the same arguments', () => {
    const events = backgroundEvents(7, 0, START, 50);

    expect(events).toHaveLength(50);
    expect(events.every((event) => event.atMs >= START && event.atMs < START + 1000)).toBe(true);
    expect(backgroundEvents(7, 0, START, 50)).toEqual(events);
    expect(backgroundEvents(7, 1, START, 50)).not.toEqual(events);
    expect(backgroundEvents(7, 0, START + 1000, 50)).not.toEqual(events);
  });

  it('is understood, sets off no rule and repeats no event id in 20,000 events of four companies', () => {
    const events = Array.from({ length: 100 }, (_, second) => backgroundEvents(1, second % 4, START + second * 1000, 200)).flat();
    const records = recordsOf(events, START + 120_000);

    expect(firedBy(records)).toEqual([]);
    expect(records.filter((record) => record.timeSuspect || record.hot.host === '' || Object.keys(record.logsource).length === 0)).toEqual([]);
    expect(records.some((record) => /\$[A-Z_]+\$/.test(record.raw))).toBe(false);
    const ids = records.map((record) => record.get('eventID')).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(records.map((record) => record.src)).size).toBeGreaterThan(8);
  });
});
