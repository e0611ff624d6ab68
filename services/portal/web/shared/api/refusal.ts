import type { CombinedError } from '@urql/core';

/** Why an operation was refused, in the API's own words and codes. */
export interface Refusal {
  /** GraphQL error code, such as NOT_FOUND; NETWORK when no answer came. */
  readonly code: string;
  /** Stable name of the reason, such as case.version_conflict. */
  readonly slug: string;
  readonly message: string;
  /** To quote when asking for help. */
  readonly errorId: string | undefined;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The first reason of an error; an answer that never came counts as one. */
export function refusalOf(error: CombinedError): Refusal {
  const [first] = error.graphQLErrors;
  if (first === undefined) return { code: 'NETWORK', slug: 'network', message: '', errorId: undefined };
  const { code, slug, errorId } = first.extensions;
  return { code: text(code) ?? 'INTERNAL', slug: text(slug) ?? '', message: first.message, errorId: text(errorId) };
}
