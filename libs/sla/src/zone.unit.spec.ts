import { execFileSync } from 'node:child_process';
import { formatInstant, parseInstant } from './instant';
import { formatDate, parseDate } from './local-date';
import { zoneOf } from './zone';

const ZONES = [
  'UTC', 'Asia/Tokyo', 'Europe/Berlin', 'Europe/London', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe', 'Australia/Sydney',
  'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Riyadh', 'Africa/Casablanca', 'America/Sao_Paulo', 'Asia/Tehran', 'Pacific/Chatham', 'Africa/Cairo',
];
const YEARS = [2018, 2024, 2026, 2027, 2031];

// Temporal is the independent reference for the same rule. It ships as an ES module, so it answers from a process of its own.
const ORACLE = `
  import { Temporal } from 'temporal-polyfill';
  const [zones, years] = JSON.parse(process.argv[1]);
  const answers = [];
  for (const zone of zones) for (const year of years) for (let day = 0; day < 365; day += 1) for (const time of ['00:00', '01:59', '02:30', '13:45']) {
    const local = Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ days: day }).toPlainDateTime(time);
    answers.push([zone, local.toPlainDate().toString(), time, local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds]);
  }
  process.stdout.write(JSON.stringify(answers));
`;

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

test('local times become the instants that Temporal calls compatible, on every day of five years in sixteen zones', () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', ORACLE, JSON.stringify([ZONES, YEARS])], { cwd: __dirname, maxBuffer: 1 << 26 });
  const answers = JSON.parse(output.toString()) as [string, string, string, number][];

  const different = answers.filter(([zone, date, time, at]) => zoneOf(zone).resolve(parseDate(date), minutes(time) * 60_000) !== at);

  expect(answers).toHaveLength(ZONES.length * YEARS.length * 365 * 4);
  expect(different).toEqual([]);
});

test('a whole date that a zone skipped moves forward by a day', () => {
  const apia = zoneOf('Pacific/Apia');

  const at = apia.resolve(parseDate('2011-12-30'), 12 * 3_600_000);

  expect(formatInstant(at)).toBe('2011-12-30T22:00:00Z');
  expect(formatDate(apia.localAt(at).day)).toBe('2011-12-31');
});

test('the wall clock of an instant keeps its milliseconds', () => {
  const local = zoneOf('Asia/Kathmandu').localAt(parseInstant('2026-06-05T08:15:00.007Z'));

  expect([formatDate(local.day), local.millis]).toEqual(['2026-06-05', 14 * 3_600_000 + 7]);
});

test.each(['Europe/Atlantis', '+09:00', ''])('the zone %p is refused', (name) => {
  expect(() => zoneOf(name)).toThrow(expect.objectContaining({ slug: 'sla.invalid_calendar', kind: 'InvalidInput' }));
});

test.each(['2026-06-01T10:00:00', '2026-06-01', '2026-02-30T00:00:00Z', '2026-06-01T24:00:00Z', '2026-06-01T10:00:00+25:00', 'now'])(
  'the text %p names no instant', (text) => {
    expect(() => parseInstant(text)).toThrow(expect.objectContaining({ slug: 'sla.invalid_instant' }));
  });
