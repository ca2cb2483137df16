import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { formatCsvRow } from '../platform/csv.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import {
  type Answer,
  type AnsweredFile,
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
  'query' | 'caller' | 'read' | 'readPieces'
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
  /** Of a report whose query has `limit` and `cursor`: the table of all of it, its head first, some rows after the other. */
  readTable?(
    transaction: Transaction,
    workspaceId: string,
    query: z.output<Query>,
  ): AsyncIterable<readonly CsvRow[]>;
}

/** The media type of a table for spreadsheets. */
export const CSV = 'text/csv; charset=utf-8';

/** How a query asks for one. */
export const formatField = {
  format: oneOf(['json', 'csv'])
    .optional()
    .describe(
      '`csv`: the same as a table for spreadsheets (RFC 4180); without `limit` and `cursor` all pages of it.',
    ),
};

const formatCsv = (rows: readonly CsvRow[]): string => rows.map(formatCsvRow).join('');

/** A table as the bytes of a CSV file. */
export const writeCsv = (rows: readonly CsvRow[]): Buffer => Buffer.from(formatCsv(rows));

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
  async function answer({
    caller: { workspaceId },
    read,
    readPieces,
    ...request
  }: ReportRequest): Promise<Answer> {
    const query = request.query as z.output<Query>;
    const { format, limit, cursor } = request.query;
    const inFile = (bytes: AnsweredFile['bytes']) => ({
      file: { name: `${report.path}.csv`, bytes, mediaType: CSV },
    });
    if (format === 'csv' && report.readTable && limit === undefined && cursor === undefined)
      return inFile(
        await readPieces(async (transaction, write) => {
          for await (const rows of report.readTable!(transaction, workspaceId, query))
            await write(formatCsv(rows));
        }),
      );
    const data = await read((transaction) => report.generate(transaction, workspaceId, query));
    return format === 'csv' ? inFile(toCsvBytes(report, data)) : { data };
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
