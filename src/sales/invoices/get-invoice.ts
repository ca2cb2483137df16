import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { explainInvoice } from './explain-invoice.ts';
import { INVOICE_EXAMPLE } from './invoice.examples.ts';
import { explain, invoiceSchema } from './invoice.schema.ts';
import { toInvoiceRecord } from './invoice-record.ts';
import { loadInvoices } from './invoices.store.ts';

export const getInvoice = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices/{id}',
  operationId: 'getInvoice',
  tag: 'Invoices',
  summary: 'Get Invoice',
  description:
    'One invoice, quote, estimate or credit memo. An approved document says what it said at its approval.',
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  query: z.object({ explain }),
  status: 200,
  message: 'Invoice retrieved successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: [],
  examples: { data: INVOICE_EXAMPLE },
  async handle({ params, query, read }) {
    const [loaded] = await read((transaction) => loadInvoices(transaction, [params.id]));
    if (!loaded) throw new ApiError('INVOICE_NOT_FOUND');
    const { invoice, today } = loaded;
    const calculation = query.explain ? { calculation: explainInvoice(invoice) } : {};
    return { data: { ...toInvoiceRecord(invoice, today), ...calculation } };
  },
});
