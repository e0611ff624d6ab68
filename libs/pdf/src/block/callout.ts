import type { Callout } from '../document-model';
import { TONES } from '../palette';
import { heightOf, type Sheet } from '../sheet';
import { TYPE } from '../type-scale';
import { drawShape } from './shape';

const PAD = 13;
const BAR = 3.5;
const NUMBER_WIDTH = 17;
const GAP = 7;

/** Draws numbered acts on a pale ground beside a bar; the ground goes on over pages. */
export function drawCallout(sheet: Sheet, callout: Callout): void {
  const { color } = TONES[callout.tone];
  const title = { ...TYPE.strong, size: 10.5, color };
  const group = sheet.element('Div');
  const titleLines = sheet.lines(callout.title, title, inner(sheet) - 12);
  const titleHeight = PAD + heightOf(titleLines, title) + GAP;
  sheet.need(Math.min(heightOfCallout(sheet, callout), sheet.bottom - sheet.top));
  ground(sheet, callout, titleHeight, () => { drawShape(sheet, callout.tone, { x: textLeft(sheet) + 3.6, y: sheet.y + PAD + title.size * title.leading / 2 }, 7.2); });
  sheet.mark(sheet.element('P', group), 'P', () => { sheet.write(titleLines, title, textLeft(sheet) + 12, sheet.y + PAD, { width: inner(sheet) - 12 }); });
  sheet.y += titleHeight;
  const list = sheet.element('L', group);
  for (const [at, item] of callout.items.entries()) {
    const { text, detail, height } = setItem(sheet, item);
    const isLast = at === callout.items.length - 1;
    const slice = height + (isLast ? PAD : GAP);
    sheet.need(slice);
    ground(sheet, callout, slice, () => undefined);
    const element = sheet.element('LI', list);
    const x = textLeft(sheet) + NUMBER_WIDTH;
    const place = { width: inner(sheet) - NUMBER_WIDTH };
    sheet.mark(sheet.element('Lbl', element), 'Lbl', () => { sheet.write([`${at + 1}.`], { ...TYPE.strong, color }, textLeft(sheet), sheet.y, { width: NUMBER_WIDTH }); });
    sheet.mark(sheet.element('LBody', element), 'LBody', () => {
      const used = sheet.write(text, TYPE.body, x, sheet.y, place);
      sheet.write(detail, TYPE.muted, x, sheet.y + used, place);
    });
    sheet.y += slice;
  }
  sheet.y += 14;
}

/** Height of the whole callout. */
export function heightOfCallout(sheet: Sheet, callout: Callout): number {
  const title = { ...TYPE.strong, size: 10.5 };
  const items = callout.items.map((item) => setItem(sheet, item).height + GAP);
  return 2 * PAD + heightOf(sheet.lines(callout.title, title, inner(sheet) - 12), title) + items.reduce((sum, height) => sum + height, 0);
}

function setItem(sheet: Sheet, item: Callout['items'][number]): { text: string[]; detail: string[]; height: number } {
  const width = inner(sheet) - NUMBER_WIDTH;
  const text = sheet.lines(item.text, TYPE.body, width);
  const detail = item.detail === undefined ? [] : sheet.lines(item.detail, TYPE.muted, width);
  return { text, detail, height: heightOf(text, TYPE.body) + heightOf(detail, TYPE.muted) };
}

const textLeft = (sheet: Sheet): number => sheet.left + BAR + PAD;
const inner = (sheet: Sheet): number => sheet.width - BAR - 2 * PAD;

function ground(sheet: Sheet, callout: Callout, height: number, more: () => void): void {
  const { color, tint } = TONES[callout.tone];
  sheet.decorate(() => {
    // A little overlap hides the seam that some viewers draw between two grounds.
    sheet.doc.rect(sheet.left, sheet.y, sheet.width, height + 0.3).fill(tint);
    sheet.doc.rect(sheet.left, sheet.y, BAR, height + 0.3).fill(color);
    more();
  });
}
