import { sql } from 'kysely';
import { z } from 'zod';
import { queryBuilder } from '../../platform/database/query-builder.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import {
  date,
  oneOf,
  paging,
  queryBoolean,
  queryDirection,
  queryList,
  queryUuids,
  text,
  uuid,
} from '../../platform/http/fields.ts';
import { listAnswer, listSchema, type Page, readPage } from '../../platform/http/list.ts';
import { caseKey } from '../../platform/text.ts';
import { invoiceSchema } from './invoice.schema.ts';
import { INVOICE_TYPES } from './invoice.ts';
import { INVOICE_EXAMPLE } from './invoice-examples.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import { INVOICE_STATUSES, STATUS_SQL } from './invoice-status.ts';
import { loadInvoices } from './invoices.store.ts';

const STANDARD_LIMIT = 50;
const SORTS = ['date', 'dueDate', 'invoiceNumber', 'total', 'createdAt', 'updatedAt'] as const;
const SORT_COLUMNS = {
  date: 'invoice.date',
  dueDate: 'invoice.due_date',
  invoiceNumber: 'invoice.number_key',
  total: 'invoice.total',
  createdAt: 'invoice.created_at',
  updatedAt: 'invoice.updated_at',
} as const;

const querySchema = z.object({
  ...paging(STANDARD_LIMIT),
  search: text(255).optional().describe('Part of the number or of the customer’s name, ignoring case.'),
  status: queryList(oneOf([...INVOICE_STATUSES, 'unpaid']))
    .optional()
    .describe('Statuses, any of which may hold; `unpaid` is any approved document on which nothing is paid.'),
  approvalStatus: oneOf(['draft', 'approved']).optional().describe('Drafts, or all others.'),
  customerUuid: uuid().optional().describe('Of one customer.'),
  customerUuids: queryUuids().optional().describe('Of any of these customers.'),
  startDate: date().optional().describe('Dated on or after this day.'),
  endDate: date().optional().describe('Dated on or before this day.'),
  invoiceType: oneOf(INVOICE_TYPES).optional().describe('Of this type.'),
  isDraft: queryBoolean().optional().describe('Drafts (true), or all others (false).'),
  orderBy: oneOf(SORTS).optional().describe('What to sort by; the date when left out.'),
  orderDirection: queryDirection().optional().describe('ASC or DESC, in any case; DESC when left out.'),
});

type ListQuery = z.output<typeof querySchema>;

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
    created_at: Date;
    updated_at: Date;
    deleted_at: Date | null;
  };
  customer: { workspace_id: string; id: string; name_key: string };
  books: { workspace_id: string; time_zone: string };
}

const builder = queryBuilder<Tables>();

function filterInvoices(workspaceId: string, query: ListQuery) {
  let filtered = builder
    .selectFrom('invoice')
    .innerJoin('books', 'books.workspace_id', 'invoice.workspace_id')
    .where('invoice.workspace_id', '=', workspaceId)
    .where('invoice.deleted_at', 'is', null);
  const customers = [...(query.customerUuid ? [query.customerUuid] : []), ...(query.customerUuids ?? [])];
  if (customers.length > 0) filtered = filtered.where('invoice.customer_id', 'in', customers);
  if (query.invoiceType) filtered = filtered.where('invoice.invoice_type', '=', query.invoiceType);
  if (query.isDraft !== undefined) filtered = filtered.where('invoice.is_draft', '=', query.isDraft);
  if (query.approvalStatus)
    filtered = filtered.where('invoice.is_draft', '=', query.approvalStatus === 'draft');
  if (query.startDate) filtered = filtered.where('invoice.date', '>=', query.startDate);
  if (query.endDate) filtered = filtered.where('invoice.date', '<=', query.endDate);
  if (query.search) {
    const key = caseKey(query.search);
    filtered = filtered.where((where) =>
      where.or([
        sql<boolean>`strpos(invoice.number_key, ${key}) > 0`,
        where.exists(
          where
            .selectFrom('customer')
            .select(sql`1`.as('one'))
            .where('customer.workspace_id', '=', workspaceId)
            .whereRef('customer.id', '=', 'invoice.customer_id')
            .where(sql<boolean>`strpos(customer.name_key, ${key}) > 0`),
        ),
      ]),
    );
  }
  if (query.status?.length) {
    const today = sql`(clock_timestamp() AT TIME ZONE books.time_zone)::date`;
    const status = sql<string>`(SELECT ${sql.raw(STATUS_SQL)} FROM (SELECT ${today} AS today) AS day)`;
    const words = query.status;
    filtered = filtered.where((where) =>
      where.or([
        where(status, 'in', words),
        ...(words.includes('unpaid')
          ? [where.and([where('invoice.is_draft', '=', false), where('invoice.paid_amount', '=', 0n)])]
          : []),
      ]),
    );
  }
  return filtered;
}

async function findInvoices(transaction: Transaction, query: ListQuery, page: Page) {
  const filtered = filterInvoices(transaction.workspaceId!, query);
  const direction = query.orderDirection === 'ASC' ? 'asc' : 'desc';
  const [count] = await transaction.run(
    filtered.select((where) => where.fn.countAll<bigint>().as('count')).compile(),
  );
  const rows = await transaction.run(
    filtered
      .select('invoice.id')
      .orderBy(SORT_COLUMNS[query.orderBy ?? 'date'], direction)
      .orderBy('invoice.id', direction)
      .limit(page.limit)
      .offset(page.offset)
      .compile(),
  );
  const loaded = await loadInvoices(
    transaction,
    rows.map(({ id }) => id),
  );
  return { loaded, totalRecords: Number(count!.count) };
}

export const listInvoices = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices',
  operationId: 'listInvoices',
  tag: 'Invoices',
  summary: 'List Invoices',
  description: 'Invoices, quotes, estimates and credit memos, the newest date first.',
  access: 'partner',
  query: querySchema,
  status: 200,
  message: 'Invoices retrieved successfully.',
  data: listSchema('invoices', invoiceSchema),
  errors: [],
  examples: {
    data: { invoices: [INVOICE_EXAMPLE], totalRecords: 1, totalPages: 1, page: 1, limit: STANDARD_LIMIT },
  },
  async handle({ query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const { loaded, totalRecords } = await read((transaction) => findInvoices(transaction, query, page));
    const records = loaded.map(({ invoice, today }) => toInvoiceRecord(invoice, today));
    return { data: listAnswer('invoices', records, totalRecords, page) };
  },
});
