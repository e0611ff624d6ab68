import type { BrowserContext, CDPSession, ConsoleMessage, Page, Response } from 'playwright-core';

/** A text that reached a browser, and by which way. */
export interface Caught {
  readonly where: string;
  readonly text: string;
}

/** Everything that a browser gets, says and complains about while somebody uses it. */
export class Watch {
  /** Errors of the console and of scripts, and what the content policy refused. */
  readonly faults: string[] = [];
  /** Requests to any other host than those that were allowed. */
  readonly strangers: string[] = [];
  private readonly caught: Caught[] = [];
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly context: BrowserContext, private readonly hosts: readonly string[]) {
    context.on('page', (page) => this.follow(page));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (!['data:', 'blob:'].includes(url.protocol) && !hosts.includes(url.host)) this.strangers.push(request.url());
    });
    context.on('response', (response) => this.keep(this.bodyOf(response)));
  }

  /** What came so far, with what the pages show and the browser has stored at this moment. */
  async everything(): Promise<readonly Caught[]> {
    for (const page of this.context.pages()) await this.look(page);
    const { cookies: _, ...stored } = await this.context.storageState({ indexedDB: true });
    this.caught.push({ where: 'storage', text: JSON.stringify(stored) });
    while (this.underWay.size > 0) await Promise.all(this.underWay);
    return this.caught;
  }

  /** Takes down what a page shows now. */
  async look(page: Page): Promise<void> {
    const at = new URL(page.url()).pathname;
    this.caught.push({ where: `page ${at}`, text: [page.url(), await page.title(), await page.content()].join('\n') });
    this.caught.push({ where: `storage of the tab at ${at}`, text: await page.evaluate<string>('JSON.stringify({ ...sessionStorage })') });
  }

  private follow(page: Page): void {
    page.on('console', (message) => this.hear(message));
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.message}`));
    page.on('framenavigated', (frame) => this.caught.push({ where: 'address', text: frame.url() }));
    page.on('download', (download) => this.caught.push({ where: 'name of a file', text: download.suggestedFilename() }));
    this.keep(this.readStreams(page));
  }

  private hear(message: ConsoleMessage): void {
    this.caught.push({ where: 'console', text: message.text() });
    if (message.type() === 'error' || message.type() === 'warning') this.faults.push(`${message.location().url}: ${message.text()}`);
  }

  private async bodyOf(response: Response): Promise<void> {
    const type = response.headers()['content-type'] ?? '';
    if (!/^(text|application\/(json|javascript|graphql-response))/.test(type) || type.startsWith('text/event-stream')) return;
    const url = new URL(response.url());
    if (!this.hosts.includes(url.host)) return;
    // A page that is left takes its unread answers along.
    const text = await response.text().catch(() => '');
    this.caught.push({ where: `answer ${url.pathname}${response.request().postData() ?? ''}`, text });
  }

  /** A live stream is an answer that never ends: its bytes are read as they come. */
  private async readStreams(page: Page): Promise<void> {
    const session: CDPSession = await this.context.newCDPSession(page);
    const open = new Set<string>();
    const take = (base64: string | undefined): void => { if (base64 !== undefined) this.caught.push({ where: 'live stream', text: Buffer.from(base64, 'base64').toString('utf8') }); };
    session.on('Network.responseReceived', ({ requestId, response }) => {
      if (!response.mimeType.startsWith('text/event-stream')) return;
      open.add(requestId);
      this.keep(session.send('Network.streamResourceContent', { requestId }).then(({ bufferedData }) => take(bufferedData)));
    });
    session.on('Network.dataReceived', ({ requestId, data }) => { if (open.has(requestId)) take(data); });
    await session.send('Network.enable');
  }

  /** Waits at the end for what is under way; a tab that closes in the middle is no fault. */
  private keep(work: Promise<void>): void {
    const kept = work.catch(() => undefined).finally(() => this.underWay.delete(kept));
    this.underWay.add(kept);
  }
}
