import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  change, eventually, foundIn, hiddenFromCustomers, hire, personOf, PLACES_OF_A_COMPANY, PROVIDER, readersOf, twoCompanies, valueAt, type Forbidden, type Member, type TwoCompanies,
} from '@yagura/testing';
import type { Browser, Download } from 'playwright-core';
import { builtDocuments } from '../src/built-entry';
import { launch, Visitor, type Seat } from './browser';
import { compose, pressUnderInputMethod } from './input-method';
import { routesOf } from './routes';
import { workOnCase } from './work-on-case';
import type { Caught } from './watch';

const SAID = { internal: 'qzinside: the backup was checked by us first', toClient: 'We looked at the machine and stopped the program. Please keep it switched on until Friday.', verdict: 'The program was started by an attacker.' };
/** Two seconds for which the gateway remembers, two and a half between two looks of the page, and time for a busy machine. */
const ENDS_WITHIN_MS = 8_000;
const PATIENCE_MS = 20_000;

describe('two companies and the provider’s people, each at a browser', () => {
  let room: TwoCompanies;
  let browser: Browser;
  const numbers = new Map<string, string>();

  const seat = (entry: Seat['entry'], look: Partial<Pick<Seat, 'language' | 'width' | 'scheme'>> = {}): Promise<Visitor> =>
    Visitor.at(browser, { entry, url: entry === 'console' ? room.yagura.consoleUrl : room.yagura.portalUrl, identityUrl: room.yagura.identityUrl, language: 'en', width: 1440, ...look });
  const numberOf = (caseId: string): string => numbers.get(caseId) ?? '';
  const caseAt = ({ slug }: Member, caseId: string): string => `/t/${slug}/cases/${numberOf(caseId)}`;

  beforeAll(async () => {
    [room, browser] = await Promise.all([twoCompanies(), launch()]);
    for (const { cases } of [room.a, room.b]) {
      for (const id of Object.values(cases)) numbers.set(id, String(valueAt(await room.caller.demand(room.analystOfBoth, 'query($id: ID!) { case(id: $id) { number } }', { id }), 'case.number')));
    }
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await room?.end();
  });

  it('an analyst works without a pointer from the queue to a closed case, and sees others’ changes as they come', async () => {
    const { a, b } = room;
    const analyst = await seat('console');
    const { page, words, keyboard } = analyst;
    await analyst.signIn(room.analystOfBoth, '/queue');
    const row = (id: string): ReturnType<typeof page.locator> => page.locator(`#row-${id}`);
    await row(a.cases.fresh).waitFor();
    await analyst.inspect();

    await keyboard.moveTo(row(a.cases.fresh));
    await keyboard.press('x');
    await keyboard.moveTo(row(b.cases.fresh));
    await keyboard.press('x');
    await keyboard.press('a');
    const dialog = page.getByRole('dialog');
    for (const { code } of [a, b]) await dialog.getByText(code, { exact: true }).first().waitFor();
    await analyst.inspect();
    await keyboard.press('Enter');
    await dialog.getByRole('status').getByText(words.say('queue.bulk.take.over', { done: 2, of: 2, refused: 0 })).waitFor();
    await keyboard.activate(dialog.getByRole('button', { name: words.say('queue.bulk.done') }));

    await keyboard.press('Home');
    const second = page.locator('[role="row"][aria-rowindex="3"][data-active="true"]');
    await pressUnderInputMethod(page, 'KeyJ');
    await second.waitFor();

    await keyboard.moveTo(row(a.cases.fresh));
    await keyboard.press('Enter');
    await page.waitForURL(`**${caseAt(a, a.cases.fresh)}`);
    await page.locator('h1').filter({ hasText: `#${numberOf(a.cases.fresh)}` }).waitFor();
    expect(await page.title()).toMatch(/^QZALPHA · /);
    await keyboard.press('a');
    await page.getByText(words.say('case.told.release')).waitFor();
    await keyboard.press('a');
    await page.getByText(words.say('case.told.take')).waitFor();

    await change(room.caller, room.analystOfA, 'commentCase', 'CommentCaseInput', a.cases.fresh, { body: `${a.mark}-live: seen without a reload`, visibility: 'INTERNAL' });
    await page.getByText(`${a.mark}-live: seen without a reload`).waitFor();
    await analyst.inspect();

    await neverSendsWhatIsBeingComposed(analyst);
    await workOnCase(analyst, SAID);
    await analyst.inspect();
    const closed = await room.caller.demand(room.analystOfBoth, 'query($id: ID!) { case(id: $id) { status verdict } }', { id: a.cases.fresh });
    expect(closed).toEqual({ case: { status: 'CLOSED', verdict: 'TRUE_POSITIVE' } });
    expect(await analyst.complaints()).toEqual([]);
    await analyst.leave();
  });

  it('a viewer reads what was said to the company and nothing that was not, on a telephone, in Japanese', async () => {
    const { a } = room;
    const viewer = await seat('client', { language: 'ja', width: 360 });
    const { page, words, keyboard } = viewer;
    await viewer.signIn(a.viewer, '/');
    await viewer.settled();
    await viewer.inspect();
    await keyboard.activate(page.getByRole('navigation', { name: words.say('shell.places') }).getByRole('link', { name: words.say('place.cases') }));
    await keyboard.activate(page.getByRole('link', { name: words.say('cases.all') }));
    const link = page.locator(`main a[href="/cases/${numberOf(a.cases.fresh)}"]`);
    await keyboard.activate(link);
    const story = page.getByRole('main');
    await story.getByText(SAID.toClient).waitFor();
    await story.getByText(SAID.verdict).first().waitFor();
    expect(await story.innerText()).not.toContain(SAID.internal);
    await viewer.inspect();

    await keyboard.activate(story.getByRole('link', { name: /./ }).and(page.locator('[href^="/promises/"]')).first());
    await page.getByRole('button', { name: words.say('promise.download') }).waitFor();
    await viewer.inspect();
    await viewer.open('/reports');
    const report = await downloaded(viewer, page.getByRole('button', { name: 'PDF' }).first());
    expect(report.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    await viewer.open('/invoices');
    await page.getByText(words.say('invoice.lead.denied')).waitFor();
    await viewer.inspect();
    expect(await viewer.complaints()).toEqual([]);
    await viewer.leave();
  });

  it('whoever pays reads and downloads an invoice, and sees in the log who opened the company’s case', async () => {
    const { a } = room;
    const payer = await seat('client', { scheme: 'dark' });
    const { page, words, keyboard } = payer;
    await payer.signIn(a.billing, '/');
    await keyboard.activate(page.getByRole('link', { name: words.say('place.invoices') }).first());
    await keyboard.activate(page.locator(`main a[href="/invoices/${a.ids.invoice}"]`));
    await page.getByRole('heading', { name: words.say('invoice.lines') }).waitFor();
    await payer.inspect();
    const invoice = await downloaded(payer, page.getByRole('button', { name: words.say('invoice.download') }));
    expect(invoice.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');

    await keyboard.activate(page.getByRole('link', { name: words.say('place.accessLog') }).first());
    const opened = page.getByRole('row').filter({ hasText: words.say('audit.case.opened_by_staff') }).filter({ hasText: 'analyst-both' });
    await opened.first().waitFor();
    await payer.inspect();
    expect(await payer.complaints()).toEqual([]);
    await payer.leave();
  });

  it('a customer’s browser holds nothing of the other company and nothing internal of its own', async () => {
    const { a, b } = room;
    const viewer = await seat('client', { width: 768 });
    await viewer.signIn(a.viewer, '/');
    await walk(viewer, routesOf('client', clientThings(a)));
    const before = await viewer.watch.everything();
    expect(leaksIn(before, secretsOf(b, hiddenOf(a)))).toEqual([]);
    const strange = await walk(viewer, ['/cases/999999', ...routesOf('client', clientThings(b)).filter((path) => path.includes(b.ids.case) || path.includes(b.ids.clock) || path.includes(b.ids.report))]);
    expect([...new Set(strange.values())]).toEqual([`${viewer.words.say('state.notFound')}\n${viewer.words.say('state.notFound.text')}`]);

    const caught = await viewer.watch.everything();
    const own = PLACES_OF_A_COMPANY.filter((place) => ['name', 'host', 'customerComment', 'closedVerdict', 'source', 'user', 'command'].includes(place)).map((place) => a.words[place]);
    expect(wordsIn(caught, { texts: own, ids: new Set() })).toEqual(own);
    expect(leaksIn(caught, secretsOf(b, hiddenOf(a)), [...strange.keys()])).toEqual([]);
    expect(await viewer.complaints()).toEqual([]);
    await viewer.leave();
  });

  it('the browser of an analyst with rights in one company holds nothing of the other', async () => {
    const { a, b } = room;
    const analyst = await seat('console', { language: 'ja', scheme: 'dark', width: 1024 });
    await analyst.signIn(room.analystOfA, '/queue');
    await walk(analyst, routesOf('console', consoleThings(a)));
    expect(leaksIn(await analyst.watch.everything(), secretsOf(b, []))).toEqual([]);
    const strange = await walk(analyst, [...routesOf('console', consoleThings(b)).filter((path) => path.includes(b.slug)), '/t/nobody', '/t/nobody/sources', '/t/nobody/cases/1']);
    expect([...new Set(strange.values())]).toEqual([`${analyst.words.say('state.notFound')}\n${analyst.words.say('state.notFound.text')}`]);

    const caught = await analyst.watch.everything();
    expect(caught.some(({ where }) => where === 'live stream')).toBe(true);
    const own = [a.words.name, a.words.host, a.words.internalComment, a.words.rawField, a.words.customerComment, a.words.contactMail];
    expect(wordsIn(caught, { texts: own, ids: new Set() })).toEqual(own);
    expect(leaksIn(caught, secretsOf(b, []), [...strange.keys()])).toEqual([]);
    expect(await analyst.complaints()).toEqual([]);
    await analyst.leave();
  });

  it('the client’s build holds no page, document or source map of the console', () => {
    const folder = join(__dirname, '..', 'dist', 'web');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
    const scripts = files.filter((file) => file.startsWith('client') && file.endsWith('.js')).map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
    const hashes = (entry: Seat['entry']): string[] => [...builtDocuments(entry).keys()];
    expect(hashes('client').filter((hash) => !scripts.includes(hash))).toEqual([]);
    expect(hashes('console').filter((hash) => scripts.includes(hash))).toEqual([]);
  });

  it('every page of the client is in order in both languages, light and dark, on every width down to 320 pixels', async () => {
    const complaints: string[] = [];
    for (const [language, scheme, width] of [['en', 'light', 320], ['ja', 'dark', 1440]] as const) {
      const payer = await seat('client', { language, scheme, width });
      await payer.signIn(room.a.billing, '/');
      await walk(payer, routesOf('client', clientThings(room.a)));
      complaints.push(...await payer.complaints());
      await payer.leave();
    }
    expect(complaints).toEqual([]);
  });

  it('every page of the console is in order on a narrow screen', async () => {
    const analyst = await seat('console', { width: 320 });
    await analyst.signIn(room.analystOfBoth, '/queue');
    await walk(analyst, routesOf('console', consoleThings(room.a)));
    expect(await analyst.complaints()).toEqual([]);
    await analyst.leave();
  });

  it('signing out in one tab ends every tab, and leaves nothing on the screen or behind it', async () => {
    const viewer = await seat('client');
    const { page, words, keyboard } = viewer;
    await viewer.signIn(room.a.viewer, '/');
    const other = await viewer.context.newPage();
    await other.goto(`${viewer.seat.url}/cases`);
    await other.locator('main h1').waitFor();
    await keyboard.activate(page.getByRole('banner').getByRole('button', { name: room.a.words.viewerName }));
    await page.getByRole('menu').waitFor();
    await viewer.inspect();
    const out = page.getByRole('menuitem', { name: words.say('shell.signOut') });
    for (let press = 0; press < 10 && await out.and(page.locator(':focus')).count() === 0; press += 1) await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await finishSignOut(viewer);
    for (const tab of [page, other]) {
      await tab.getByRole('heading', { name: words.say('signin.signed_out.title') }).waitFor();
      expect((await tab.content()).toLowerCase()).not.toContain(room.a.mark);
    }
    await other.goto(`${viewer.seat.url}/cases`);
    await other.locator('#username').waitFor();
    await viewer.leave();
  });

  it('an open page shows nothing any more of a company whose rights are withdrawn, and ends when the last right is', async () => {
    const { caller, operator, a, b, yagura } = room;
    const userId = await hire(caller, operator, 'leaving@yagura.invalid', 'ANALYST', [a.ids.tenant, b.ids.tenant]);
    const withdraw = (tenantId: string): Promise<unknown> =>
      caller.demand(operator, 'mutation($input: WithdrawRolesInput!) { withdrawRoles(input: $input) { member { userId } } }', { input: { tenantId, userId } });
    const analyst = await seat('console');
    await analyst.signIn(await personOf('leaving', yagura, 'yagura-staff', 'leaving@yagura.invalid'), '/queue?status=new,in_progress,on_hold,resolved,closed');
    const shows = async ({ code }: Member): Promise<boolean> => (await analyst.page.locator('main').innerText()).includes(code);
    await eventually('both companies are shown', async () => await shows(a) && await shows(b), PATIENCE_MS);

    await withdraw(a.ids.tenant);
    await eventually('nothing of the first company is shown', async () => await shows(b) && !(await shows(a)), ENDS_WITHIN_MS);
    await Promise.all([withdraw(b.ids.tenant), withdraw(PROVIDER)]);
    await analyst.page.getByRole('heading', { name: analyst.words.say('signin.withdrawn.title') }).waitFor({ timeout: ENDS_WITHIN_MS });
    expect(await analyst.page.content()).not.toContain(b.code);
    await analyst.leave();
  });

  const clientThings = ({ ids, cases }: Member): Record<string, string> => ({
    '/cases/$number': `/cases/${numberOf(cases.closed)}`, '/cases/by-id/$id': `/cases/by-id/${ids.case}`, '/promises/$id': `/promises/${ids.clock}`, '/reports/$id': `/reports/${ids.report}`, '/invoices/$id': `/invoices/${ids.invoice}`,
  });
  const consoleThings = ({ slug, ids, cases }: Member): Record<string, string> => ({ $tenant: slug, $number: numberOf(cases.closed), '/t/$tenant/findings/$id': `/t/${slug}/findings/${ids.finding}` });
  const secretsOf = ({ mark, ids, cases }: Member, texts: readonly string[]): Forbidden =>
    ({ texts: [mark, ...texts], ids: new Set([...Object.values(ids), ...Object.values(cases)].filter((id) => /^[0-9a-f]{8}-/.test(id))) });
});

/** While a word is composed, Enter belongs to the input method, also with Ctrl. */
async function neverSendsWhatIsBeingComposed({ page, words, keyboard }: Visitor): Promise<void> {
  const field = page.getByRole('textbox', { name: words.say('case.writer.text') });
  await keyboard.press('c');
  await keyboard.reach(field);
  await compose(page, 'にほんご');
  await pressUnderInputMethod(page, 'Enter', 'control');
  await pressUnderInputMethod(page, 'KeyA');
  expect(await field.inputValue()).toContain('にほんご');
  await page.keyboard.insertText('');
  await keyboard.press('ControlOrMeta+a');
  await keyboard.press('Delete');
  expect(await field.inputValue()).toBe('');
}

/** Opens one address after the other and inspects each. Answers what stood in the page's own place. */
async function walk(visitor: Visitor, paths: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    await visitor.open(path);
    await visitor.inspect();
    texts.set(path, await visitor.page.getByRole('main').innerText().then((text) => text.replace(/\n+/g, '\n').trim()));
  }
  return texts;
}

/** Presses a button by keyboard and reads the file that comes. */
async function downloaded({ page, keyboard }: Visitor, button: ReturnType<Visitor['page']['locator']>): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download]: [Download, void] = await Promise.all([page.waitForEvent('download'), keyboard.activate(button)]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** The identity provider asks whether all of the session shall end. */
async function finishSignOut({ page, seat, words, keyboard }: Visitor): Promise<void> {
  await eventually('the browser is at the provider or back from it', () => Promise.resolve(page.url().startsWith(seat.identityUrl) || page.url().endsWith('/signed-out')));
  const question = page.locator('button[name="logout"]');
  await question.or(page.getByRole('heading', { name: words.say('signin.signed_out.title') })).waitFor();
  if (await question.count() > 0) await keyboard.activate(question);
  await eventually('the browser is back', () => Promise.resolve(page.url() === `${seat.url}/signed-out`));
}

/** Which of the wanted words were found anywhere. */
const wordsIn = (caught: readonly Caught[], wanted: Forbidden): string[] => {
  const found = new Set(caught.flatMap(({ text }) => foundIn(text, wanted)));
  return wanted.texts.filter((word) => found.has(word));
};

/** Every place in which something forbidden was found. What the reader asked for by its address stands in the address; it does not count. */
const leaksIn = (caught: readonly Caught[], forbidden: Forbidden, asked: readonly string[] = []): string[] => {
  const parts = [...new Set(asked.flatMap((path) => path.split('/')))].filter((part) => part.length > 8);
  const unasked = (text: string): string => parts.reduce((left, part) => left.replaceAll(part, ''), text);
  return [...new Set(caught.flatMap(({ where, text }) => foundIn(unasked(text), forbidden).map((canary) => `${where.slice(0, 60)}: ${canary}`)))];
};

/** What the people of a company must not read of it: the provider’s own texts, other people’s mail addresses, and the staff’s. */
const hiddenOf = (company: Member): string[] =>
  [...hiddenFromCustomers(company), ...PLACES_OF_A_COMPANY.filter((place) => readersOf(place) === 'operator' && !place.startsWith('viewer')).map((place) => company.words[place]), SAID.internal, '@yagura.invalid'];
