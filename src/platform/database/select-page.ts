import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { caseKey, nameKey } from '../text.ts';
import type { Transaction } from './transaction.ts';

/** The rows of one page, and how many rows there are on all pages. */
export interface PageOfRows<Row> {
  readonly rows: readonly Row[];
  readonly totalRecords: number;
}

/** Runs a sorted query for one page of its rows, and counts those of all pages. */
export async function selectPage<Tables, From extends keyof Tables, Row>(
  transaction: Transaction,
  sorted: SelectQueryBuilder<Tables, From, Row>,
  page: { readonly limit: number; readonly offset: number },
): Promise<PageOfRows<Row>> {
  const counting = sorted.clearSelect().clearOrderBy().select(sql<string>`count(*)`.as('count'));
  const [counted] = await transaction.run<{ count: string }>(counting.compile());
  const rows = await transaction.run<Row>(sorted.limit(page.limit).offset(page.offset).compile());
  return { rows, totalRecords: Number(counted!.count) };
}

/** Whether a key column (`number_key`, see `caseKey`) holds a part of a text, in any case. */
export function containsPart(keyColumn: string, part: string): RawBuilder<boolean> {
  // strpos and not LIKE: nothing in the searched text is then a wildcard.
  return sql<boolean>`strpos(${sql.ref(keyColumn)}, ${caseKey(part)}) > 0`;
}

/** Whether a column of names (`name_key`, see `nameKey`) holds a part of a name, in any case and with any blanks. */
export function containsName(nameColumn: string, part: string): RawBuilder<boolean> {
  return sql<boolean>`strpos(${sql.ref(nameColumn)}, ${nameKey(part)}) > 0`;
}
