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

/** Pixels by which the document is wider than the window; a page that reflows has none (WCAG 1.4.10). */
export const overflow = (page: Page): Promise<number> => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
