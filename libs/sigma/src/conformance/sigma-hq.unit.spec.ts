import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileRules, matchByTree, ObjectRecord, parseRules, type RecordLogSource, type RuleRefusal, type SigmaRecord, type SigmaRule } from '../index';

// SigmaHQ rules, regression cases and Windows events beside the repository; origins and licences are named there.
const DATA = join(__dirname, '../../../../../shared/data');
const withData = existsSync(join(DATA, 'sigma/sigma-rules.tar.gz')) ? describe : describe.skip;

interface MapRow { logsource: { product?: string; category?: string; service?: string }; channels?: string[]; eventIds?: number[]; when?: Record<string, string | string[]>; }
interface RegressionCase { case: string; ruleId: string; matchCount: number | null; events: { Event: WindowsEvent }[]; }
interface WindowsEvent { System: Record<string, unknown>; EventData?: Record<string, unknown> | null; UserData?: Record<string, Record<string, unknown>>; }

function tarFiles(path: string): { name: string; text: string }[] {
  const bytes = gunzipSync(readFileSync(path));
  const files: { name: string; text: string }[] = [];
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0;) {
    const field = (from: number, length: number): string => bytes.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(field(124, 12), 8);
    const prefix = field(345, 155);
    files.push({ name: (prefix === '' ? '' : `${prefix}/`) + field(0, 100), text: bytes.toString('utf8', at + 512, at + 512 + size) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

function jsonLines<Line>(path: string): Line[] {
  return gunzipSync(readFileSync(join(DATA, path))).toString('utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line);
}

/** The log source of a Windows event: all rows of the specification's map whose channel and event number fit. */
function windowsSource(rows: readonly MapRow[], get: (field: string) => unknown): RecordLogSource {
  const channel = String(get('Channel')).toLowerCase();
  const fitting = rows.filter((row) => row.logsource.product === 'windows' && row.channels !== undefined
    && row.channels.some((one) => one.toLowerCase() === channel)
    && (row.eventIds === undefined || row.eventIds.includes(Number(get('EventID'))))
    && Object.entries(row.when ?? {}).every(([field, values]) => [values].flat().includes(String(get(field)))));
  const named = (key: 'category' | 'service'): string[] => fitting.flatMap((row) => row.logsource[key] ?? []);
  return { product: 'windows', category: named('category'), service: named('service') };
}

/** Two cases state one match although several of their events plainly fit the rule; the origin's runner counts at least. */
const UNDERSTATED: ReadonlyMap<string, number> = new Map([
  ['ef67d58b-a7c2-434f-af87-34ae280a2968', 3], ['c99b67cd-0a57-4023-9f88-35806d622b48', 2],
]);

/** Native Sigma names of an event: `System` and the data section on one level, without the spaces that Defender puts in names. */
function flatten(event: WindowsEvent): Record<string, unknown> {
  const system = event.System;
  const provider = (system['Provider'] as { '#attributes'?: { Name?: string } } | undefined)?.['#attributes']?.Name;
  const data = { ...event.EventData, ...Object.values(event.UserData ?? {})[0] };
  return { ...system, Provider_Name: provider, ...Object.fromEntries(Object.entries(data).map(([name, value]) => [name.replaceAll(' ', ''), value])) };
}

withData('SigmaHQ content', () => {
  const rules: SigmaRule[] = [];
  const refused: RuleRefusal[] = [];
  let rows: MapRow[] = [];
  let files = 0;

  beforeAll(() => {
    for (const { name, text } of tarFiles(join(DATA, 'sigma/sigma-rules.tar.gz'))) {
      if (!name.endsWith('.yml')) continue;
      files++;
      const parsed = parseRules(text, name);
      rules.push(...parsed.rules);
      refused.push(...parsed.refused);
    }
    const map = JSON.parse(readFileSync(join(DATA, 'sigma/spec/logsource-map.json'), 'utf8')) as { rows: MapRow[]; additions: MapRow[] };
    // Creation events of the Security channel are not Sysmon's: they rename fields, which is a parser's business.
    rows = [...map.rows, ...map.additions.filter((row) => row.channels?.[0] !== 'Security')];
  });

  it('G2: loads all 3,757 rules, of which two wait for placeholder values', () => {
    const compiled = compileRules(rules);

    expect(refused).toEqual([]);
    expect([files, rules.length, compiled.size, compiled.needsValues.length]).toEqual([3757, 3757, 3755, 2]);
    expect(compiled.needsValues.map(({ placeholders }) => placeholders.length)).toEqual([1, 1]);
  });

  it('G2: the two waiting rules compile once their placeholders have values', () => {
    const names = compileRules(rules).needsValues.flatMap(({ placeholders }) => placeholders);

    const compiled = compileRules(rules, { placeholders: new Map(names.map((name) => [name, ['value']])) });

    expect([compiled.size, compiled.needsValues, compiled.refused]).toEqual([3757, [], []]);
  });

  it('G3: each of the 150 regression cases fires its rule as often as stated', () => {
    const compiled = compileRules(rules);
    const cases = jsonLines<RegressionCase>('sigma/sigma-regression.jsonl.gz');
    const wrong: string[] = [];
    for (const one of cases) {
      const rule = compiled.find(one.ruleId);
      const matched = one.events.filter(({ Event }) => {
        const fields = flatten(Event);
        const record = new ObjectRecord(windowsSource(rows, (field) => fields[field]), fields);
        return rule !== undefined && compiled.match(record).includes(rule);
      });
      const stated = UNDERSTATED.get(one.case) ?? one.matchCount;
      if (matched.length === 0 || (stated !== null && matched.length !== stated)) wrong.push(`${one.case}: ${matched.length}`);
    }

    expect(cases).toHaveLength(150);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['every fifty-first event of the natural mix', 'events/otrf-security-datasets/windows-mix-1.jsonl.gz', 51],
    ['every seventy-first rare event', 'events/otrf-security-datasets/windows-rare.jsonl.gz', 71],
  ])('G5: the index finds what the trees find in %s', (_, path, stride) => {
    const compiled = compileRules(rules, { placeholders: new Map([['Admins_Workstations', ['WS*']], ['domain_controller_hostnames', ['DC1']]]) });
    const events = jsonLines<Record<string, unknown>>(path).filter((_event, at) => at % stride === 0);
    const differences: unknown[] = [];
    let matches = 0;
    for (const event of events) {
      const routed = windowsSource(rows, (field) => event[field]);
      for (const message of [undefined, String(event['Message'])]) {
        const record: SigmaRecord = new ObjectRecord(routed, event, message);
        const indexed = compiled.match(record);
        const walked = matchByTree(compiled, record);
        matches += walked.length;
        if (indexed.join() !== walked.join()) differences.push({ indexed, walked, channel: event['Channel'], id: event['EventID'] });
      }
    }

    expect(differences).toEqual([]);
    expect(events.length).toBeGreaterThan(200);
    expect(matches).toBeGreaterThan(20);
  });
});
