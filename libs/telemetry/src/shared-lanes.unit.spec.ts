import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { frameBody } from './frame-body';
import { parseRecord } from './parse-record';

const folder = join(__dirname, '../../../../shared/data/events');
const lanes = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz')).sort()
  : [];
const RECV = Date.parse('2026-06-01T00:00:00Z');
/** Lines of one lane are read up to this number, so that the suite stays quick; the bench reads them all. */
const LINES = 4_000;

/** Log sources that every event of a lane must get. */
const EXPECTED: readonly (readonly [lane: RegExp, src: RegExp])[] = [
  [/windows-|winlogbeat6/, /^windows/], [/cloudtrail/, /^aws\/cloudtrail$/], [/zeek-|zed-sample/, /^zeek\//], [/eve-alerts/, /^suricata\//],
  [/(?:apache|nginx|traefik)-access|iis-access/, /^(?:web\/access|json)$/], [/auditd-log\.log|linux-auditd/, /^linux\/auditd$/],
  [/elastic-examples\/auth/, /^linux\//],
];

(lanes.length > 0 ? describe : describe.skip)('the shared events (skipped when the shared data folder is missing)', () => {
  it.each(lanes)('of %s are all read, none in quarantine', (lane) => {
    const text = gunzipSync(readFileSync(join(folder, lane)));
    const body = firstLines(text, LINES);

    const framed = frameBody(body, 'hec.raw');

    if (!framed.ok) throw new Error(`refused: ${framed.text}`);
    const records = framed.frames.map((frame) => parseRecord(frame, {}, RECV));
    expect(records.filter((record) => record.quarantined).map((record) => record.raw.slice(0, 200))).toEqual([]);
    const expected = EXPECTED.find(([name]) => name.test(lane) && !lane.includes('ecs-'))?.[1];
    const strangers = records.filter((record) => !record.quarantined && !record.raw.startsWith('#') && expected !== undefined && !expected.test(record.src));
    expect(strangers.length / records.length).toBeLessThan(0.12);
    for (const record of records.slice(0, 50)) if (!record.quarantined) expect([...record.values()].every((value) => typeof value === 'string')).toBe(true);
  });
});

describe('any text', () => {
  it('is read or quarantined, and never throws', () => {
    const line = fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), fc.json(), fc.stringMatching(/^(?:type=|<13>|Feb  3 |\{"EventID":)[ -~]{0,60}$/));
    fc.assert(fc.property(line, (raw) => {
      const record = parseRecord({ raw }, { timeZone: 'Asia/Tokyo' }, RECV);
      expect(record.raw).toBe(raw);
      if (!record.quarantined) expect(record.get('a.b')).toBe(record.get('a.b'));
    }), { numRuns: 2_000 });
  });
});

function firstLines(text: Buffer, count: number): Buffer {
  let at = 0;
  for (let line = 0; line < count && at !== -1 && at < text.length; line += 1) {
    const next = text.indexOf(0x0a, at);
    if (next === -1) return text;
    at = next + 1;
  }
  return text.subarray(0, at);
}
