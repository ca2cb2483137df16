import { parseDecimal } from '../ledger/money/index.ts';
import type { Cell, MappedRow } from './draft.ts';
import type { CellOptions } from './import-kind.ts';
import { readAmount } from './read-cells.ts';

interface Group {
  readonly rows: MappedRow[];
  /** What names the entry; undefined where nothing does. */
  readonly number: string | undefined;
  readonly date: string | undefined;
  /** Debits less credits so far; undefined once an amount cannot be read. */
  sum: bigint | undefined;
}

/**
 * Puts the rows of an entry together. With a number: those of one number and date, wherever they stand. Without: those that
 * follow each other with one date, until debits and credits are equal. A row without number and date goes on with the entry
 * above it. What moves nothing in any of its rows is no entry.
 */
export function groupEntries(rows: readonly MappedRow[], options: CellOptions): MappedRow[][] {
  const groups: Group[] = [];
  const numbered = new Map<string, Group>();
  for (const row of rows) {
    const { entryUuid, refNumber, date, entryDescription } = row.cells;
    const number = (entryUuid ?? refNumber)?.value;
    const key = JSON.stringify([number, entryUuid ? null : date?.value]);
    const above = groups.at(-1);
    let group = number === undefined ? undefined : numbered.get(key);
    if (number === undefined && above) {
      const bare = !date && !entryDescription;
      const open = above.sum !== 0n || above.rows.length < 2;
      const goesOn = above.number === undefined && date?.value === above.date && open;
      if (goesOn || (bare && (open || above.number !== undefined))) group = above;
    }
    group ??= startGroup(groups, number, date);
    group.rows.push(row);
    group.sum = addRow(group.sum, row, options);
    if (number !== undefined) numbered.set(key, group);
  }
  return groups.map((group) => group.rows).filter((rows) => !rows.every((row) => movesNothing(row, options)));
}

/** Whether an amount as it is read comes to nothing. */
export function isZero(amount: string): boolean {
  return /^-?0*(\.0*)?$/.test(amount);
}

/** Whether a row has amounts, and all of them are zero, as the line of a tax is that comes to nothing: none is posted. */
export function movesNothing({ cells }: MappedRow, { decimals }: CellOptions): boolean {
  const amounts = [cells.debit, cells.credit, cells.amount].filter((cell) => cell !== undefined);
  const reads = amounts.map(({ value }) => readAmount(value, decimals));
  return reads.length > 0 && reads.every((read) => 'value' in read && isZero(read.value));
}

function startGroup(groups: Group[], number: string | undefined, date: Cell | undefined): Group {
  const group: Group = { rows: [], number, date: date?.value, sum: 0n };
  groups.push(group);
  return group;
}

function addRow(
  sum: bigint | undefined,
  { cells }: MappedRow,
  { decimals }: CellOptions,
): bigint | undefined {
  const [debit, credit, amount] = [cells.debit, cells.credit, cells.amount].map((cell) => {
    const read = cell ? readAmount(cell.value, decimals) : { value: '0' };
    const parsed = 'value' in read ? parseDecimal(read.value, true) : undefined;
    return parsed?.ok ? parsed.value : undefined;
  });
  if (sum === undefined || debit === undefined || credit === undefined || amount === undefined)
    return undefined;
  return sum + debit - credit + amount;
}
