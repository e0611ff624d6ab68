import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import type { DemoPerson } from '../demo/people-file';

const PATIENCE_MS = 60_000;
const FIRST_ROW = '[role="grid"] [role="row"][aria-rowindex="2"]';
/** Between two keys, as a fast reader presses them. */
const KEY_EVERY_MS = 120;
/** Shorter interactions the browser does not report (Event Timing, section 3.3). */
const LEAST_MS = 16;

/** Signs a person in on the provider's page; afterwards every page of the context is signed in. */
export async function signIn(context: BrowserContext, consoleUrl: string, { username, password }: DemoPerson): Promise<void> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(consoleUrl);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector(FIRST_ROW);
  await page.close();
}

/** Opens an address on a slowed processor. Milliseconds from the first byte asked for until the first row is there and answers a key. */
export async function visit(context: BrowserContext, address: string, slowdown: number): Promise<{ readonly page: Page; readonly usableMs: number }> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.addInitScript(OBSERVE);
  const began = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForSelector(FIRST_ROW);
  await page.keyboard.press('j');
  await page.waitForSelector('[role="grid"] [role="row"][data-active="true"]');
  return { page, usableMs: performance.now() - began };
}

/** Moves through the whole list, selects, looks and scrolls; the duration of each interaction until it was painted, in milliseconds. */
export async function interact(page: Page): Promise<{ readonly durations: readonly number[]; readonly rowsHeld: number }> {
  let pressed = 0;
  const press = async (key: string): Promise<void> => {
    await page.keyboard.press(key);
    pressed += 1;
    await pause(KEY_EVERY_MS);
  };
  for (let screen = 0; screen < 24; screen += 1) {
    await press('End');
    await page.mouse.wheel(0, 400);
    await pause(KEY_EVERY_MS);
  }
  await press('Home');
  for (let row = 0; row < 40; row += 1) await press('j');
  for (let row = 0; row < 10; row += 1) { await press('x'); await press('k'); }
  await press('Space');
  for (let row = 0; row < 20; row += 1) await press('j');
  for (let screen = 0; screen < 10; screen += 1) await press('PageDown');
  await press('Home');
  const { seen, rowsHeld } = await page.evaluate(COLLECT) as { readonly seen: readonly number[]; readonly rowsHeld: number };
  const unseen = Array.from({ length: Math.max(0, pressed - seen.length) }, () => LEAST_MS);
  return { durations: [...seen, ...unseen], rowsHeld };
}

// Run in the page, as text: this project is compiled without the browser's types.
const OBSERVE = `
  window.__interactions = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId > 0) window.__interactions.set(interactionId, Math.max(duration, window.__interactions.get(interactionId) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: ${LEAST_MS}, buffered: true });`;
const COLLECT = `({ seen: [...window.__interactions.values()], rowsHeld: Number(document.querySelector('[data-held]').getAttribute('data-held')) })`;
