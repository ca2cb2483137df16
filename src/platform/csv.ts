/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const AMOUNT = /^-?\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * A row of a CSV file, ended by CRLF (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe before
 * it, as OWASP advises for CSV injection; numbers stay as they are.
 *
 * @param cells null is an empty cell
 */
export function formatCsvRow(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => formatCell(cell ?? '')).join(',')}\r\n`;
}

function formatCell(cell: string): string {
  const text = FORMULA.test(cell) && !AMOUNT.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
