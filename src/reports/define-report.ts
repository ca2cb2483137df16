import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { formatCsvRow } from '../platform/csv.ts';
import type { Transaction } from '../platform/database/transaction.ts';
import { defineEndpoint, type Endpoint, type EndpointDeclaration } from '../platform/http/endpoint.ts';

export type CsvRow = readonly (string | null)[];

interface ReportDeclaration<Query extends z.ZodObject, Data extends z.ZodType> {
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
}

/**
 * Makes the three endpoints of a report out of one declaration: GET, POST with the filters in the query and an empty body,
 * as published clients send it, and the same as CSV.
 */
export function defineReport<Query extends z.ZodObject, Data extends z.ZodType>(
  report: ReportDeclaration<Query, Data>,
): Endpoint[] {
  const path = `/partners/reports/${report.path}` as const;
  const shared = {
    path,
    tag: 'Reports',
    access: 'partner',
    query: report.query,
    status: 200,
    errors: report.errors,
  } as const;
  const inJson = {
    ...shared,
    description: `${report.description} GET and POST answer the same; the filters are in the query string.`,
    message: `${report.title} generated successfully.`,
    data: report.data,
  };
  type Handle = EndpointDeclaration<'partner', undefined, Query>['handle'];
  const generate = (request: Pick<Parameters<Handle>[0], 'query' | 'caller' | 'read'>) =>
    request.read((transaction) =>
      report.generate(transaction, request.caller.workspaceId, request.query as z.output<Query>),
    );
  return [
    defineEndpoint({
      ...inJson,
      method: 'GET',
      operationId: `get${report.operation}`,
      summary: `Get ${report.title}`,
      examples: { data: report.example },
      handle: async (request) => ({ data: await generate(request) }),
    }),
    defineEndpoint({
      ...inJson,
      method: 'POST',
      readOnly: true,
      operationId: `generate${report.operation}`,
      summary: `Generate ${report.title}`,
      body: z.object({}).describe('Nothing is read from it.'),
      examples: { body: {}, data: report.example },
      handle: async (request) => ({ data: await generate(request) }),
    }),
    defineEndpoint({
      ...shared,
      path: `${path}/csv`,
      method: 'GET',
      operationId: `get${report.operation}Csv`,
      summary: `Get ${report.title} as CSV`,
      description: `The same as a table for spreadsheets (RFC 4180). ${report.description}`,
      message: `${report.title}, as CSV.`,
      file: 'text/csv',
      examples: {},
      async handle(request) {
        const rows = report.toCsv(await generate(request));
        const text = rows.map((row) => formatCsvRow(row)).join('');
        return { file: { name: `${report.path}.csv`, bytes: Buffer.from(text) } };
      },
    }),
  ];
}
