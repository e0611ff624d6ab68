import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '@yagura/kernel';
import { parseRules, type ParsedRules } from '@yagura/sigma';

const IS_RULE_FILE = /\.ya?ml$/i;

export interface ReadRules extends ParsedRules {
  readonly files: number;
}

/** Reads rule files, and every `.yml` and `.yaml` below the folders, in order of their names. Throws InvalidInput for a path that cannot be read. */
export function readRuleFiles(paths: readonly string[]): ReadRules {
  const files = paths.flatMap(ruleFilesOf);
  const parsed = files.map((file) => parseRules(readText(file), file));
  return { files: files.length, rules: parsed.flatMap(({ rules }) => rules), refused: parsed.flatMap(({ refused }) => refused) };
}

function ruleFilesOf(path: string): string[] {
  if (!readable(path, () => statSync(path)).isDirectory()) return [path];
  const names = readable(path, () => readdirSync(path, { recursive: true, withFileTypes: true }));
  const files = names.filter((entry) => entry.isFile() && IS_RULE_FILE.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)).sort();
  if (files.length === 0) throw new InvalidInput(`The folder ${path} holds no .yml or .yaml file.`, { slug: 'rules.none' });
  return files;
}

/** A file that is no UTF-8 gets replacement characters, on which the parser then says what it makes of the rule. */
const readText = (file: string): string => readable(file, () => readFileSync(file, 'utf8'));

function readable<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw new InvalidInput(`${path} cannot be read: ${codeOf(cause)}.`, { slug: 'file.unreadable', cause });
  }
}

const CODES: Readonly<Record<string, string>> = { ENOENT: 'there is no such file or folder', EACCES: 'this user may not read it', EISDIR: 'it is a folder' };

/** A file system error in words. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'it is damaged';
  return CODES[code] ?? code;
}
