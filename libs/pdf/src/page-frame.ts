import type { DocumentModel } from './document-model';
import { HAIRLINE } from './palette';
import type { Sheet } from './sheet';
import { TYPE } from './type-scale';
import { WORDS } from './words';

const HEADER_TOP = 34;
const FOOTER_RISE = 42;

/** Draws the running head of all pages but the first and the foot of all, as artifacts, once the number of pages is known. */
export function drawPageFrames(sheet: Sheet, model: DocumentModel): void {
  const { count } = sheet.doc.bufferedPageRange();
  for (let page = 1; page <= count; page += 1) {
    sheet.doc.switchToPage(page - 1);
    if (page > 1) sheet.decorate(() => { drawEnds(sheet, `${model.title}`, model.subtitle, HEADER_TOP, HEADER_TOP + 16); }, 'Pagination');
    const foot = sheet.pageHeight - FOOTER_RISE;
    sheet.decorate(() => { drawEnds(sheet, `${model.issuer}  |  ${model.handling}`, WORDS[model.language].page(page, count), foot, foot - 6); }, 'Pagination');
  }
}

/** One line with a text at each end and a hairline; what does not fit on the left is cut, the right end never is. */
function drawEnds(sheet: Sheet, left: string, right: string, top: number, rule: number): void {
  const end = sheet.lines(right, TYPE.margin, sheet.width / 2)[0];
  const width = sheet.width - sheet.measure(TYPE.margin)(end) - 20;
  const lines = sheet.lines(left, TYPE.margin, width);
  sheet.write([lines.length > 1 ? `${lines[0]}…` : lines[0]], TYPE.margin, sheet.left, top, { width });
  sheet.write([end], TYPE.margin, sheet.left, top, { width: sheet.width, align: 'end' });
  sheet.doc.rect(sheet.left, rule, sheet.width, 0.4).fill(HAIRLINE);
}
