import type { Page } from 'playwright-core';

/** A key that an input method has taken: the browser tells the page `Process` and 229, and the place of the key alone says which one it was. */
export async function pressUnderInputMethod(page: Page, code: string, modifiers: 'none' | 'control' = 'none'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const press = { key: 'Process', code, windowsVirtualKeyCode: 229, modifiers: modifiers === 'control' ? 2 : 0 };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...press });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press });
  await session.detach();
}

/** A word that is being composed and not yet confirmed. */
export async function compose(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await session.detach();
}
