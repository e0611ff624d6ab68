import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import entries from './rule-words.json';
import { plainWords } from './plain-words';
import { caseWords, ruleWords } from './rule-words';

const RULES_DIR = join(__dirname, '../../../detection/content/rules');
const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

const field = (text: string, key: string): string => text.split('\n').find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
const pack = readdirSync(RULES_DIR).filter((name) => name.endsWith('.yml')).sort().map((name) => {
  const text = readFileSync(join(RULES_DIR, name), 'utf8');
  return { rule: name.replace(/\.yml$/, ''), id: field(text, 'id'), title: field(text, 'title'), meaning: field(text, 'description') };
});

describe('the words for rules', () => {
  it('are there for every rule of the pack and for no other, in English as the rule says it', () => {
    expect(Object.values(entries).map(({ rule }) => rule).sort()).toEqual(pack.map(({ rule }) => rule).sort());
    for (const { id, title, meaning } of pack) expect(ruleWords(id, 'en')).toEqual({ title, meaning });
  });

  it('are Japanese for Japanese readers, each title its own and each meaning a sentence', () => {
    const words = pack.map(({ id }) => ruleWords(id, 'ja'));

    expect(new Set(words.map((one) => one?.title)).size).toBe(pack.length);
    expect(words.filter((one) => one === undefined || one.title.length > 30 || !JAPANESE.test(one.title) || !JAPANESE.test(one.meaning) || !one.meaning.endsWith('。'))).toEqual([]);
  });

  it('are absent for a rule that somebody else wrote', () => {
    expect(ruleWords('00000000-0000-4000-8000-000000000000', 'ja')).toBeUndefined();
  });

  it('name a case of every rule by its rule, and keep the machine as it was written', () => {
    for (const { id, title } of pack) {
      expect(caseWords(title, 'ja')).toEqual(ruleWords(id, 'ja'));
      expect(caseWords(`${title} (FS01 (old))`, 'ja')?.title).toBe(`${ruleWords(id, 'ja')?.title}（FS01 (old)）`);
      expect(caseWords(`${title} (FS01)`, 'en')?.title).toBe(`${title} (FS01)`);
    }
  });

  it('leave a case alone whose title only begins like a rule', () => {
    expect(caseWords(`${pack[0].title}s`, 'ja')).toBeUndefined();
    expect(caseWords('Somebody else’s rule (FS01)', 'ja')).toBeUndefined();
  });

  it('answer each asked rule and case once, and leave out the unknown', () => {
    const [{ id, title }] = pack;
    const answer = plainWords({ language: 'ja', ruleIds: [id, id, 'unknown'], caseTitles: [title, title, 'unknown'] });
    expect(answer).toEqual({ rules: [{ ruleId: id, ...ruleWords(id, 'ja') }], cases: [{ caseTitle: title, ...ruleWords(id, 'ja') }] });
  });
});
