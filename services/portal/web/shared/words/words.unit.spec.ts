import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WEB = join(__dirname, '..', '..');
type Words = Readonly<Record<string, string>>;
const read = (file: string): Words => JSON.parse(readFileSync(join(WEB, file), 'utf8')) as Words;

/** Files of English words, from `web`. */
const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((file) => /(^|[/.])en\.json$/.test(file) && !file.includes('/gen/')).sort();
const japanese = (file: string): string => file.replace(/en\.json$/, 'ja.json');

/** Names of a sentence's ICU arguments, and the selectors of its choices. */
const argumentsOf = (sentence: string): string[] => [...new Set([...sentence.matchAll(/\{\s*([a-zA-Z][\w]*)\s*[,}]/g)].map(([, name]) => name ?? ''))].sort();

describe('the words of the portal', () => {
  it.each(files)('%s has the same sentences in Japanese, with the same arguments', (file) => {
    expect(existsSync(join(WEB, japanese(file)))).toBe(true);
    const [en, ja] = [read(file), read(japanese(file))];

    expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort());
    for (const [key, sentence] of Object.entries(en)) expect([key, argumentsOf(ja[key] ?? '')]).toEqual([key, argumentsOf(sentence)]);
  });

  it.each(['console', 'client'])('has no name twice in the %s', (entry) => {
    const own = files.filter((file) => file.startsWith('shared/') || file.startsWith(`${entry}/`));
    const names = own.flatMap((file) => Object.keys(read(file)));

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('says nothing empty, and nothing in Japanese without a Japanese character where English has words', () => {
    for (const file of files) {
      for (const [key, sentence] of Object.entries(read(japanese(file)))) {
        expect([key, sentence.trim()]).not.toEqual([key, '']);
        const isName = !/[a-z]{3,} [a-z]{2,}/.test(read(file)[key] ?? '');
        if (!isName) expect([key, /[\u3040-\u30ff\u4e00-\u9fff]/.test(sentence)]).toEqual([key, true]);
      }
    }
  });
});
