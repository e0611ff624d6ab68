import PDFDocument from 'pdfkit';
import { cleanDeep } from './clean-text';
import type { DocumentModel } from './document-model';
import { BOLD, fontBytes, REGULAR } from './fonts';
import { breakLines, widestPart, type Measure } from './line-break';
import type { TextStyle } from './type-scale';

export type Element = PDFKit.PDFStructureElement;

/** Attributes of a structure element; pdfkit takes all of these, its published types only some. */
export interface ElementFacts {
  readonly lang?: string;
  readonly alt?: string;
  readonly scope?: 'Row' | 'Column';
  /** Left, top, right, bottom in points from the page's upper left corner. */
  readonly bbox?: readonly [number, number, number, number];
}

// A4 in points, with margins that leave lines of about 45 Japanese or 95 Latin characters.
const PAGE = { width: 595.28, height: 841.89, side: 57, top: 74, bottom: 68 } as const;

interface GlyphSource { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } }

/**
 * The paper: pages, the cursor, text in lines, and tags. Everything drawn is either content of a structure element (`mark`) or
 * an artifact (`decorate`); PDF/UA-1 section 7.1 allows nothing else.
 */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly left = PAGE.side;
  readonly width = PAGE.width - 2 * PAGE.side;
  readonly top = PAGE.top;
  readonly bottom = PAGE.height - PAGE.bottom;
  readonly pageHeight = PAGE.height;
  y: number = PAGE.top;
  private readonly widths = new Map<string, number>();
  private readonly parent: Element;
  private head: number = PAGE.top;

  constructor(info: { readonly title: string; readonly author: string; readonly language: string; readonly createdAt: Date }) {
    const dates = { CreationDate: info.createdAt, ModDate: info.createdAt };
    const names = { Title: metadataText(info.title), Author: metadataText(info.author), Producer: 'Yagura', Creator: 'Yagura' };
    const options = {
      pdfVersion: '1.7', subset: 'PDF/UA', tagged: true, lang: info.language, displayTitle: true, bufferPages: true, autoFirstPage: false,
      size: [PAGE.width, PAGE.height], margin: 0, info: { ...names, ...dates }, font: '',
    };
    // The published types do not know the subset PDF/UA yet.
    this.doc = new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions);
    this.doc.registerFont(REGULAR, fontBytes(REGULAR)).registerFont(BOLD, fontBytes(BOLD));
    this.parent = this.doc.struct('Document');
    this.doc.addStructure(this.parent);
    this.newPage();
  }

  /** The model with every text limited to what both faces can draw. */
  settable(model: DocumentModel): DocumentModel {
    const faces = [REGULAR, BOLD].map((name) => (this.doc.font(name) as unknown as { _font: GlyphSource })._font.font);
    const covers = (codePoint: number): boolean => faces.every((face) => face.hasGlyphForCodePoint(codePoint));
    return cleanDeep(model, covers);
  }

  get room(): number { return this.bottom - this.y; }
  get isAtTop(): boolean { return this.y <= this.head; }

  newPage(): void {
    this.doc.addPage();
    this.y = this.top;
    this.head = this.top;
  }

  /** Says that the title ends here: what follows stands as at the head of a page. */
  endHead(): void { this.head = this.y; }

  /** Goes to a new page unless `height` fits; what is taller than a page stays and is broken by its block. */
  need(height: number): void {
    if (height > this.room && !this.isAtTop) this.newPage();
  }

  /** Space between blocks; none at the head of a page. */
  space(height: number): void {
    if (!this.isAtTop) this.y += height;
  }

  element(tag: string, parent: Element = this.parent, facts: ElementFacts = {}): Element {
    const element = this.doc.struct(tag, facts as PDFKit.Mixins.StructureElementOptions);
    parent.add(element);
    return element;
  }

  /** Draws content of `element` on the current page. */
  mark(element: Element, tag: string, draw: () => void): void {
    const content = this.doc.markStructureContent(tag);
    draw();
    this.doc.endMarkedContent();
    element.add(content);
  }

  /** Draws what has no meaning of its own: rules, grounds, repeated headings, page numbers. */
  decorate(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.doc.markContent('Artifact', { type });
    draw();
    this.doc.endMarkedContent();
  }

  measure(style: TextStyle): Measure {
    return (text) => {
      const key = `${style.bold === true ? 'b' : 'r'}${text}`;
      const known = this.widths.get(key) ?? this.doc.font(style.bold === true ? BOLD : REGULAR).fontSize(1_000).widthOfString(text) / 1_000;
      this.widths.set(key, known);
      return known * style.size;
    };
  }

  lines(text: string, style: TextStyle, width: number): string[] { return breakLines(text, width, this.measure(style)); }
  widestPart(text: string, style: TextStyle): number { return widestPart(text, this.measure(style)); }

  /** Writes lines from `top` down, between `x` and `x + width`; answers the height they take. */
  write(lines: readonly string[], style: TextStyle, x: number, top: number, place: { readonly width: number; readonly align?: 'start' | 'end' }): number {
    const height = style.size * style.leading;
    this.doc.font(style.bold === true ? BOLD : REGULAR).fontSize(style.size).fillColor(style.color);
    for (const [at, line] of lines.entries()) {
      const shift = place.align === 'end' ? place.width - this.measure(style)(line) : 0;
      // 0.37 of the size: half the height of capitals, so that they stand in the middle of their line.
      const baseline = top + at * height + height / 2 + style.size * 0.37;
      if (line !== '') this.doc.font(style.bold === true ? BOLD : REGULAR).fontSize(style.size).text(line, x + shift, baseline, { lineBreak: false, baseline: 'alphabetic' });
    }
    return lines.length * height;
  }
}

/** Height of a number of lines in a style. */
export const heightOf = (lines: readonly string[], style: TextStyle): number => lines.length * style.size * style.leading;

/** The file's metadata is XML that pdfkit does not escape: the three marks are replaced by their wide forms there. */
const metadataText = (text: string): string => text.replaceAll('&', '＆').replaceAll('<', '＜').replaceAll('>', '＞');
