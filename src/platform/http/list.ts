import { z } from 'zod';
import type { PageOfRows } from '../database/select-page.ts';

/** The schema of a list's `data`: the rows under their resource key, and the paging. */
export function listSchema<const Key extends string, Row extends z.ZodType>(key: Key, row: Row) {
  return z.object({
    [key]: z.array(row).describe('The records of this page.'),
    totalRecords: z.int().describe('How many records there are on all pages.'),
    totalPages: z.int().describe('How many pages there are; 0 where there are no records.'),
    page: z.int().describe('The page that is answered, from 1. A page past the end is empty.'),
    limit: z.int().describe('The most records on a page.'),
  } as { [K in Key]: z.ZodArray<Row> } & Record<'totalRecords' | 'totalPages' | 'page' | 'limit', z.ZodInt>);
}

/** The page that a list's query asks for. */
export interface Page {
  /** From 1. */
  readonly page: number;
  readonly limit: number;
  /** How many rows come before it. */
  readonly offset: number;
}

/**
 * Reads the page that a query asks for: the first where it names none.
 *
 * @param standard the limit where the query names none; the one that `paging` was told
 */
export function readPage(
  query: { page?: number | undefined; limit?: number | undefined },
  standard: number,
): Page {
  const page = query.page ?? 1;
  const limit = query.limit ?? standard;
  return { page, limit, offset: (page - 1) * limit };
}

/** A list's `data`. */
export function listAnswer<const Key extends string, Row>(
  key: Key,
  { rows, totalRecords }: PageOfRows<Row>,
  { page, limit }: Page,
) {
  return {
    [key]: rows,
    totalRecords,
    totalPages: Math.ceil(totalRecords / limit),
    page,
    limit,
  } as { [K in Key]: readonly Row[] } & {
    totalRecords: number;
    totalPages: number;
    page: number;
    limit: number;
  };
}

/** A list's `data` as an example: all of it on the first page. */
export function listExample<const Key extends string, Row>(key: Key, rows: readonly Row[], standard: number) {
  return listAnswer(key, { rows, totalRecords: rows.length }, readPage({}, standard));
}
