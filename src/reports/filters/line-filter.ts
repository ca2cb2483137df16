import { type ErrorCode, type FieldError, fieldError, invalidFields } from '../../errors.ts';
import { type MergedKind, selectAliases } from '../../ledger/merges/index.ts';
import { recordsAsOf } from '../../ledger/record-versions/index.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Basis, TransactionStatus } from './filter-fields.ts';

/** What a report is narrowed to by; every list empty and the rest left out: all lines. */
export interface LineFilter {
  readonly accountIds: readonly string[];
  readonly tagIds: readonly string[];
  /** Lines without a tag: these too where there are tags, these alone where there are none. */
  readonly untagged: boolean;
  readonly customerIds: readonly string[];
  readonly vendorIds: readonly string[];
  readonly productIds: readonly string[];
  readonly taxIds: readonly string[];
  readonly status: TransactionStatus;
  readonly throughSeal: number | undefined;
  /** Whether what is merged is told as one. */
  readonly merged: boolean;
}

type Ids = readonly string[] | undefined;

/** The filters of a report's query; each report has some of them. */
export interface FilterQuery {
  readonly basis?: Basis | undefined;
  readonly reportType?: Basis | undefined;
  readonly currency?: string | undefined;
  readonly transactionStatus?: TransactionStatus | undefined;
  readonly throughSeal?: number | undefined;
  readonly merged?: boolean | undefined;
  readonly accounts?: Ids;
  readonly accountUuids?: Ids;
  readonly categoryAccount?: Ids;
  readonly categoryAccountUuid?: Ids;
  readonly categoryAccountUuids?: Ids;
  readonly tags?: Ids;
  readonly tagUuids?: Ids;
  readonly noTags?: boolean | undefined;
  readonly includeNoTag?: boolean | undefined;
  readonly customers?: Ids;
  readonly customerUuids?: Ids;
  readonly vendors?: Ids;
  readonly vendorUuids?: Ids;
  readonly products?: Ids;
  readonly productUuids?: Ids;
  readonly taxUuids?: Ids;
  readonly projects?: Ids;
  readonly projectUuids?: Ids;
}

/** What a report needs to know of the books, and what it is narrowed to by. */
export interface ReportBooks {
  readonly filter: LineFilter;
  readonly currency: string;
  readonly basis: Basis;
  readonly fiscalYearStartMonth: number;
}

/** Which fields name which records, in the order in which a fault is looked for. */
const NAMING = [
  {
    key: 'accountIds',
    table: 'account',
    code: 'ACCOUNT_NOT_FOUND',
    things: 'accounts',
    fields: ['accountUuids', 'accounts', 'categoryAccountUuids', 'categoryAccountUuid', 'categoryAccount'],
  },
  { key: 'tagIds', table: 'tag', code: 'TAG_NOT_FOUND', things: 'tags', fields: ['tagUuids', 'tags'] },
  {
    key: 'customerIds',
    table: 'customer',
    code: 'CUSTOMER_NOT_FOUND',
    things: 'customers',
    fields: ['customerUuids', 'customers'],
  },
  {
    key: 'vendorIds',
    table: 'vendor',
    code: 'VENDOR_NOT_FOUND',
    things: 'vendors',
    fields: ['vendorUuids', 'vendors'],
  },
  {
    key: 'productIds',
    table: 'product',
    code: 'PRODUCT_NOT_FOUND',
    things: 'products',
    fields: ['productUuids', 'products'],
  },
  { key: 'taxIds', table: 'tax', code: 'TAX_NOT_FOUND', things: 'taxes', fields: ['taxUuids'] },
] as const satisfies readonly {
  key: keyof LineFilter;
  table: string;
  code: ErrorCode;
  things: string;
  fields: readonly (keyof FilterQuery)[];
}[];

/** The codes that a report with these filters may refuse them with. */
export const FILTER_ERRORS = [
  'NOT_AVAILABLE',
  'ACCOUNT_NOT_FOUND',
  'TAG_NOT_FOUND',
  'CUSTOMER_NOT_FOUND',
  'VENDOR_NOT_FOUND',
  'PRODUCT_NOT_FOUND',
] as const satisfies readonly ErrorCode[];

/** What the query narrows the report to, its several names for one thing joined, and nothing of what is merged. */
export function readLineFilter(query: FilterQuery): LineFilter {
  const named = Object.fromEntries(
    NAMING.map(({ key, fields }) => [key, [...new Set(fields.flatMap((field) => query[field] ?? []))]]),
  ) as unknown as Pick<LineFilter, (typeof NAMING)[number]['key']>;
  return {
    ...named,
    untagged: query.noTags === true || (query.includeNoTag === true && named.tagIds.length > 0),
    status: query.transactionStatus ?? 'all',
    throughSeal: query.throughSeal,
    merged: query.merged ?? true,
  };
}

const selectUnknownIds = (throughSeal: number | undefined): string =>
  NAMING.map(
    ({ table }, index) => `ARRAY(SELECT n.id FROM unnest($${index + 2}::uuid[]) AS n(id)
    WHERE NOT EXISTS (SELECT FROM ${recordsAsOf(table, throughSeal)} t WHERE t.workspace_id = $1 AND t.id = n.id)) AS unknown_${table}`,
  ).join(',\n');

/** Where records are named that may be merged. */
const MERGEABLE = [
  { key: 'accountIds', kind: 'account' },
  { key: 'customerIds', kind: 'customer' },
  { key: 'vendorIds', kind: 'vendor' },
] as const satisfies readonly { key: (typeof NAMING)[number]['key']; kind: MergedKind }[];

const selectAllAliases = (throughSeal: number | undefined): string =>
  MERGEABLE.map(({ key, kind }) => {
    const place = NAMING.findIndex((naming) => naming.key === key) + 2;
    return `ARRAY(${selectAliases(kind, `$${place}::uuid[]`, throughSeal)}) AS aliases_of_${kind}`;
  }).join(',\n');

/**
 * Reads what a report needs to know of the books, and checks its filters. Who asks for a record that is merged with others
 * asks for all of them.
 *
 * @returns the books, with the basis that the query asks for, and the filter
 * @throws ApiError with every filter that cannot be served
 */
export async function loadReportBooks(
  transaction: Transaction,
  workspaceId: string,
  query: FilterQuery,
): Promise<ReportBooks> {
  const filter = readLineFilter(query);
  const { throughSeal } = filter;
  const [row] = await transaction.query<Omit<ReportBooks, 'filter'> & Record<string, unknown>>(
    `SELECT b.currency, b.accounting_basis AS basis, b.fiscal_year_start_month AS "fiscalYearStartMonth",
            ${selectUnknownIds(throughSeal)},
            ${selectAllAliases(throughSeal)}
       FROM ${recordsAsOf('books', throughSeal)} b
      WHERE b.workspace_id = $1`,
    [workspaceId, ...NAMING.map(({ key }) => filter[key])],
    throughSeal === undefined ? 'report_books' : undefined,
  );
  const { currency, basis, fiscalYearStartMonth } = row!;
  const errors = [...findUnavailable(query, currency), ...findUnknown(query, row!)];
  if (errors.length > 0) throw invalidFields(errors);
  return {
    filter: filter.merged ? { ...filter, ...addAliases(filter, row!) } : filter,
    currency,
    fiscalYearStartMonth,
    basis: query.basis ?? query.reportType ?? basis,
  };
}

/** The lists of a filter with what is told as one with what they name. */
function addAliases(filter: LineFilter, row: Readonly<Record<string, unknown>>): Partial<LineFilter> {
  return Object.fromEntries(
    MERGEABLE.map(({ key, kind }) => [
      key,
      [...filter[key], ...(row[`aliases_of_${kind}`] as readonly string[])],
    ]),
  );
}

function findUnavailable(query: FilterQuery, currency: string): FieldError[] {
  const errors: FieldError[] = [];
  if (query.currency !== undefined && query.currency.toUpperCase() !== currency) {
    const predicate = `must be ${currency}, the currency of the workspace: another is not available yet`;
    errors.push(fieldError('currency', 'NOT_AVAILABLE', predicate));
  }
  for (const field of ['projects', 'projectUuids'] as const) {
    if ((query[field] ?? []).length === 0) continue;
    errors.push(fieldError(field, 'NOT_AVAILABLE', 'must be left out: projects are not available yet'));
  }
  return errors;
}

function findUnknown(query: FilterQuery, row: Readonly<Record<string, unknown>>): FieldError[] {
  return NAMING.flatMap(({ table, fields, code, things }) =>
    (row[`unknown_${table}`] as readonly string[]).map((id) => {
      const field = fields.find((name) => query[name]?.includes(id)) ?? fields[0];
      const predicate = `must be ${things} of this workspace: ${id} is not one`;
      return fieldError(field, code, predicate, { uuid: id });
    }),
  );
}
