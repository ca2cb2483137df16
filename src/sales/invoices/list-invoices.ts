import { z } from 'zod';
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
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { INVOICE_EXAMPLE } from './invoice.examples.ts';
import { invoiceSchema } from './invoice.schema.ts';
import { INVOICE_TYPES } from './invoice.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import { LISTED_STATUSES } from './invoice-status.ts';
import { INVOICE_ORDERS, selectInvoices } from './list-invoices.store.ts';

const STANDARD_LIMIT = 50;
const querySchema = z.object({
  ...paging(STANDARD_LIMIT),
  search: text(255)
    .optional()
    .describe(
      'Part of the number or of the customer’s name, as it is and as the document has it, ignoring case.',
    ),
  status: queryList(oneOf(LISTED_STATUSES, 'must be a status that this list knows'))
    .optional()
    .describe(
      'Only documents of any of these statuses, separated by commas; `unpaid` is any approved document on which nothing is paid.',
    ),
  approvalStatus: oneOf(['draft', 'approved'], 'must be an approval status')
    .optional()
    .describe('Only drafts, or only the others.'),
  customerUuid: uuid().optional().describe('Only documents of this customer.'),
  customerUuids: queryUuids()
    .optional()
    .describe('Only documents of any of these customers, separated by commas.'),
  startDate: date().optional().describe('Only documents dated on or after this day.'),
  endDate: date().optional().describe('Only documents dated on or before this day.'),
  invoiceType: oneOf(INVOICE_TYPES).optional().describe('Only documents of this type.'),
  isDraft: queryBoolean().optional().describe('Only drafts (`true`), or only the others (`false`).'),
  orderBy: oneOf(INVOICE_ORDERS).optional().describe('What to sort by; the date when left out.'),
  orderDirection: queryDirection().optional().describe('ASC or DESC, in any case; DESC when left out.'),
});

export const listInvoices = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices',
  operationId: 'listInvoices',
  tag: 'Invoices',
  summary: 'List Invoices',
  description:
    'Invoices, quotes, estimates and credit memos, the newest date first unless `orderBy` says otherwise. Filters ' +
    'narrow each other; the values of one list widen it.',
  access: 'partner',
  query: querySchema,
  status: 200,
  message: 'Invoices retrieved successfully.',
  data: listSchema('invoices', invoiceSchema),
  errors: [],
  examples: { data: listExample('invoices', [INVOICE_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const found = await read((transaction) => selectInvoices(transaction, query, page));
    const rows = found.rows.map(({ invoice, today }) => toInvoiceRecord(invoice, today));
    return { data: listAnswer('invoices', { rows, totalRecords: found.totalRecords }, page) };
  },
});
