export { renderPdf } from './render-pdf';
export { pageCount } from './page-count';
export { MalformedDocument } from './document.errors';
export type {
  Block, BulletChart, BulletList, Callout, Cell, Chart, ChartBlock, Column, ColumnPart, Columns, DefinitionList, DocumentLanguage, DocumentModel, Heading, KeyFigure,
  KeyFigures, PageBreak, Paragraph, SeriesChart, Table, Tone,
} from './document-model';
