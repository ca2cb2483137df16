import { z } from 'zod';
import { type ErrorCode, fieldError, invalidFields } from '../errors.ts';
import { formatCsvRow } from '../platform/csv.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import {
  type Answer,
  type Caller,
  defineEndpoint,
  type Endpoint,
  type EndpointRequest,
} from '../platform/http/endpoint.ts';
import { oneOf } from '../platform/http/fields.ts';

export type CsvRow = readonly (string | null)[];

interface ReportQuery {
  readonly format?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

type ReportRequest = Pick<
  EndpointRequest<undefined, ReportQuery, undefined, Caller>,
  'query' | 'caller' | 'read'
>;

/** One report: what it takes, what it answers, and how. */
export interface ReportDeclaration<Query extends z.ZodObject, Data extends z.ZodType> {
  /** Below `/partners/reports/`. */
  readonly path: string;
  /** `TrialBalance`: what the operations are called after. */
  readonly operation: string;
  /** `Trial Balance`. */
  readonly title: string;
  readonly description: string;
  readonly query: Query;
  readonly data: Data;
  readonly example: z.output<Data>;
  readonly errors: readonly ErrorCode[];
  generate(transaction: Transaction, workspaceId: string, query: z.output<Query>): Promise<z.output<Data>>;
  /** The same as a table, its head first. */
  toCsv(data: z.output<Data>): readonly CsvRow[];
  /** Of a report whose query has `limit` and `cursor`: how a table gets all of it. */
  readonly pages?: ReportPages<z.output<Data>>;
}

interface ReportPages<Data> {
  /** Lines or entries that one page holds at most. */
  readonly largest: number;
  cursorOf(data: Data): string | null;
  /** A page with the one that follows it. */
  join(data: Data, next: Data): Data;
}

/** The media type of a table for spreadsheets. */
export const CSV = 'text/csv; charset=utf-8';

/** How a query asks for one. */
export const formatField = {
  format: oneOf(['json', 'csv'])
    .optional()
    .describe(
      '`csv`: the same as a table for spreadsheets (RFC 4180); without `limit` and `cursor` all pages of it, up to 100,000 rows.',
    ),
};

/** A table as the bytes of a CSV file. */
export const writeCsv = (rows: readonly CsvRow[]): Buffer => Buffer.from(rows.map(formatCsvRow).join(''));

const toCsvBytes = <Data extends z.ZodType>(
  { toCsv }: Pick<ReportDeclaration<z.ZodObject, Data>, 'toCsv'>,
  data: z.output<Data>,
): Buffer => writeCsv(toCsv(data));

/** A report's bytes as `format=csv` answers them. */
export async function writeReportCsv<Query extends z.ZodObject, Data extends z.ZodType>(
  report: ReportDeclaration<Query, Data>,
  transaction: Transaction,
  workspaceId: string,
  query: z.output<Query>,
): Promise<Buffer> {
  return toCsvBytes(report, await report.generate(transaction, workspaceId, query));
}

/** What a table holds at most, lines or entries: more is for the pages, and for `recount export`, which streams. */
const MOST_ROWS = 100_000;

/** All pages of a report as one. @throws ApiError where that is more than a table holds */
async function generateWhole<Query extends z.ZodObject, Data extends z.ZodType>(
  report: ReportDeclaration<Query, Data>,
  { largest, cursorOf, join }: ReportPages<z.output<Data>>,
  transaction: Transaction,
  workspaceId: string,
  query: z.output<Query>,
): Promise<z.output<Data>> {
  const read = (cursor?: string) =>
    report.generate(transaction, workspaceId, { ...query, limit: largest, ...(cursor ? { cursor } : {}) });
  let whole = (await read()) as z.output<Data>;
  let cursor = cursorOf(whole);
  for (let count = largest; cursor !== null; count += largest) {
    if (count >= MOST_ROWS) {
      const predicate = `must be of at most ${MOST_ROWS} rows: choose fewer days, or read pages by \`limit\` and \`cursor\``;
      throw invalidFields([fieldError('format', 'TOO_LARGE', predicate)]);
    }
    const next = await read(cursor);
    cursor = cursorOf(next);
    whole = join(whole, next);
  }
  return whole;
}

/**
 * Makes the endpoints of a report out of one declaration: GET, and POST with the filters in the query and an empty body, as
 * published clients send it. Either answers it as CSV where that is asked for.
 */
export function defineReport<Query extends z.ZodObject, Data extends z.ZodType>(
  report: ReportDeclaration<Query, Data>,
): Endpoint[] {
  const shared = {
    path: `/partners/reports/${report.path}`,
    tag: 'Reports',
    description: `${report.description} GET and POST answer the same; the filters are in the query string.`,
    access: 'partner',
    query: report.query.safeExtend(formatField),
    status: 200,
    message: `${report.title} generated successfully.`,
    data: report.data,
    files: [CSV],
    readsAtLength: true,
    errors: report.errors,
  } as const;
  async function answer({ query, caller, read }: ReportRequest): Promise<Answer> {
    const { format, limit, cursor } = query;
    const pages = format === 'csv' && limit === undefined && cursor === undefined ? report.pages : undefined;
    const data = await read((transaction) =>
      pages
        ? generateWhole(report, pages, transaction, caller.workspaceId, query as z.output<Query>)
        : report.generate(transaction, caller.workspaceId, query as z.output<Query>),
    );
    if (format !== 'csv') return { data };
    return { file: { name: `${report.path}.csv`, bytes: toCsvBytes(report, data), mediaType: CSV } };
  }
  return [
    defineEndpoint({
      ...shared,
      method: 'GET',
      operationId: `get${report.operation}`,
      summary: `Get ${report.title}`,
      examples: { data: report.example },
      handle: (request) => answer(request as ReportRequest),
    }),
    defineEndpoint({
      ...shared,
      method: 'POST',
      readOnly: true,
      operationId: `generate${report.operation}`,
      summary: `Generate ${report.title}`,
      body: z.object({}).describe('Nothing is read from it.'),
      examples: { body: {}, data: report.example },
      handle: (request) => answer(request as unknown as ReportRequest),
    }),
  ];
}
