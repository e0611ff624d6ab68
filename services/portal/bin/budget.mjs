// What a first visit of each entry loads, packed as browsers get it, against the budgets of portal.md, section 5.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1_000;
export const BUDGETS = {
  console: { firstScript: 310 * KB, firstStyle: 25 * KB, otherChunk: 120 * KB },
  client: { firstScript: 210 * KB, firstStyle: 25 * KB, otherChunk: 120 * KB },
};

/** Packed bytes of each file of an entry; `first` are those that its page names and what these import at once. */
export function sizesOf(web, entry) {
  const folder = join(web, entry, 'assets');
  const text = (name) => readFileSync(join(folder, name), 'utf8');
  const page = readFileSync(join(web, entry, 'index.html'), 'utf8');
  const first = new Set([...page.matchAll(/\/assets\/([\w.-]+\.(?:js|css))/g)].map(([, name]) => name));
  for (const name of first) if (name.endsWith('.js')) for (const [, other] of text(name).matchAll(/\bfrom\s*["']\.\/([\w.-]+\.js)["']/g)) first.add(other);
  return readdirSync(folder).filter((name) => /\.(js|css)$/.test(name)).map((name) => ({ name, isFirst: first.has(name), bytes: gzipSync(readFileSync(join(folder, name)), { level: 9 }).length }));
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
