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
    for (let stop = 0; stop < STOPS; stop += 1) {
      if (await this.isAt(target)) return;
      await this.press('Tab');
    }
    throw new Error(`${String(target)} cannot be reached with Tab`);
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

  private async isAt(target: Locator): Promise<boolean> {
    return await target.and(this.page.locator(':focus')).count() > 0;
  }
}
