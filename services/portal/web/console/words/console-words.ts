import type { LoadWords } from '../../shared/words/words-provider';

/** The console's words; each language is a chunk of its own. */
export const consoleWords: LoadWords = async (language) => language === 'ja'
  ? [(await import('../../shared/words/ja.json')).default, (await import('./ja.json')).default]
  : [(await import('../../shared/words/en.json')).default, (await import('./en.json')).default];
