import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import entries from './rule-words.json';
import { ruleWords } from './rule-words';

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
});
