import { v7 as uuidv7 } from 'uuid';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import { type PageOfRows, selectPage } from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import { type ExchangeRate, formatExchangeRate, readStoredRate } from '../money/index.ts';

/** A row of the table of exchange rates. */
export interface StoredRate {
  readonly id: string;
  readonly currency: string;
  readonly effective: string;
  /** numeric(20,10) as text. */
  readonly rate: string;
  readonly source: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface WantedRate {
  readonly currency: string;
  readonly effective: string;
  readonly rate: ExchangeRate;
  readonly source: string | null;
}

const COLUMNS = `id, currency, effective, rate::text, source, created_at AS "createdAt", updated_at AS "updatedAt"`;
const OF_DAY = 'workspace_id = $1 AND currency = $2 AND effective = $3';

/** The currency of the workspace's books. */
export async function loadBaseCurrency(transaction: Transaction): Promise<string> {
  const [books] = await transaction.query<{ currency: string }>(
    'SELECT currency FROM books WHERE workspace_id = $1',
    [transaction.workspaceId],
  );
  return books!.currency;
}

/**
 * Writes the rate of a currency from a day on, in place of the one that the day has.
 *
 * @returns the row as it now stands, and as it was; undefined where the day had none
 */
export async function storeRate(
  transaction: Transaction,
  { currency, effective, rate, source }: WantedRate,
): Promise<{ readonly before: StoredRate | undefined; readonly after: StoredRate }> {
  const key = [transaction.workspaceId, currency, effective];
  const values = [...key, formatExchangeRate(rate), source];
  for (;;) {
    const [created] = await transaction.query<StoredRate & Record<string, unknown>>(
      `INSERT INTO exchange_rate (workspace_id, currency, effective, rate, source, id) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (workspace_id, currency, effective) DO NOTHING RETURNING ${COLUMNS}`,
      [...values, uuidv7()],
    );
    if (created) return { before: undefined, after: created };
    const [before] = await transaction.query<StoredRate & Record<string, unknown>>(
      `SELECT ${COLUMNS} FROM exchange_rate WHERE ${OF_DAY} FOR UPDATE`,
      key,
    );
    // Gone again: whoever deleted it was quicker than the lock.
    if (!before) continue;
    if (readStoredRate(before.rate) === rate && before.source === source) return { before, after: before };
    const [after] = await transaction.query<StoredRate & Record<string, unknown>>(
      `UPDATE exchange_rate SET rate = $4, source = $5, updated_at = clock_timestamp() WHERE ${OF_DAY} RETURNING ${COLUMNS}`,
      values,
    );
    return { before, after: after! };
  }
}

/** Deletes a rate. Answers whether there was one. */
export async function removeRate(transaction: Transaction, id: string): Promise<boolean> {
  const removed = await transaction.query<{ id: string }>(
    'DELETE FROM exchange_rate WHERE workspace_id = $1 AND id = $2 RETURNING id',
    [transaction.workspaceId, id],
  );
  return removed.length > 0;
}

/** The rate that holds on a day: the youngest of its currency on or before it; undefined where there is none. */
export async function findRateOn(
  transaction: Transaction,
  currency: string,
  day: string,
): Promise<{ readonly rate: ExchangeRate; readonly date: string } | undefined> {
  const [row] = await transaction.query<{ rate: string; effective: string }>(
    `SELECT rate::text, effective FROM exchange_rate
      WHERE workspace_id = $1 AND currency = $2 AND effective <= $3 ORDER BY effective DESC LIMIT 1`,
    [transaction.workspaceId, currency, day],
    'find_rate_on',
  );
  return row && { rate: readStoredRate(row.rate), date: row.effective };
}

interface RateTable {
  workspace_id: string;
  id: string;
  currency: string;
  effective: string;
  rate: string;
  source: string | null;
  created_at: Date;
  updated_at: Date;
}

const builder = queryBuilder<{ exchange_rate: RateTable }>();

export interface RateFilter {
  readonly currency: string | undefined;
  readonly startDate: string | undefined;
  readonly endDate: string | undefined;
}

/** One page of the rates, by currency and the youngest first, and how many fit in all. */
export function selectRates(
  transaction: Transaction,
  { currency, startDate, endDate }: RateFilter,
  page: Page,
): Promise<PageOfRows<StoredRate>> {
  let fitting = builder
    .selectFrom('exchange_rate as r')
    .where('r.workspace_id', '=', transaction.workspaceId!);
  if (currency) fitting = fitting.where('r.currency', '=', currency);
  if (startDate) fitting = fitting.where('r.effective', '>=', startDate);
  if (endDate) fitting = fitting.where('r.effective', '<=', endDate);
  const sorted = fitting
    .select([
      'r.id',
      'r.currency',
      'r.effective',
      'r.rate',
      'r.source',
      'r.created_at as createdAt',
      'r.updated_at as updatedAt',
    ])
    .orderBy('r.currency')
    .orderBy('r.effective', 'desc');
  return selectPage<{ r: RateTable }, 'r', StoredRate>(transaction, sorted, page);
}
