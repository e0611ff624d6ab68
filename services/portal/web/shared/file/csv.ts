/** Characters that make a spreadsheet take a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** The same behind a separator or a quote, where a reader that splits the cell otherwise would find a new one (reliability, section 12). */
const HIDDEN_FORMULA = /([,;"])(?=[=+\-@\t\r])/g;

/** One cell: quoted, and no formula for any spreadsheet. */
export function csvCell(text: string): string {
  const harmless = text.replace(FORMULA, "'$&").replace(HIDDEN_FORMULA, "$1'");
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** Rows as RFC 4180 text with a byte order mark, so that spreadsheets read Japanese. */
export const csvText = (rows: readonly (readonly string[])[]): string => `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
