import type { LoadWords } from '../../shared/words/words-provider';

/** The client portal’s words; each language is a chunk of its own. */
export const clientWords: LoadWords = async (language) => (language === 'ja' ? await import('./ja') : await import('./en')).words;
