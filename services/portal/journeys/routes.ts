import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from './words';

/** Every address that an entry knows, as its router is told them, with one thing for each place of a parameter. A route whose parameters nobody knows fails by its name. */
export function routesOf(entry: Entry, things: Readonly<Record<string, string | undefined>>): string[] {
  const source = readFileSync(join(__dirname, '..', 'web', entry, `${entry}-pages.tsx`), 'utf8');
  const routes = [...source.matchAll(/path: '([^']+)'/g)].map(([, path]) => path);
  return routes.map((route) => {
    const whole = things[route] ?? route.replace(/\$(\w+)/g, (place: string) => things[place] ?? place);
    if (whole.includes('$')) throw new Error(`The journeys know nothing to show at ${route}`);
    return whole;
  });
}
