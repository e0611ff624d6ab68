import { InvalidUsage, type Invocation } from './command';

/** The flags by name; throws InvalidUsage that names all that are missing. */
export function required<Name extends string>({ flags, positionals }: Invocation, { name, usage }: { readonly name: string; readonly usage: string }, ...names: readonly Name[]): Readonly<Record<Name, string>> {
  const missing = names.filter((flag) => (flags[flag] ?? '') === '');
  if (missing.length > 0 || positionals.length > 0) {
    const what = missing.length > 0 ? `${missing.map((flag) => `--${flag}`).join(', ')} missing` : `"${positionals[0]}" belongs to no option`;
    throw new InvalidUsage(`${what}: type "yagura ${name} ${usage}".`);
  }
  return Object.fromEntries(names.map((flag) => [flag, flags[flag] ?? ''])) as Record<Name, string>;
}

/** One of the words, in any case; throws InvalidUsage that lists them. */
export function oneOf<Word extends string>(flag: string, given: string | undefined, words: readonly Word[], usual: Word): Word {
  if (given === undefined) return usual;
  const found = words.find((word) => word.toLowerCase() === given.toLowerCase());
  if (found === undefined) throw new InvalidUsage(`--${flag} is one of ${words.join(', ')}.`);
  return found;
}

/** A count from the command line; throws InvalidUsage for anything else. */
export function wholeNumber(flag: string, given: string | undefined, usual: number): number {
  if (given === undefined) return usual;
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new InvalidUsage(`--${flag} is a whole number above 0.`);
  return Number(given);
}
