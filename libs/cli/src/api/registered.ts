import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Documents } from '../service/platform';
import { DOCUMENTS, oneLine, sha256Of } from './document';

/**
 * Every document of the command line by its SHA-256, for the gateway's list of what it takes without `--any-document`: the text on one
 * line, exactly as the client sends it.
 */
export function registeredDocuments(): Documents {
  const texts = readdirSync(DOCUMENTS).filter((file) => file.endsWith('.graphql')).sort().map((file) => oneLine(readFileSync(join(DOCUMENTS, file), 'utf8')));
  const all = new Map(texts.map((text) => [sha256Of(text), text]));
  return { staff: all, customer: all };
}
