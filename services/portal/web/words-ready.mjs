import { parse } from '@formatjs/icu-messageformat-parser';

/** A file of words: `en.json`, `ja.json`, or a noun's own such as `home.ja.json`. */
const WORDS = /\/web\/(?:console|client|shared)\/[\w-]+\/(?:[\w-]+\.)?(?:en|ja)\.json$/;

/** Turns every sentence into its parsed form while the entry is built; one that is no ICU message ends the build with its name. */
export const wordsReady = () => ({
  name: 'words-ready',
  enforce: 'pre',
  transform(code, id) {
    if (!WORDS.test(id)) return undefined;
    const read = ([name, sentence]) => {
      try {
        return [name, parse(sentence)];
      } catch (error) {
        throw new Error(`${id}: the sentence ${name} cannot be read: ${error.message}`, { cause: error });
      }
    };
    return { code: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(code)).map(read))), map: null };
  },
});
