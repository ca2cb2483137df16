/**
 * What others wrote is printed on an operator's terminal: what could move its cursor, colour or reorder its text is taken
 * out of it.
 */
export function makeVisible(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (character) => (character === '\n' ? '\n' : '\ufffd'));
}

/** Whether a text holds nothing that `makeVisible` would take out of it, and is on one line. */
export function isVisible(text: string): boolean {
  return makeVisible(text) === text && !text.includes('\n');
}

/** Rows as columns of equal width, two blanks apart: to the left, or to the right where `rights` says so. */
export function alignColumns(rows: readonly (readonly string[])[], rights: readonly number[] = []): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row.map((cell, column) =>
        rights.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      ),
    )
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}
