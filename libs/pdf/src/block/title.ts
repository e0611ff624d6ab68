import type { DocumentModel } from '../document-model';
import { ACCENT } from '../palette';
import { heightOf, type Sheet } from '../sheet';
import { TYPE } from '../type-scale';

/** Draws the head of the first page: kind, title and subject over a rule. */
export function drawTitle(sheet: Sheet, model: DocumentModel): void {
  sheet.y = 60;
  for (const [text, style, tag, gap] of [[model.kind, TYPE.kind, 'P', 3], [model.title, TYPE.title, 'H1', 4], [model.subtitle, TYPE.subtitle, 'P', 13]] as const) {
    const lines = sheet.lines(text, style, sheet.width);
    sheet.mark(sheet.element(tag), tag, () => { sheet.write(lines, style, sheet.left, sheet.y, { width: sheet.width }); });
    sheet.y += heightOf(lines, style) + gap;
  }
  sheet.decorate(() => { sheet.doc.rect(sheet.left, sheet.y, sheet.width, 1.6).fill(ACCENT); });
  sheet.y += 20;
  sheet.endHead();
}
