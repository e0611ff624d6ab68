import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';

/** Documents are read from the sources beside `src` and `dist` alike; they are what reviewers read and what the gateway registers. */
export const DOCUMENTS = join(__dirname, '..', '..', 'src', 'api', 'documents');

/** One GraphQL document of the command line with the shape of its answer. */
export interface GraphqlDocument<Data extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** On one line, so that it also fits a shell command. */
  readonly text: string;
  readonly sha256: string;
  readonly data: Data;
}

/** The document in `documents/<name>.graphql`; `data` reads the `data` of its answer. */
export function graphqlDocument<Data extends z.ZodType>(name: string, data: Data): GraphqlDocument<Data> {
  const text = oneLine(readFileSync(join(DOCUMENTS, `${name}.graphql`), 'utf8'));
  return { name, text, sha256: sha256Of(text), data };
}

/** White space means nothing in GraphQL outside of strings, and our documents take every value as a variable. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
