import { ApiError, toDatabaseRefusal } from '../../errors.ts';
import type { Transaction } from '../database/transaction.ts';
import { isUnavailable } from '../database/unavailable.ts';
import type { ChangedRecord, DoneChange, Posting, TrailOf } from './change.ts';

/** What became of a row: what it did, or why it was refused. What it posts must have its number already. */
export type RowOutcome<T extends object> = DoneChange<T> | ApiError;

/** What `writeRows` needs beside the rows. */
export interface RowsContext {
  readonly trailOf: TrailOf;
  /** Told of each error that is no refusal: its row fails with INTERNAL_ERROR. */
  reportFault(error: unknown): void;
}

/** How the rows of one bulk call are written; `writeRows` calls it. */
export interface RowWriter<Row, T extends object> {
  /** Locks what exists and the rows change, in one fixed order. The locks are kept whatever becomes of single rows. */
  lock?(transaction: Transaction, rows: readonly Row[]): Promise<void>;
  /**
   * What the row claims for itself, such as an e-mail. Rows that are written alone are written in the order of their claims,
   * so that two calls that claim the same wait for each other instead of standing in each other's way; `write` sees to the
   * same. Where left out they are written in their own order.
   */
  claim?(row: Row): string;
  /**
   * Checks all rows and writes the good ones, in a few statements for all of them; of rows that exclude each other the
   * first wins. What it throws takes back all that it wrote, and it is called again for each row alone.
   *
   * @returns an outcome a row, in their order; undefined where rows depend on each other: then too each is done alone
   */
  write(transaction: Transaction, rows: readonly Row[]): Promise<readonly RowOutcome<T>[] | undefined>;
}

/**
 * The single call: writes one row by the writer of the bulk call, so that both keep the same rules.
 *
 * @throws ApiError where it is refused, and whatever the writer throws
 */
export async function writeRow<Row, T extends object>(
  transaction: Transaction,
  row: Row,
  writer: RowWriter<Row, T>,
): Promise<DoneChange<T>> {
  await writer.lock?.(transaction, [row]);
  const [outcome] = assertComplete(await writer.write(transaction, [row]), [row]);
  if (outcome instanceof ApiError) throw outcome;
  return outcome!;
}

/**
 * Writes rows so that each succeeds or fails alone, as if in a transaction of its own (ledger.md 8): all together, set-wise,
 * and where that fails one after the other, each in a savepoint. What rows post is posted with them, and has left its trail;
 * of all others the trail is the caller's.
 *
 * @returns an outcome a row, in their order
 * @throws what says nothing of a row, such as a deadlock or a lost connection: the whole may be tried again
 */
export async function writeRows<Row, T extends object>(
  transaction: Transaction,
  rows: readonly Row[],
  writer: RowWriter<Row, T>,
  context: RowsContext,
): Promise<readonly RowOutcome<T>[]> {
  if (rows.length === 0) return [];
  await writer.lock?.(transaction, rows);
  const together = await attempt(transaction, rows, writer, context);
  if ('done' in together && together.done) return together.done;
  if ('error' in together && rows.length === 1) return [toRefusal(together.error, context)];
  return writeEachAlone(transaction, rows, writer, context);
}

async function writeEachAlone<Row, T extends object>(
  transaction: Transaction,
  rows: readonly Row[],
  writer: RowWriter<Row, T>,
  context: RowsContext,
): Promise<readonly RowOutcome<T>[]> {
  const outcomes = new Map<number, RowOutcome<T>>();
  for (const index of orderOfClaims(rows, writer)) {
    const row = [rows[index]!];
    const alone = await attempt(transaction, row, writer, context);
    outcomes.set(
      index,
      'error' in alone ? toRefusal(alone.error, context) : assertComplete(alone.done, row)[0]!,
    );
  }
  return rows.map((_, index) => outcomes.get(index)!);
}

/** The indexes of rows in the order of their claims; equal claims stay in their order, so that the first of them wins. */
function orderOfClaims<Row>(rows: readonly Row[], { claim }: RowWriter<Row, object>): number[] {
  const indexes = [...rows.keys()];
  if (!claim) return indexes;
  const claims = rows.map(claim);
  return indexes.sort((a, b) => compareTexts(claims[a]!, claims[b]!));
}

/** Orders texts by their code units, alike on every machine: whatever is locked in one order is locked in this one. */
export function compareTexts(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

/** @returns what became of the rows, or the error for which everything that they wrote was taken back */
async function attempt<Row, T extends object>(
  transaction: Transaction,
  rows: readonly Row[],
  writer: RowWriter<Row, T>,
  { trailOf }: RowsContext,
): Promise<{ done: readonly RowOutcome<T>[] | undefined } | { error: unknown }> {
  await transaction.query('SAVEPOINT bulk_rows');
  try {
    const done = await writer.write(transaction, rows);
    if (done) await post(transaction, assertComplete(done, rows), trailOf);
    await transaction.query('RELEASE SAVEPOINT bulk_rows');
    return { done };
  } catch (error) {
    if (isUnavailable(error)) throw error;
    await transaction.query('ROLLBACK TO SAVEPOINT bulk_rows');
    await transaction.query('RELEASE SAVEPOINT bulk_rows');
    return { error };
  }
}

/** Posts what rows post, in their order, each with its own trail; throws what the database refuses of it. */
async function post<T extends object>(
  transaction: Transaction,
  outcomes: readonly RowOutcome<T>[],
  trailOf: TrailOf,
): Promise<void> {
  const documents = outcomes.flatMap((outcome) =>
    isPosted(outcome) ? [{ ...outcome.posting, trail: trailOf(outcome.records) }] : [],
  );
  if (documents.length === 0) return;
  if (documents.some(({ number }) => number)) throw new Error('Rows cannot be allotted a number.');
  await transaction.query(
    'SELECT post_documents($1, $2)',
    [transaction.workspaceId, JSON.stringify(documents)],
    'post_documents',
  );
  // What would be found at COMMIT only, such as an entry out of balance, is found here, where it fails no other row.
  await transaction.query('SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED');
}

function isPosted<T extends object>(outcome: RowOutcome<T>): outcome is DoneChange<T> & { posting: Posting } {
  return !(outcome instanceof ApiError) && outcome.posting !== undefined;
}

/** The records of rows whose trail is still to be left. */
export function untrailedRecords<T extends object>(outcomes: readonly RowOutcome<T>[]): ChangedRecord[] {
  return outcomes.flatMap((one) => (isPosted(one) || one instanceof ApiError ? [] : one.records));
}

function assertComplete<T extends object>(
  outcomes: readonly RowOutcome<T>[] | undefined,
  rows: readonly unknown[],
): readonly RowOutcome<T>[] {
  if (outcomes?.length !== rows.length) throw new Error('A writer of rows must answer an outcome a row.');
  return outcomes;
}

function toRefusal(error: unknown, { reportFault }: RowsContext): ApiError {
  if (error instanceof ApiError) return error;
  const refusal = toDatabaseRefusal(error as { code?: string; detail?: string });
  if (refusal) return refusal;
  reportFault(error);
  return new ApiError('INTERNAL_ERROR', { cause: error });
}
