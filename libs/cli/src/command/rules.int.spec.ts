import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { COMMANDS } from './commands';
import { dispatch } from './dispatch';

const WHOAMI = `title: Whoami\nid: 11111111-2222-4333-8444-555555555555\nlevel: low\nlogsource: { product: windows, category: process_creation }
detection: { selection: { Image|endswith: '\\whoami.exe' }, condition: selection }\n`;
const WAITING = `title: Waits\nlogsource: { product: windows }\ndetection: { selection: { User|expand: '%admins%' }, condition: selection }\n`;
const BAD = `title: Bad\nlogsource: { product: windows }\ndetection: { selection: { User|foo: x }, condition: selection }\n`;
const ran = (image: string): string => JSON.stringify({ EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Image: image, User: 'LAB\\rin', UtcTime: '2026-01-02 03:04:05.678' });

let folder: string;
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(at(name), content);
  return at(name);
};

async function say(...argv: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), isInteractive: false };
  return { code: await dispatch(COMMANDS, argv, terminal, new AbortController().signal), out, err };
}

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'yagura-rules-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

describe('rules check', () => {
  it('accepts a folder of good rules, below its folders too, and counts those that wait for values', async () => {
    mkdirSync(at('deep'));
    put('deep/whoami.yml', WHOAMI);
    put('waits.yaml', WAITING);
    put('notes.txt', 'no rule');

    const { code, out } = await say('rules', 'check', folder, '--json');

    expect(code).toBe(0);
    expect(JSON.parse(out[0])).toMatchObject({ ok: true, files: 2, accepted: 2, active: 1, refused: [], needsValues: [{ rule: 'Waits', placeholders: ['admins'] }] });
  });

  it('exits 1 for a bad rule and says which file, where in it, and why', async () => {
    const file = put('mixed.yml', `${WHOAMI}---\n${BAD}`);

    const { code, out } = await say('rules', 'check', file);

    expect(code).toBe(1);
    expect(out[0]).toContain(file);
    expect(out[0]).toContain('detection.selection');
    expect(out[0]).toContain('foo');
    expect(out.at(-1)).toMatch(/^1 files: 1 rules accepted .* 1 refused/);
  });

  it.each([['a path that is not there', 'absent.yml'], ['a folder without rules', '.']])('exits 1 for %s with one sentence', async (_, name) => {
    const { code, out, err } = await say('rules', 'check', at(name));

    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toHaveLength(1);
  });
});

describe('rules eval', () => {
  it('prints event number, rule id and title of each match, from plain and packed files alike', async () => {
    const rules = put('whoami.yml', WHOAMI);
    const lines = [ran('C:\\Windows\\explorer.exe'), '', ran('C:\\Windows\\System32\\whoami.exe')].join('\n');
    const plain = await say('rules', 'eval', '--rules', rules, '--events', put('events.jsonl', lines));
    const packed = await say('rules', 'eval', '--rules', rules, '--events', put('events.jsonl.gz', gzipSync(`${lines}\n`)));

    expect(plain.out).toEqual(['2  11111111-2222-4333-8444-555555555555  Whoami']);
    expect(packed).toEqual(plain);
    expect(plain.code).toBe(0);
  });

  it('tells and counts lines that cannot be read, and goes on behind them', async () => {
    const rules = put('whoami.yml', WHOAMI);
    const events = put('events.jsonl', Buffer.concat([Buffer.from('{"half":\n'), Buffer.from([0x7b, 0xff, 0x7d, 0x0a]), Buffer.from(ran('D:\\whoami.exe'))]));

    const { code, out } = await say('rules', 'eval', '--rules', rules, '--events', events, '--json');

    expect(code).toBe(0);
    const answers = out.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(answers.slice(0, 2)).toMatchObject([{ event: 1, line: 1 }, { event: 2, line: 2 }]);
    expect(answers[2]).toMatchObject({ event: 3, title: 'Whoami' });
    expect(answers[3]).toEqual({ summary: { events: 3, matches: 1, unreadable: 2, rules: 1, refused: 0, needsValues: 0 } });
  });

  it('takes records as of the given log source when they do not show their own', async () => {
    const rules = put('whoami.yml', WHOAMI);
    const events = put('events.jsonl', JSON.stringify({ Image: 'C:\\whoami.exe' }));
    const base = ['rules', 'eval', '--rules', rules, '--events', events];

    expect((await say(...base)).out).toEqual([]);
    expect((await say(...base, '--logsource', 'windows/process_creation')).out).toHaveLength(1);
    expect((await say(...base, '--logsource', 'linux/process_creation')).out).toEqual([]);
  });

  it.each([['a file that is not there', 'absent.jsonl', undefined], ['a packed file that is none', 'broken.jsonl.gz', 'not gzip']])('exits 1 for %s with one sentence', async (_, name, content) => {
    if (content !== undefined) put(name, content);

    const { code, err } = await say('rules', 'eval', '--rules', put('whoami.yml', WHOAMI), '--events', at(name));

    expect(code).toBe(1);
    expect(err).toHaveLength(1);
    expect(err[0]).toContain('cannot be read');
  });
});
