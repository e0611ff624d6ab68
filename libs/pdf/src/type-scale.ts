import { ACCENT, INK, MUTED } from './palette';

/** One way to set text: size in points, line height as a multiple of it. */
export interface TextStyle {
  readonly size: number;
  readonly leading: number;
  readonly color: string;
  readonly bold?: boolean;
}

/** All sizes of the house in one place; nothing is smaller than 7.5 points. */
export const TYPE = {
  kind: { size: 9.5, leading: 1.5, color: ACCENT, bold: true },
  title: { size: 23, leading: 1.35, color: INK, bold: true },
  subtitle: { size: 11.5, leading: 1.5, color: MUTED },
  heading1: { size: 14.5, leading: 1.4, color: ACCENT, bold: true },
  heading2: { size: 10.5, leading: 1.5, color: INK, bold: true },
  lead: { size: 11, leading: 1.7, color: INK },
  body: { size: 9.5, leading: 1.65, color: INK },
  strong: { size: 9.5, leading: 1.65, color: INK, bold: true },
  muted: { size: 8, leading: 1.6, color: MUTED },
  caption: { size: 9, leading: 1.5, color: INK, bold: true },
  cell: { size: 8.5, leading: 1.5, color: INK },
  cellStrong: { size: 8.5, leading: 1.5, color: INK, bold: true },
  columnHeading: { size: 7.8, leading: 1.45, color: MUTED, bold: true },
  figureLabel: { size: 8, leading: 1.45, color: MUTED },
  figureValue: { size: 21, leading: 1.3, color: ACCENT, bold: true },
  figureUnit: { size: 9.5, leading: 1.3, color: ACCENT, bold: true },
  figureNote: { size: 7.8, leading: 1.45, color: INK },
  margin: { size: 7.5, leading: 1.4, color: MUTED },
} as const satisfies Record<string, TextStyle>;
