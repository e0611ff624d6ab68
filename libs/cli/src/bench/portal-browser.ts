import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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

/** The package unpacks into the temporary folder of its process, so a process of its own does it, into the folder that it is given. */
const UNPACK = `process.env.TMPDIR = process.argv[1];
import('@sparticuz/chromium').then(({ default: packed }) => packed.executablePath()).then((path) => process.stdout.write(path))`;

async function packages(folder: string): Promise<{ readonly chromium: typeof import('playwright-core').chromium; readonly binary: string }> {
  try {
    const { chromium } = await import('playwright-core');
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', UNPACK, folder], { cwd: __dirname });
    return { chromium, binary: stdout };
  } catch (cause) {
    throw new Unavailable('This benchmark drives a browser, whose packages (playwright-core, @sparticuz/chromium) are installed with the development dependencies only.', { slug: 'bench.no_browser', cause });
  }
}
