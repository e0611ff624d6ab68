import type { Visitor } from './browser';

/** What an analyst says about a case in the journey. */
export interface Said {
  readonly internal: string;
  readonly toClient: string;
  readonly verdict: string;
}

/** Takes, comments, decides and closes the case that is open, by keyboard only. */
export async function workOnCase(analyst: Visitor, said: Said): Promise<void> {
  const { page, words, keyboard } = analyst;
  const story = page.getByRole('region', { name: words.say('case.story') });
  const header = page.getByRole('article').locator('header');
  await commentInternally(analyst, said.internal);
  await story.getByText(said.internal).waitFor();
  await commentToClient(analyst, said.toClient);
  await story.getByText(said.toClient).waitFor();

  await keyboard.press('Escape');
  await keyboard.press('v');
  await decide(analyst, 'verdict', words.say('case.verdict.TRUE_POSITIVE'), said.verdict);
  await header.getByText(words.say('case.status.IN_PROGRESS')).waitFor();
  await keyboard.press('s');
  await decide(analyst, 'status', words.say('case.status.RESOLVED'));
  await header.getByText(words.say('case.status.RESOLVED')).waitFor();

  await keyboard.activate(page.getByRole('button', { name: words.say('case.decide.close') }));
  await page.getByRole('dialog').getByText(said.verdict).waitFor();
  await analyst.inspect();
  await keyboard.activate(page.getByRole('dialog').getByRole('button', { name: words.say('case.do.close') }));
  await story.getByRole('note').waitFor();
}

async function commentInternally({ page, words, keyboard }: Visitor, text: string): Promise<void> {
  await keyboard.press('c');
  const field = page.getByRole('textbox', { name: words.say('case.writer.text') });
  await keyboard.reach(field);
  await keyboard.type(text);
  await keyboard.press('ControlOrMeta+Enter');
  await page.getByText(words.say('case.writer.sent')).waitFor();
}

async function commentToClient(analyst: Visitor, text: string): Promise<void> {
  const { page, words, keyboard } = analyst;
  const form = page.getByRole('form', { name: words.say('case.writer') });
  await keyboard.reachBack(form.getByRole('radio', { checked: true }));
  await keyboard.press('ArrowRight');
  await form.getByText(words.part('case.writer.to')).first().waitFor();
  await keyboard.reach(page.getByRole('textbox', { name: words.say('case.writer.textForClient') }));
  await keyboard.type(text);
  await keyboard.press('ControlOrMeta+Enter');
  await keyboard.activate(form.getByRole('button', { name: words.say('case.writer.toPreview') }));
  await form.getByRole('region', { name: words.say('case.writer.preview') }).getByText(text).waitFor();
  await analyst.inspect();
  await keyboard.activate(form.getByRole('button', { name: words.part('case.writer.sendClient') }));
}

async function decide({ page, words, keyboard }: Visitor, kind: 'verdict' | 'status', choice: string, reason?: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await keyboard.pick(dialog.getByRole('radiogroup'), choice);
  if (reason !== undefined) {
    await keyboard.reach(dialog.getByRole('textbox', { name: words.say('case.reason') }));
    await keyboard.type(reason);
  }
  await keyboard.activate(dialog.getByRole('button', { name: words.say(`case.do.${kind}`) }));
  await dialog.waitFor({ state: 'detached' });
}
