import { ApiCaller, eventually, hire, operatorOf, personOf, PROVIDER, startYagura, type Person, type RunningYagura } from '@yagura/testing';
import type { Browser } from 'playwright-core';
import { axeFaults, overflow } from './accessibility';
import { launch, Visitor } from './browser';

describe('an operator brings a client company in', () => {
  let yagura: RunningYagura;
  let browser: Browser;
  let person: Person;
  let operator: Visitor;

  beforeAll(async () => {
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
    expect(await axeFaults(page)).toEqual([]);

    const field = (name: string): ReturnType<typeof page.getByLabel> => page.locator(`input[name="${name}"]`);
    for (const [name, text] of Object.entries({
      name: 'みなと商事', slug: 'minato', code: 'MNT', billingName: 'みなと商事株式会社', contactName: '佐藤', contactEmail: 'sato@minato.example', contactPhone: '03-0000-0000', userName: '加藤', userEmail: 'kato@minato.example',
    })) await keyboard.fill(field(name), text);
    await keyboard.press('Enter');

    await page.waitForURL('**/t/minato');
    await page.getByText(words.say('tenant.state.ACTIVE')).first().waitFor();
    await page.getByText(words.part('tenant.progress.done')).waitFor();
    expect(await page.title()).toMatch(/^MNT · /);
    expect(await axeFaults(page)).toEqual([]);
  });

  it('then lets a source send: the shown address and token are all that a sender needs, and the first event is seen at once', async () => {
    const { page, words, keyboard } = operator;
    await keyboard.activate(page.getByRole('main').getByRole('link', { name: words.say('tenant.toSources') }));
    await keyboard.activate(page.getByRole('button', { name: words.say('source.add') }));
    const form = page.getByRole('form', { name: words.say('source.add') });
    await keyboard.fill(form.getByLabel(words.say('source.field.name')), '本社ファイアウォール');
    await keyboard.choose(form.getByLabel(words.say('source.field.kind')), words.say('source.kind.firewall'));
    expect(await axeFaults(page)).toEqual([]);
    await keyboard.activate(form.getByRole('button', { name: words.say('source.add') }));

    const card = page.getByRole('article', { name: '本社ファイアウォール' });
    await card.getByText(words.say('source.state.NEVER_SEEN')).waitFor();
    await keyboard.activate(card.getByRole('button', { name: words.say('source.credential.issue') }));
    await card.getByText(words.say('source.credential.once')).waitFor();
    const shown = card.getByLabel(words.say('source.config'));
    const [, door, header] = await shown.innerText().then((text) => /curl -sS '([^']+)' -H '([^']+)'/.exec(text) ?? []);
    expect(header).toMatch(/^Authorization: Splunk \S+$/);
    expect(await axeFaults(page)).toEqual([]);

    await taken(door, header, 'a first line of a log');
    await card.getByText(words.say('source.first.there')).waitFor();
    await card.getByText(words.say('source.state.ACTIVE')).waitFor();
    await keyboard.activate(card.getByRole('button', { name: words.say('source.credential.done') }));
    expect(await page.content()).not.toContain(header.slice(-20));
  });

  it('and finds every page of it in order in both languages, light and dark, on every width', async () => {
    const faults: string[] = [];
    for (const [language, scheme, width] of [['ja', 'dark', 1440], ['en', 'light', 768], ['ja', 'light', 320]] as const) {
      const visitor = await Visitor.at(browser, { ...operator.seat, language, scheme, width });
      await visitor.signIn(person, '/tenants');
      for (const path of ['/tenants', '/tenants/new', '/t/minato', '/t/minato/sources', '/t/nobody', '/nowhere']) {
        await visitor.open(path);
        faults.push(...await axeFaults(visitor.page));
        if (await overflow(visitor.page) > 0) faults.push(`${path} is wider than ${width} pixels`);
      }
      faults.push(...visitor.watch.faults, ...visitor.watch.strangers);
      await visitor.leave();
    }
    expect([...faults, ...operator.watch.faults, ...operator.watch.strangers]).toEqual([]);
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
