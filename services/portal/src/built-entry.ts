import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The two applications of the one code base: the provider's console and the client companies' portal. */
export type Entry = 'console' | 'client';

// The build stands beside the compiled code; sources run from `src`, so both look one folder up.
const BUILT = join(__dirname, '..', 'dist');

/** A built file that browsers may read. */
export interface BuiltAsset {
  readonly file: string;
  readonly type: string;
  /** Fonts and pictures are packed by their own formats. */
  readonly isText: boolean;
}

const TYPES: Readonly<Record<string, string | undefined>> = {
  js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml', woff2: 'font/woff2', png: 'image/png', json: 'application/json',
};

/** The page of an entry as it was built. Throws when the portal was never built. */
export const builtPage = (entry: Entry): string => readFileSync(join(BUILT, 'web', entry, 'index.html'), 'utf8');

/** Everything that an entry's page loads, by its path; listed once, so that no name out of a request ever reaches the file system. */
export function builtAssets(entry: Entry): ReadonlyMap<string, BuiltAsset> {
  const folder = join(BUILT, 'web', entry, 'assets');
  const assets = readdirSync(folder).flatMap((name): [string, BuiltAsset][] => {
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
    return type === undefined ? [] : [[`/assets/${name}`, { file: join(folder, name), type, isText: /^(text|image\/svg|application\/json)/.test(type) }]];
  });
  return new Map(assets);
}

/** The GraphQL documents of an entry by the SHA-256 of their text: what the gateway takes from that kind of sign-in. */
export function builtDocuments(entry: Entry): ReadonlyMap<string, string> {
  const documents = JSON.parse(readFileSync(join(BUILT, 'documents', `${entry}.json`), 'utf8')) as Record<string, string>;
  return new Map(Object.entries(documents));
}
