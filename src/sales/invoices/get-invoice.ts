import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { INVOICE_EXAMPLE } from './invoice.examples.ts';
import { invoiceSchema } from './invoice.schema.ts';
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
  status: 200,
  message: 'Invoice retrieved successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: [],
  examples: { data: INVOICE_EXAMPLE },
  async handle({ params, read }) {
    const [loaded] = await read((transaction) => loadInvoices(transaction, [params.id]));
    if (!loaded) throw new ApiError('INVOICE_NOT_FOUND');
    return { data: toInvoiceRecord(loaded.invoice, loaded.today) };
  },
});
