import type { Locator, Page } from 'playwright-core';

/** More stops than any page has. */
const STOPS = 120;

/** Hands that never touch a pointer. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  press = (key: string): Promise<void> => this.page.keyboard.press(key);
  type = (text: string): Promise<void> => this.page.keyboard.type(text);

  /** Goes on with Tab until the target has the focus; fails when it is not to be reached that way. */
  async reach(target: Locator): Promise<void> {
    await target.first().waitFor();
    const stops: string[] = [];
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await this.isAt(target)) return;
      await this.press('Tab');
      stops.push(await this.page.evaluate<string>('document.activeElement?.outerHTML.slice(0, 100) ?? ""'));
    }
    throw new Error(`${String(target)} cannot be reached with Tab; the stops are\n${[...new Set(stops)].join('\n')}`);
  }

  /** Reaches a button or link and presses it. */
  async activate(target: Locator): Promise<void> {
    await this.reach(target);
    await this.press('Enter');
  }

  /** Reaches a field and writes into it in place of what was there. */
  async fill(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    await this.press('ControlOrMeta+a');
    await this.type(text);
  }

  /** Chooses in a list box of the platform by typing what it says. */
  async choose(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    await this.type(text);
  }

  /** Goes back with Shift+Tab. */
  async reachBack(target: Locator): Promise<void> {
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await this.isAt(target)) return;
      await this.press('Shift+Tab');
    }
    throw new Error(`${String(target)} cannot be reached with Shift+Tab`);
  }

  /** Chooses a radio button: Tab leads into its group, arrows lead to it. */
  async pick(group: Locator, name: string): Promise<void> {
    const radios = group.getByRole('radio');
    await this.reach(radios);
    const wanted = group.getByRole('radio', { name, exact: true });
    if (await wanted.count() !== 1) throw new Error(`There is no one choice ${name} in ${String(group)}`);
    await this.press('Space');
    for (let stop = 0; stop < await radios.count() && !await wanted.isChecked(); stop += 1) await this.press('ArrowDown');
  }

  /** Moves the mark of a list to a row with the keys of lists. */
  async moveTo(row: Locator): Promise<void> {
    await this.press('Home');
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await row.and(this.page.locator('[data-active="true"]')).count() > 0) return;
      await this.press('j');
    }
    throw new Error(`${String(row)} cannot be reached with j`);
  }

  private async isAt(target: Locator): Promise<boolean> {
    return await target.and(this.page.locator(':focus')).count() > 0;
  }
}
