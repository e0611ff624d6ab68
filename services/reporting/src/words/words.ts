import type { Language } from '@yagura/contracts';
import { en, type Words } from './en';
import { ja } from './ja';

/** What reports say, by language; the compiler sees that each language says everything. */
export const WORDS: Readonly<Record<Language, Words>> = { ja, en };
