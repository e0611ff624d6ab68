import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRules, type ParsedRules } from '@yagura/sigma';

/** The rules of one pack in order of their file names, and what was refused with reason and place. */
export type RulePack = ParsedRules;

/** Folder of the rules that Yagura brings; beside `src` and beside `dist` alike. */
export const OWN_PACK_DIR = join(__dirname, '..', '..', 'content', 'rules');

/**
 * Reads every `.yml` file of a folder as Sigma rules. A file that holds a bad rule costs that rule only, and the refusal names it.
 * Throws what the file system throws when the folder cannot be read, because a pack that is absent must not look empty.
 */
export async function loadPack(dir: string): Promise<RulePack> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.yml')).sort();
  const files = await Promise.all(names.map(async (name) => parseRules(await readFile(join(dir, name), 'utf8'), name)));
  return { rules: files.flatMap((file) => file.rules), refused: files.flatMap((file) => file.refused) };
}
