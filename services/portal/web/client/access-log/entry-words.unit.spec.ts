import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import en from './access-log.en.json';
import { csvHead, csvRow, nameOf, sentenceOf, sideOf, type LogEntry } from './entry-words';

const SERVICES = join(__dirname, '../../../..');
/** Places in which the services name what they write into the audit log. */
const WRITES = /\baudit\(|\baction\b|this\.decide\(|this\.note\(|this\.end\(|this\.opened\(|LIST_VIEWED =/;
const NAME = /'([a-z_]+\.[a-z_]+)'/g;

const sources = readdirSync(SERVICES).flatMap((service) => {
  const folder = join(SERVICES, service, 'src');
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.includes('testing/')).map((file) => join(folder, file));
  } catch {
    return [];
  }
});
const actions = [...new Set(sources.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter((line) => WRITES.test(line)).flatMap((line) => [...line.matchAll(NAME)].map(([, name]) => name ?? ''))))].sort();

const entry: LogEntry = {
  sequence: '7', at: '2026-11-21T05:03:07Z', actor: { kind: 'user', name: '=Mori' }, audience: 'staff', action: 'case.opened_by_staff', objectKind: 'case', objectId: 'c1', hash: 'abc',
};
const say = (name: string): string => (en as Readonly<Record<string, string>>)[name] ?? `?${name}`;

describe('the sentences of the access log', () => {
  it('are looked for in the code of every service', () => {
    expect(actions.length).toBeGreaterThan(45);
    expect(actions).toEqual(expect.arrayContaining(['case.opened_by_staff', 'event.opened', 'list.viewed_by_staff', 'grant.made', 'report.file_opened', 'source.credential_revoked', 'webhook.created', 'case.taken']));
  });

  it.each(actions)('has one for %s', (action) => {
    expect(sentenceOf(action)).toBe(`audit.${action}`);
  });

  it('tells an act that is new by its code', () => {
    expect(sentenceOf('moon.landed')).toBe('accessLog.other');
  });

  it('names people, and programs as the service itself', () => {
    expect([nameOf(entry), nameOf({ actor: { kind: 'service', name: 'cases' } }), nameOf({ actor: { kind: 'user', name: null } })]).toEqual(['=Mori', undefined, null]);
    expect(['staff', 'customer', 'system', 'partner'].map(sideOf)).toEqual(['staff', 'customer', 'system', 'system']);
  });

  it('become a row with everything by which the entry is found and proved', () => {
    expect(csvRow(entry, say, (at) => at)).toEqual(['7', entry.at, '=Mori', 'our staff', 'A case of your company was read.', 'case.opened_by_staff', 'case c1', 'abc']);
    expect(csvHead(say)).toHaveLength(csvRow(entry, say, (at) => at).length);
  });
});
