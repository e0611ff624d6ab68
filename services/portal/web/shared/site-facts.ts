/** What the server that sent this page says of itself; see `site.ts`. */
export interface SiteFacts {
  readonly entry: 'console' | 'client';
  readonly issuer: string;
  readonly clientId: string;
  readonly otherUrl: string | null;
  readonly nonce: string;
}

/** Reads the facts out of the page. Throws when the page was not sent by a portal's server. */
export function siteFacts(): SiteFacts {
  const text = document.getElementById('site')?.textContent;
  if (text === null || text === undefined) throw new Error('This page was opened without the portal’s server.');
  return JSON.parse(text) as SiteFacts;
}
