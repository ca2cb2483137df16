import { z } from 'zod';

/** The schema of a list's `data`: the rows under their resource key, and the paging. */
export function listSchema<const Key extends string, Row extends z.ZodType>(key: Key, row: Row) {
  return z.object({
    [key]: z.array(row),
    totalRecords: z.int(),
    totalPages: z.int(),
    page: z.int(),
    limit: z.int(),
  } as { [K in Key]: z.ZodArray<Row> } & Record<'totalRecords' | 'totalPages' | 'page' | 'limit', z.ZodInt>);
}

export interface Page {
  readonly page: number;
  readonly limit: number;
  readonly offset: number;
}

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
  rows: readonly Row[],
  totalRecords: number,
  page: Page,
) {
  return {
    [key]: rows,
    totalRecords,
    totalPages: Math.ceil(totalRecords / page.limit),
    page: page.page,
    limit: page.limit,
  } as { [K in Key]: readonly Row[] } & {
    totalRecords: number;
    totalPages: number;
    page: number;
    limit: number;
  };
}
