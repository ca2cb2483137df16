import { sql } from 'kysely';
import { withAliases } from '../../ledger/merges/index.ts';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import {
  containsName,
  containsPart,
  type PageOfRows,
  selectPage,
} from '../../platform/database/select-page.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import type { Page } from '../../platform/http/list.ts';
import { caseKey } from '../../platform/text.ts';
import type { InvoiceType } from './invoice.ts';
import { STATUS_SQL } from './invoice-status.ts';
import { type LoadedInvoice, loadInvoices } from './invoices.store.ts';

/** What a list of invoices can be sorted by. */
export const INVOICE_ORDERS = [
  'date',
  'dueDate',
  'invoiceNumber',
  'total',
  'createdAt',
  'updatedAt',
] as const;

const ORDER_COLUMNS = {
  date: 'invoice.date',
  dueDate: 'invoice.due_date',
  invoiceNumber: 'invoice.number_key',
  total: 'invoice.total',
  createdAt: 'invoice.created_at',
  updatedAt: 'invoice.updated_at',
} as const;

export interface InvoiceFilter {
  /** Part of the number or of the customer's name, in any case. */
  readonly search?: string | undefined;
  /** Any of these; `unpaid` is any approved invoice or memo with a total on which nothing is paid. */
  readonly status?: readonly string[] | undefined;
  readonly approvalStatus?: 'draft' | 'approved' | undefined;
  readonly customerUuid?: string | undefined;
  readonly customerUuids?: readonly string[] | undefined;
  /** The first and the last date, YYYY-MM-DD. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly invoiceType?: InvoiceType | undefined;
  readonly isDraft?: boolean | undefined;
  /** By date, the newest first, where left out. */
  readonly orderBy?: (typeof INVOICE_ORDERS)[number] | undefined;
  readonly orderDirection?: 'ASC' | 'DESC' | undefined;
}

interface Tables {
  invoice: {
    workspace_id: string;
    id: string;
    invoice_type: string;
    number_key: string;
    customer_id: string;
    date: string;
    due_date: string;
    total: bigint;
    paid_amount: bigint;
    is_draft: boolean;
    void_date: string | null;
    created_at: Date;
    updated_at: Date;
    deleted_at: Date | null;
  };
  customer: { workspace_id: string; id: string; name_key: string; merged_into: string | null };
  books: { workspace_id: string; time_zone: string };
}

const builder = queryBuilder<Tables>();

/**
 * Whether an approved document has a part of a text in its customer's name. Only where the customer was changed after the
 * approval, with a minute's room for what was under way, can that be another than the customer has now: what a document said is
 * long, and read for no other.
 */
function printsName(search: string) {
  return sql<boolean>`(invoice.approved_at < customer.updated_at + interval '1 minute'
    AND strpos(lower(invoice.issued #>> '{customer,customer}'), ${caseKey(search)}) > 0)`;
}

/** @param customers lists of which each narrows: only documents of a customer of all of them */
function filterInvoices(
  workspaceId: string,
  filter: InvoiceFilter,
  customers: readonly (readonly string[])[],
) {
  let filtered = builder
    .selectFrom('invoice')
    .innerJoin('books', 'books.workspace_id', 'invoice.workspace_id')
    .where('invoice.workspace_id', '=', workspaceId)
    .where('invoice.deleted_at', 'is', null);
  for (const ids of customers) filtered = filtered.where('invoice.customer_id', 'in', ids);
  if (filter.invoiceType) filtered = filtered.where('invoice.invoice_type', '=', filter.invoiceType);
  if (filter.isDraft !== undefined) filtered = filtered.where('invoice.is_draft', '=', filter.isDraft);
  if (filter.approvalStatus)
    filtered = filtered.where('invoice.is_draft', '=', filter.approvalStatus === 'draft');
  if (filter.startDate) filtered = filtered.where('invoice.date', '>=', filter.startDate);
  if (filter.endDate) filtered = filtered.where('invoice.date', '<=', filter.endDate);
  if (filter.search) {
    const { search } = filter;
    filtered = filtered.where((where) =>
      where.or([
        containsPart('invoice.number_key', search),
        where.exists(
          where
            .selectFrom('customer')
            .leftJoin('customer as payer', (join) =>
              join
                .onRef('payer.workspace_id', '=', 'customer.workspace_id')
                .onRef('payer.id', '=', 'customer.merged_into'),
            )
            .select(sql`1`.as('one'))
            .where('customer.workspace_id', '=', workspaceId)
            .whereRef('customer.id', '=', 'invoice.customer_id')
            .where((name) =>
              name.or([
                containsName('customer.name_key', search),
                containsName('payer.name_key', search),
                printsName(search),
              ]),
            ),
        ),
      ]),
    );
  }
  if (filter.status?.length) {
    const today = sql`workspace_today(books.time_zone, books.clock_offset_days)`;
    const status = sql<string>`(SELECT ${sql.raw(STATUS_SQL)} FROM (SELECT ${today} AS today) AS day)`;
    const words = filter.status;
    filtered = filtered.where((where) =>
      where.or([
        where(status, 'in', words),
        ...(words.includes('unpaid')
          ? [
              where.and([
                where('invoice.is_draft', '=', false),
                where('invoice.void_date', 'is', null),
                where('invoice.invoice_type', 'in', ['invoice', 'memo']),
                where('invoice.paid_amount', '=', 0n),
                where('invoice.total', '>', 0n),
              ]),
            ]
          : []),
      ]),
    );
  }
  return filtered;
}

/** One page of the documents that fit, loaded whole, and how many fit in all. */
export async function selectInvoices(
  transaction: Transaction,
  filter: InvoiceFilter,
  page: Page,
): Promise<PageOfRows<LoadedInvoice>> {
  const direction = filter.orderDirection === 'ASC' ? 'asc' : 'desc';
  const customers: string[][] = [];
  for (const named of [filter.customerUuid ? [filter.customerUuid] : [], filter.customerUuids ?? []])
    if (named.length > 0) customers.push(await withAliases(transaction, 'customer', named));
  const sorted = filterInvoices(transaction.workspaceId!, filter, customers)
    .select('invoice.id')
    .orderBy(ORDER_COLUMNS[filter.orderBy ?? 'date'], direction)
    .orderBy('invoice.id', direction);
  const { rows, totalRecords } = await selectPage(transaction, sorted, page);
  const ids = rows.map(({ id }) => id);
  return { rows: await loadInvoices(transaction, ids), totalRecords };
}
