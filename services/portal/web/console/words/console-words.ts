import type { LoadWords } from '../../shared/words/words-provider';

/** The console's words; each language is a chunk of its own. */
export const consoleWords: LoadWords = async (language) => (language === 'ja' ? await import('./ja') : await import('./en')).words;
