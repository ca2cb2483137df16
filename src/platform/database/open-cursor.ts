import type pg from 'pg';
import type { Transaction } from './transaction.ts';

/** Reads the next rows of a query that goes on, at most so many; none at its end. */
export type FetchRows<Row> = (count: number) => Promise<Row[]>;

/**
 * Begins a query whose rows are fetched some at a time, so that what it finds and sorts is found and sorted once. It is planned
 * here, and ends with the transaction.
 *
 * @param name of the cursor; one of the transaction
 */
export async function openCursor<Row extends pg.QueryResultRow>(
  transaction: Transaction,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<FetchRows<Row>> {
  await transaction.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values);
  return (count) => transaction.query<Row>(`FETCH FORWARD ${count} FROM ${name}`);
}
