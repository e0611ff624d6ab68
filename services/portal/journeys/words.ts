import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WEB = join(__dirname, '..', 'web');
export type Entry = 'console' | 'client';
export type Language = 'en' | 'ja';

/** The sentences of one entry in one language, by which tests find what people find. */
export class Words {
  private readonly sentences: Readonly<Record<string, string | undefined>>;

  constructor(readonly entry: Entry, readonly language: Language) {
    const files = [entry, 'shared'].flatMap((folder) => readdirSync(join(WEB, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(WEB, folder, file)));
    const own = files.filter((file) => file.endsWith(`/${language}.json`) || file.endsWith(`.${language}.json`));
    this.sentences = Object.assign({}, ...own.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)) as Record<string, string>;
  }

  /** A sentence with its arguments filled in; those of choices and plurals are not for tests to form. */
  say(name: string, values: Readonly<Record<string, string | number>> = {}): string {
    const said = Object.entries(values).reduce((text, [argument, value]) => text.replaceAll(`{${argument}}`, String(value)).replaceAll(`{${argument}, number}`, String(value)), this.sentence(name));
    if (said.includes('{')) throw new Error(`The words of ${name} have more arguments: ${said}`);
    return said;
  }

  /** The longest part of a sentence that no argument changes. */
  part(name: string): string {
    return plainPieces(this.sentence(name)).sort((a, b) => b.length - a.length)[0].trim();
  }

  private sentence(name: string): string {
    const sentence = this.sentences[name];
    if (sentence === undefined) throw new Error(`The ${this.entry} has no words for ${name}`);
    return sentence;
  }
}

/** What stands outside of the arguments of an ICU message, however deep their choices are. */
function plainPieces(sentence: string): string[] {
  const pieces = [''];
  let depth = 0;
  for (const sign of sentence) {
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    else if (sign === '{' && depth === 1) pieces.push('');
    else if (depth === 0) pieces[pieces.length - 1] += sign;
  }
  return pieces;
}
