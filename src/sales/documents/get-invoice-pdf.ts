import { ApiError } from '../../errors.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/fields.ts';
import { INVOICE_EXAMPLE } from '../invoices/index.ts';
import { loadInvoiceDocument } from './documents.store.ts';
import { renderInvoiceFile } from './invoice-pdf.ts';

export const getInvoicePdf = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices/{id}/pdf',
  operationId: 'getInvoicePdf',
  tag: 'Invoices',
  summary: 'Get Invoice PDF',
  description: `One invoice, quote, estimate or credit memo as a PDF, in the look of the workspace’s
[template](/docs/invoices/update-invoice-template). An approved document says what it said at its approval, whatever
becomes of its customer; only what is paid is told as it stands now. The same document gives the same bytes. An addition
of Recount, which COUNT’s API does not have.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  status: 200,
  message: 'The document, as a PDF.',
  file: 'application/pdf',
  notFound: 'INVOICE_NOT_FOUND',
  errors: [],
  examples: { params: { id: INVOICE_EXAMPLE.uuid } },
  async handle({ params, read, secretKey, publicUrl }) {
    const place = { secretKey, publicUrl };
    const document = await read((transaction) => loadInvoiceDocument(transaction, params.id, place));
    if (!document) throw new ApiError('INVOICE_NOT_FOUND');
    // Once the transaction is over: drawing takes longer than reading.
    const { fileName, bytes } = await renderInvoiceFile(document);
    return { file: { name: fileName, bytes } };
  },
});
