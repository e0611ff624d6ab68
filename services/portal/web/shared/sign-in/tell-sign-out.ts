import { hashOf } from '../api/document-hash';

/** The answer takes up to a second on purpose; whoever leaves does not wait for an API that is away. */
const LONGEST_MS = 2_500;

/**
 * Tells the API that the person leaves, so that tokens and streams end before their time. Nobody is kept from leaving by a failure: the tokens
 * are forgotten here anyway and live for minutes at most. The request goes on when the page is left meanwhile.
 */
export async function tellSignOut(token: string, document: object): Promise<void> {
  await fetch('/graphql', {
    method: 'POST', keepalive: true, signal: AbortSignal.timeout(LONGEST_MS),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(document) } } }),
  }).catch(() => undefined);
}
