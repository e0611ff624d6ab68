import { unreachable } from '@yagura/kernel';
import { drawCallout, heightOfCallout } from './block/callout';
import { drawChart, heightOfChart } from './block/chart';
import { drawColumns, drawDefinitionList, heightOfColumns, heightOfShortDefinitions } from './block/definition-list';
import { drawKeyFigures, heightOfKeyFigures } from './block/key-figures';
import { drawHeading, drawList, drawParagraph, heightOfHeading } from './block/prose';
import { drawTable, heightOfTableStart } from './block/table';
import { drawTitle } from './block/title';
import { checkModel } from './check-model';
import type { Block, DocumentLanguage, DocumentModel, Heading } from './document-model';
import { drawPageFrames } from './page-frame';
import { Sheet } from './sheet';

// What a heading must have below it on its page, at least: three lines of text.
const LEAST_BELOW_HEADING = 48;

/**
 * Sets a document as a tagged PDF 1.7 on A4 that conforms to PDF/UA-1 (ISO 14289-1), fonts embedded as subsets. The same model gives the
 * same bytes on every run of one Node version. Throws MalformedDocument. Characters that the fonts lack are set as 〓.
 */
export async function renderPdf(model: DocumentModel): Promise<Uint8Array> {
  checkModel(model);
  const { title, issuer, language, createdAt } = model;
  const sheet = new Sheet({ title, author: issuer, language: language === 'ja' ? 'ja-JP' : 'en', createdAt });
  const settable = sheet.settable(model);
  drawTitle(sheet, settable);
  for (const [at, block] of settable.blocks.entries()) {
    if (block.kind === 'heading') sheet.need(heightWithNext(sheet, settable.blocks.slice(at), language));
    if (block.kind === 'heading') drawHeading(sheet, block, settable.blocks[at - 1]?.kind === 'heading');
    else drawBlock(sheet, block, language);
  }
  drawPageFrames(sheet, settable);
  return finished(sheet.doc);
}

/** Height of a heading, of headings right behind it, and of the start of what they head. */
function heightWithNext(sheet: Sheet, blocks: readonly Block[], language: DocumentLanguage): number {
  const [block, ...rest] = blocks;
  if (block === undefined) return 0;
  return block.kind === 'heading' ? heightOfHeading(sheet, block) + heightWithNext(sheet, rest, language) : Math.max(LEAST_BELOW_HEADING, startHeight(sheet, block, language));
}

function startHeight(sheet: Sheet, block: Block, language: DocumentLanguage): number {
  switch (block.kind) {
    case 'table': return heightOfTableStart(sheet, block);
    case 'chart': return heightOfChart(sheet, block, language);
    case 'keyFigures': return heightOfKeyFigures(sheet, block);
    case 'callout': return heightOfCallout(sheet, block);
    case 'definitionList': return heightOfShortDefinitions(sheet, block);
    case 'columns': return heightOfColumns(sheet, block);
    default: return 0;
  }
}

function drawBlock(sheet: Sheet, block: Exclude<Block, Heading>, language: DocumentLanguage): void {
  switch (block.kind) {
    case 'paragraph': return drawParagraph(sheet, block, language);
    case 'list': return drawList(sheet, block);
    case 'keyFigures': return drawKeyFigures(sheet, block);
    case 'table': return drawTable(sheet, block, language);
    case 'chart': return drawChart(sheet, block, language);
    case 'callout': return drawCallout(sheet, block);
    case 'definitionList': return drawDefinitionList(sheet, block);
    case 'columns': return drawColumns(sheet, block, language);
    case 'pageBreak': return sheet.isAtTop ? undefined : sheet.newPage();
    default: return unreachable(block);
  }
}

async function finished(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  doc.on('data', (part: Uint8Array) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => doc.once('end', resolve).once('error', reject));
  doc.end();
  await ended;
  return Buffer.concat(parts);
}
