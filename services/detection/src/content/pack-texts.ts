import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleText } from '../pipeline/decode-job';

/** The rule files of a folder as text, by name: what worker threads compile. Read once at start, before anything waits for us. */
export const packTexts = (dir: string): RuleText[] =>
  readdirSync(dir).filter((file) => file.endsWith('.yml')).sort().map((file) => ({ file, text: readFileSync(join(dir, file), 'utf8') }));
