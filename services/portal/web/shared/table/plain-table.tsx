import type { ReactNode } from 'react';
import classes from './plain-table.module.css';

export interface PlainColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand to the right, so that their places line up. */
  readonly isFigure?: boolean;
}

export interface PlainTableProps<Row> {
  /** What the table holds; it stands above it for those who cannot see where it is. */
  readonly caption: string;
  readonly columns: readonly PlainColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** A few short columns fit a telephone: the rows stay rows there. */
  readonly isSlim?: boolean;
}

/** A short table. On a narrow screen each row becomes a card whose lines name their column. */
export function PlainTable<Row>({ caption, columns, rows, rowId, isSlim }: PlainTableProps<Row>): ReactNode {
  return (
    <table className={classes.table} data-slim={isSlim}>
      <caption className="only-read-aloud">{caption}</caption>
      <thead>
        <tr>{columns.map(({ id, header, isFigure }) => <th key={id} scope="col" data-figure={isFigure}>{header}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowId(row)}>{columns.map(({ id, header, cell, isFigure }) => <td key={id} data-label={header} data-figure={isFigure}>{cell(row)}</td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}
