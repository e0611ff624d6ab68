// What a first visit of each entry loads, packed as browsers get it, against the budgets of portal.md, section 5.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1_000;
export const BUDGETS = {
  console: { firstScript: 310 * KB, firstStyle: 25 * KB, otherChunk: 120 * KB },
  client: { firstScript: 210 * KB, firstStyle: 25 * KB, otherChunk: 120 * KB },
};

/** The page's first code, and what it loads when the person is signed in: the code of the pages and the words, here of the longer language. */
const FIRST = ['index.html', 'app.ts', 'words/ja.ts'];

/** Files of a first visit: the first code, the pages' code, and what both import at once. */
function firstFiles(web, entry) {
  const manifest = JSON.parse(readFileSync(join(web, entry, '.vite', 'manifest.json'), 'utf8'));
  const files = new Set();
  const add = (name) => {
    const { file, css = [], imports = [] } = manifest[name];
    if (files.has(file)) return;
    for (const each of [file, ...css]) files.add(each);
    for (const other of imports) add(other);
  };
  for (const name of FIRST) add(name);
  return files;
}

/** Packed bytes of each file of an entry; `isFirst` for those of a first visit. */
export function sizesOf(web, entry) {
  const first = firstFiles(web, entry);
  return readdirSync(join(web, entry, 'assets')).filter((name) => /\.(js|css)$/.test(name)).map((name) => (
    { name, isFirst: first.has(`assets/${name}`), bytes: gzipSync(readFileSync(join(web, entry, 'assets', name)), { level: 9 }).length }));
}

/** What the first visit of an entry loads, in packed bytes. */
export function firstLoad(web, entry) {
  const sum = (ending) => sizesOf(web, entry).filter(({ name, isFirst }) => isFirst && name.endsWith(ending)).reduce((total, { bytes }) => total + bytes, 0);
  return { script: sum('.js'), style: sum('.css') };
}

/** A sentence for each budget that is exceeded. */
export function overBudget(web) {
  return Object.entries(BUDGETS).flatMap(([entry, { firstScript, firstStyle, otherChunk }]) => {
    const { script, style } = firstLoad(web, entry);
    const big = sizesOf(web, entry).filter(({ isFirst, bytes }) => !isFirst && bytes > otherChunk);
    return [
      ...(script > firstScript ? [`${entry}: the first scripts are ${script} bytes packed; the budget is ${firstScript}`] : []),
      ...(style > firstStyle ? [`${entry}: the first styles are ${style} bytes packed; the budget is ${firstStyle}`] : []),
      ...big.map(({ name, bytes }) => `${entry}: ${name} is ${bytes} bytes packed; the budget of a later chunk is ${otherChunk}`),
    ];
  });
}
