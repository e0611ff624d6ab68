import type { Words } from '../../shared/words/words-provider';

// Each noun keeps its words beside its pages; one chunk holds them all for one language.
const parts = import.meta.glob<Words>(['../../shared/words/ja.json', '../../shared/*/*.ja.json', './ja.json', '../*/*.ja.json'], { eager: true, import: 'default' });

export const words: readonly Words[] = Object.values(parts);
