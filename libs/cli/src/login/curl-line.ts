import type { GraphqlDocument } from '../api/document';

/** One shell command that sends the document with the token; its JSON stands in single quotes, of which our documents have none. */
export const curlLine = (url: string, token: string, { text }: GraphqlDocument, variables: Readonly<Record<string, unknown>>): string =>
  `curl -sS '${url}' -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${JSON.stringify({ query: text, variables })}'`;
