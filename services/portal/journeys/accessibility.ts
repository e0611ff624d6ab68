import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation { readonly id: string; readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[] }

/** What a page breaks of WCAG 2.2 AA, as far as a program can tell: one line per element. */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!await page.evaluate<boolean>("'axe' in globalThis")) await page.evaluate(AXE);
  const violations = await page.evaluate<readonly Violation[]>(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`);
  const path = new URL(page.url()).pathname;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${path}: ${id} at ${target.join(' ')}: ${(failureSummary ?? '').replace(/\s+/g, ' ')}`));
}

const STICKING_OUT = `(() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > room + 0.5);
  return wide.filter((one) => !wide.some((other) => other !== one && one.contains(other))).slice(0, 5)
    .map((one) => one.outerHTML.slice(0, 160) + ' by ' + Math.round(one.getBoundingClientRect().right - room) + ' pixels');
})()`;

/** What makes the document wider than the window; a page that reflows has nothing of the kind (WCAG 1.4.10). */
export const stickingOut = (page: Page): Promise<readonly string[]> => page.evaluate<readonly string[]>(STICKING_OUT);
