export { renderPdf } from './render-pdf';
export { renderInThread } from './render-in-thread';
export { pageCount } from './page-count';
export { MalformedDocument, RenderFailed } from './document.errors';
export type {
  Block, BulletChart, BulletList, Callout, Cell, Chart, ChartBlock, Column, ColumnPart, Columns, DefinitionList, DocumentLanguage, DocumentModel, Heading, KeyFigure,
  KeyFigures, PageBreak, Paragraph, SeriesChart, Table, Tone,
} from './document-model';
