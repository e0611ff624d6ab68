/** Languages that a document is set in; they choose words of our own, number forms and rules of line breaking. */
export type DocumentLanguage = 'ja' | 'en';

/**
 * What a word or a mark means. Each tone has a colour with WCAG AA contrast on white and a shape of its own, so that nothing is said
 * by colour alone; the words beside it carry the meaning for everyone else.
 */
export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'good' | 'plain';

/** A document ready to be set: all words are in `language`, all dates are texts already, nothing is computed while drawing. */
export interface DocumentModel {
  readonly language: DocumentLanguage;
  /** Title of the file and its first heading. */
  readonly title: string;
  /** What kind of document this is, set small above the title. */
  readonly kind: string;
  /** Whom and which time it is about, set below the title and at the head of every further page. */
  readonly subtitle: string;
  /** Who answers for the document; also the file's author. */
  readonly issuer: string;
  /** Handling note at the foot of each page, such as confidentiality. */
  readonly handling: string;
  /** Creation date of the file: of the data, not of the rendering, so that a rerun has equal bytes. */
  readonly createdAt: Date;
  readonly blocks: readonly Block[];
}

export type Block =
  | Heading | Paragraph | BulletList | KeyFigures | Table | ChartBlock | Callout | DefinitionList | Columns | PageBreak;

/** Levels follow one another without gaps; level 1 stands below the title. */
export interface Heading { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }

export interface Paragraph {
  readonly kind: 'paragraph';
  readonly text: string;
  readonly look?: 'normal' | 'lead' | 'muted' | 'strong';
  /** Where a person wrote the text in another language than the document's. */
  readonly language?: DocumentLanguage;
}

export interface BulletList { readonly kind: 'list'; readonly items: readonly string[] }

/** The few numbers that a reader takes away; `value` is already formatted. Best three or four. */
export interface KeyFigures { readonly kind: 'keyFigures'; readonly items: readonly KeyFigure[] }
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  /** A comparison or condition, in words. */
  readonly note?: string;
  readonly tone?: Tone;
}

/** Every row has as many cells as there are columns; headings repeat on each further page. */
export interface Table {
  readonly kind: 'table';
  /** Set above the table; an absent caption needs a heading right before. */
  readonly caption?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** Sums, set off from the rows and kept with the last of them. */
  readonly totals?: readonly (readonly Cell[])[];
  /** Set instead of rows when there are none. */
  readonly empty?: string;
}
export interface Column {
  readonly heading: string;
  /** `end` for numbers. */
  readonly align?: 'start' | 'end';
}
export type Cell = string | { readonly text: string; readonly tone?: Tone; readonly strong?: boolean; readonly language?: DocumentLanguage };

/** A chart with what it shows in words; its numbers follow as a table made from the same data. */
export interface ChartBlock {
  readonly kind: 'chart';
  readonly title: string;
  /** What a person who does not see the chart must know from it. */
  readonly alt: string;
  readonly chart: Chart;
}

/** `stackedBars` stand over time, `bars` lie and rank, a `line` may have a target, a `bullet` compares each value with its target. */
export type Chart = SeriesChart | BulletChart;
export interface SeriesChart {
  readonly kind: 'stackedBars' | 'bars' | 'line';
  /** Heading of the categories in the table, such as "Month". */
  readonly categoryHeading: string;
  readonly categories: readonly string[];
  /** Null is "no value", which is not zero. */
  readonly series: readonly { readonly name: string; readonly tone: Tone; readonly values: readonly (number | null)[] }[];
  readonly unit?: string;
  readonly decimals?: number;
  readonly target?: { readonly label: string; readonly value: number };
}
export interface BulletChart {
  readonly kind: 'bullet';
  readonly headings: { readonly item: string; readonly value: string; readonly target: string; readonly status: string };
  readonly items: readonly {
    readonly label: string; readonly value: number | null; readonly target: number; readonly status: string; readonly tone: Tone;
  }[];
  readonly unit?: string;
  readonly decimals?: number;
}

/** What the reader must do or know first. Each item is one act with its owner and date in `detail`. */
export interface Callout {
  readonly kind: 'callout';
  readonly title: string;
  readonly tone: Tone;
  readonly items: readonly { readonly text: string; readonly detail?: string }[];
}

export interface DefinitionList { readonly kind: 'definitionList'; readonly items: readonly { readonly term: string; readonly text: string }[] }

/** Two parts side by side, such as the parties of an invoice; neither breaks over a page. Read left, then right. */
export interface Columns { readonly kind: 'columns'; readonly parts: readonly [readonly ColumnPart[], readonly ColumnPart[]] }
export type ColumnPart = Paragraph | DefinitionList;

export interface PageBreak { readonly kind: 'pageBreak' }
