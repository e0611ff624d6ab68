import { ApiCaller, eventually, hire, operatorOf, personOf, PROVIDER, startYagura, type ApiActor, type Person, type RunningYagura } from '@yagura/testing';
import type { Browser } from 'playwright-core';
import { builtDocuments } from '../src/built-entry';
import { launch, Visitor } from './browser';

describe('an operator brings a client company in', () => {
  let yagura: RunningYagura;
  let browser: Browser;
  let person: Person;
  let operator: Visitor;

  beforeAll(async () => {
    // The people behind the journey are made by texts of the test; what a browser sends is a hash, which is held against the list in either case.
    [yagura, browser] = await Promise.all([startYagura(['--any-document', 'true']), launch()]);
    const account = operatorOf(yagura);
    await hire(new ApiCaller(yagura.graphqlUrl), account, 'manager@yagura.invalid', 'OPERATOR', [PROVIDER]);
    person = await personOf('manager', yagura, 'yagura-staff', 'manager@yagura.invalid');
    operator = await Visitor.at(browser, { entry: 'console', url: yagura.consoleUrl, identityUrl: yagura.identityUrl, language: 'en', width: 1440 });
    await operator.signIn(person, '/tenants');
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await yagura?.remove();
  });

  it('by a form that is filled without a pointer, and sees every step of it done', async () => {
    const { page, words, keyboard } = operator;
    await keyboard.activate(page.getByRole('link', { name: words.say('tenant.new') }));
    await page.getByRole('heading', { name: words.say('tenant.new'), level: 1 }).waitFor();

    await keyboard.activate(page.getByRole('button', { name: words.say('tenant.new.send') }));
    expect(await page.getByText(words.say('tenant.fault.needed')).count()).toBeGreaterThan(3);
    await operator.inspect();

    const field = (name: string): ReturnType<typeof page.getByLabel> => page.locator(`input[name="${name}"]`);
    for (const [name, text] of Object.entries({
      name: 'みなと商事', slug: 'minato', code: 'MNT', billingName: 'みなと商事株式会社', contactName: '佐藤', contactEmail: 'sato@minato.example', contactPhone: '+81300000000', userName: '加藤', userEmail: 'kato@minato.example',
    })) await keyboard.fill(field(name), text);
    await keyboard.press('Enter');

    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'みなと商事' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/t/minato');
    await page.getByText(words.say('tenant.state.ACTIVE')).first().waitFor();
    await page.getByText(words.part('tenant.progress.done')).waitFor();
    expect(await page.title()).toMatch(/^MNT · /);
    await operator.inspect();
  });

  it('then lets a source send: the shown address and token are all that a sender needs, and the first event is seen at once', async () => {
    const { page, words, keyboard } = operator;
    await keyboard.activate(page.getByRole('main').getByRole('link', { name: words.say('tenant.toSources') }));
    await keyboard.activate(page.getByRole('button', { name: words.say('source.add') }));
    const form = page.getByRole('form', { name: words.say('source.add') });
    await keyboard.fill(form.getByLabel(words.say('source.field.name')), '本社ファイアウォール');
    await keyboard.choose(form.getByLabel(words.say('source.field.kind')), words.say('source.kind.firewall'));
    await operator.inspect();
    await keyboard.activate(form.getByRole('button', { name: words.say('source.add') }));

    const card = page.getByRole('article', { name: '本社ファイアウォール' });
    await card.getByText(words.say('source.state.NEVER_SEEN')).waitFor();
    await keyboard.activate(card.getByRole('button', { name: words.say('source.credential.issue') }));
    await card.getByText(words.say('source.credential.once')).waitFor();
    const shown = card.getByLabel(words.say('source.config'));
    await shown.getByText('curl').waitFor();
    const [, door, header] = await shown.innerText().then((text) => /curl -sS '([^']+)' -H '([^']+)'/.exec(text) ?? []);
    expect(header).toMatch(/^Authorization: Splunk \S+$/);
    await operator.inspect();

    await taken(door, header, 'a first line of a log');
    await card.getByText(words.say('source.first.there')).waitFor();
    await card.getByText(words.say('source.state.ACTIVE')).waitFor();
    await keyboard.activate(card.getByRole('button', { name: words.say('source.credential.done') }));
    expect(await page.content()).not.toContain(header.slice(-20));
  });

  it('and finds every page of it in order in both languages, light and dark, on every width', async () => {
    const complaints = await operator.complaints();
    for (const [language, scheme, width] of [['ja', 'dark', 1440], ['en', 'light', 768], ['ja', 'light', 320]] as const) {
      const visitor = await Visitor.at(browser, { ...operator.seat, language, scheme, width });
      await visitor.signIn(person, '/tenants');
      for (const path of ['/tenants', '/tenants/new', '/t/minato', '/t/minato/sources', '/t/nobody', '/nowhere']) {
        await visitor.open(path);
        await visitor.inspect();
      }
      complaints.push(...await visitor.complaints());
      await visitor.leave();
    }
    expect(complaints).toEqual([]);
  });

  it('whose first person signs in; each entry works with its own documents and is refused those of the other', async () => {
    const customer = await personOf('customer', yagura, 'yagura', 'kato@minato.example');
    const hashes = (entry: 'console' | 'client'): string[] => [...builtDocuments(entry).keys()].sort();
    expect(await refused(yagura, person, hashes('client'))).toEqual(hashes('client'));
    expect(await refused(yagura, customer, hashes('console'))).toEqual(hashes('console'));
    // Without the one that ends the sign-in in which the others are sent.
    const used = (entry: 'console' | 'client'): string[] => [...builtDocuments(entry)].filter(([, text]) => !text.includes('signOut')).map(([hash]) => hash);
    expect(await refused(yagura, person, used('console'))).toEqual([]);
    expect(await refused(yagura, customer, used('client'))).toEqual([]);

    const visitor = await Visitor.at(browser, { ...operator.seat, entry: 'client', url: yagura.portalUrl, identityUrl: yagura.identityUrl, language: 'ja', width: 768 });
    await visitor.signIn(customer, '/');
    await visitor.page.getByRole('heading', { name: visitor.words.say('home.title'), level: 1 }).waitFor();
    await visitor.inspect();
    expect(await visitor.complaints()).toEqual([]);
    await visitor.leave();
  });
});

/** Sends until the doors know the credential, which reaches them a moment later. */
async function taken(door: string, header: string, line: string): Promise<void> {
  const [name, value] = header.split(': ', 2);
  await eventually('the door takes the event', async () => {
    const { status } = await fetch(door, { method: 'POST', headers: { [name]: value }, body: JSON.stringify({ event: line }) });
    return status === 200;
  });
}

/** Those of the documents that the gateway does not know for this kind of sign-in; what else it says of missing arguments is no matter here. */
async function refused({ graphqlUrl }: RunningYagura, actor: ApiActor, hashes: readonly string[]): Promise<string[]> {
  const authorization = await actor.authorization() ?? '';
  const found = await Promise.all(hashes.map(async (hash) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
    const response = await fetch(graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } }) });
    if (response.status === 401) throw new Error('This actor is not signed in.');
    return (await response.text()).includes('"document.unregistered"') ? [hash] : [];
  }));
  return found.flat();
}
