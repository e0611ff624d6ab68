import { readFileSync } from 'node:fs';

/** Names under which a document knows the two faces. */
export const REGULAR = 'regular';
export const BOLD = 'bold';

/** Noto Sans JP has every Latin letter that we need too, so both languages are set in one family. OFL 1.1, embedded as subsets. */
const FILES = {
  [REGULAR]: '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  [BOLD]: '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
};

const read = new Map<string, Buffer>();

/** The font file's bytes, read once per process (5.5 MB each). */
export function fontBytes(name: keyof typeof FILES): Buffer {
  const bytes = read.get(name) ?? readFileSync(require.resolve(FILES[name]));
  read.set(name, bytes);
  return bytes;
}
