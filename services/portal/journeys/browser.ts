import type { Person } from '@yagura/testing';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { axeFaults, stickingOut } from './accessibility';
import { chromiumBinary } from './chromium-binary';
import { Keyboard } from './keyboard';
import { Watch } from './watch';
import { Words, type Entry, type Language } from './words';

// The browser's own guards stay on: what it refuses is part of what is tested. It runs as root in many a pipeline, where its sandbox cannot.
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'];
/** A shared machine may be slow; nothing here asserts how fast a page is. */
const PATIENCE_MS = 20_000;

export const launch = async (): Promise<Browser> => chromium.launch({ executablePath: await chromiumBinary(), args: ARGS, headless: true });

export interface Seat {
  readonly entry: Entry;
  /** Address of the entry. */
  readonly url: string;
  readonly identityUrl: string;
  readonly language: Language;
  readonly width: number;
  readonly scheme?: 'light' | 'dark';
}

/** Somebody at a browser of their own, watched all the time. */
export class Visitor {
  readonly words: Words;
  readonly keyboard: Keyboard;
  private readonly seen: string[] = [];

  private constructor(readonly seat: Seat, readonly context: BrowserContext, readonly page: Page, readonly watch: Watch) {
    this.words = new Words(seat.entry, seat.language);
    this.keyboard = new Keyboard(page);
  }

  /** Sits down before a fresh browser. */
  static async at(browser: Browser, seat: Seat): Promise<Visitor> {
    const { width, language, scheme = 'light' } = seat;
    const context = await browser.newContext({
      viewport: { width, height: width < 600 ? 740 : 900 }, locale: language === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo', colorScheme: scheme, reducedMotion: 'reduce', acceptDownloads: true,
      hasTouch: false, permissions: [],
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const watch = new Watch(context, [new URL(seat.url).host, new URL(seat.identityUrl).host]);
    return new Visitor(seat, context, await context.newPage(), watch);
  }

  /** Opens an address of the entry and signs in on the provider's page, by keyboard. */
  async signIn({ signIn }: Person, path = '/'): Promise<this> {
    const { page, seat } = this;
    await page.goto(`${seat.url}${path}`);
    await page.locator('#username').waitFor();
    await page.keyboard.type(signIn.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(signIn.password);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.origin === seat.url && url.pathname !== '/callback');
    await page.locator('main').waitFor();
    return this;
  }

  /** Goes to another address as a person does who types it; the identity provider answers without a page. */
  async open(path: string): Promise<void> {
    const { page, seat } = this;
    await page.goto(`${seat.url}${path}`);
    await page.waitForURL((url) => url.origin === seat.url && url.pathname !== '/callback');
    await this.settled();
  }

  /** A page that has stopped loading: it has a heading, and no skeleton stands any more. */
  async settled(): Promise<void> {
    const { page } = this;
    await page.locator('main :is(h1, h2)').first().waitFor().catch(async (cause: unknown) => {
      throw new Error(`${page.url()} shows no heading but: ${(await page.locator('body').innerText()).slice(0, 400)}; ${this.watch.faults.join('; ')}`, { cause });
    });
    for (const busy of await this.page.locator('main [aria-busy="true"]').all()) await busy.waitFor({ state: 'detached' });
  }

  /** Looks at what the page shows now with the eyes of WCAG 2.2 AA and of whoever reads on this width; what is wrong is told at the end, not here. */
  async inspect(page = this.page): Promise<void> {
    this.seen.push(...(await stickingOut(page)).map((what) => `${new URL(page.url()).pathname} is too wide: ${what}`));
    this.seen.push(...await axeFaults(page));
    await this.watch.look(page);
  }

  /** Everything that was wrong with the pages so far, or with what they did: faults of the console, refusals of the content policy, strangers asked, tokens stored. */
  async complaints(): Promise<string[]> {
    const { width, language, scheme = 'light' } = this.seat;
    const tokens = (await this.watch.everything()).filter(({ where, text }) => where.startsWith('storage') && /eyJ[\w-]{10,}\./.test(text)).map(({ where }) => `${where} holds a token`);
    return [...new Set([...this.seen, ...this.watch.faults, ...this.watch.strangers, ...tokens])].map((complaint) => `[${width} ${language} ${scheme}] ${complaint}`);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
