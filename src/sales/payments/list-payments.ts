import { z } from 'zod';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { date, oneOf, paging, queryBoolean, text, uuid } from '../../platform/http/fields.ts';
import { listAnswer, listExample, listSchema, readPage } from '../../platform/http/list.ts';
import { selectPayments } from './list-payments.store.ts';
import { PAYMENT_EXAMPLE } from './payment.examples.ts';
import { paymentSchema } from './payment.schema.ts';
import { PAYMENT_KINDS } from './payment.ts';
import { toPaymentRecord } from './payment-record.ts';

const STANDARD_LIMIT = 50;

export const listPayments = defineEndpoint({
  method: 'GET',
  path: '/partners/payments',
  operationId: 'listPayments',
  tag: 'Payments',
  summary: 'List Payments',
  description: 'Payments, refunds and write-offs, the newest date first. Filters narrow each other.',
  access: 'partner',
  query: z.object({
    ...paging(STANDARD_LIMIT),
    search: text(255).optional().describe('Part of the reference or of the customer’s name, ignoring case.'),
    kind: oneOf(PAYMENT_KINDS).optional().describe('Only of this kind.'),
    customerUuid: uuid().optional().describe('Only of this customer.'),
    invoiceUuid: uuid()
      .optional()
      .describe('Only what is applied to this invoice, or pays back this credit memo.'),
    isOnAccount: queryBoolean()
      .optional()
      .describe(
        'Only payments of which something is left on account (`true`), or only the others (`false`).',
      ),
    startDate: date().optional().describe('Only those dated on or after this day.'),
    endDate: date().optional().describe('Only those dated on or before this day.'),
  }),
  status: 200,
  message: 'Payments retrieved successfully.',
  data: listSchema('payments', paymentSchema),
  errors: [],
  examples: { data: listExample('payments', [PAYMENT_EXAMPLE], STANDARD_LIMIT) },
  async handle({ query, read }) {
    const page = readPage(query, STANDARD_LIMIT);
    const { rows, totalRecords } = await read((transaction) => selectPayments(transaction, query, page));
    return { data: listAnswer('payments', { rows: rows.map(toPaymentRecord), totalRecords }, page) };
  },
});
