import { beforeCutoverError, closedPeriodError, type FieldError } from '../../errors.ts';
import type { Transaction } from '../../platform/database/transaction.ts';

/** Between which days the books are open; null: no bound. */
export interface OpenPeriod {
  /** The last day of the closed period, YYYY-MM-DD. */
  readonly closedThrough: string | null;
  /** The day on which the books begin, YYYY-MM-DD. */
  readonly cutoverDate: string | null;
}

/**
 * Why nothing can be posted on a day: the books of that day are closed, or begin later (ledger.md 6).
 *
 * @param wayOut what can be done about a closed period, where the date is not simply the client's to choose
 */
export function findOutsidePeriod(
  date: string,
  { closedThrough, cutoverDate }: OpenPeriod,
  wayOut?: string,
): FieldError[] {
  if (closedThrough !== null && date <= closedThrough) return [closedPeriodError(closedThrough, wayOut)];
  if (cutoverDate !== null && date < cutoverDate) return [beforeCutoverError(cutoverDate)];
  return [];
}

/** Reads between which days the books of the transaction's workspace are open. */
export async function readOpenPeriod(transaction: Transaction): Promise<OpenPeriod> {
  const [row] = await transaction.query<{ closedThrough: string | null; cutoverDate: string | null }>(
    'SELECT closed_through AS "closedThrough", cutover_date AS "cutoverDate" FROM books WHERE workspace_id = $1',
    [transaction.workspaceId],
    'read_open_period',
  );
  return row!;
}
