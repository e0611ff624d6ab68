import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unavailable } from '@yagura/kernel';
import type { Browser } from 'playwright-core';

/** A browser for measuring, and the way to be rid of it. */
export interface MeasuringBrowser { readonly browser: Browser; close(): Promise<void> }

/**
 * Starts the headless browser that the tests use. Both packages are development dependencies, so an installation for production has none: throws
 * Unavailable there (`bench.no_browser`).
 */
export async function startBrowser(): Promise<MeasuringBrowser> {
  const unpacked = mkdtempSync(join(tmpdir(), 'yagura-bench-browser-'));
  const remove = (): void => rmSync(unpacked, { recursive: true, force: true });
  try {
    const { chromium, binary } = await packages(unpacked);
    // It runs as root in many a pipeline, where its own sandbox cannot.
    const browser = await chromium.launch({ executablePath: binary, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'], headless: true });
    return { browser, close: async () => { await browser.close(); remove(); } };
  } catch (error) {
    remove();
    throw error;
  }
}

async function packages(folder: string): Promise<{ readonly chromium: typeof import('playwright-core').chromium; readonly binary: string }> {
  const before = process.env['TMPDIR'];
  try {
    const { chromium } = await import('playwright-core');
    // The package unpacks into the temporary folder that the process names.
    process.env['TMPDIR'] = folder;
    const { default: packed } = await import('@sparticuz/chromium');
    return { chromium, binary: await packed.executablePath() };
  } catch (cause) {
    throw new Unavailable('This benchmark drives a browser, whose packages (playwright-core, @sparticuz/chromium) are installed with the development dependencies only.', { slug: 'bench.no_browser', cause });
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
}
