import { z } from 'zod';
import { ApiError, invalidFields } from '../../../errors.ts';
import { defineEndpoint } from '../../../platform/http/endpoint.ts';
import { idParams, oneOf } from '../../../platform/http/fields.ts';
import { INVOICE_EXAMPLE } from '../../invoices/index.ts';
import { loadInvoiceDocument } from '../documents.store.ts';
import { E_INVOICE_FORMATS, MEDIA_TYPES, makeEInvoiceFile } from './e-invoice-file.ts';
import { loadEInvoiceFacts } from './e-invoices.store.ts';

export const getEInvoice = defineEndpoint({
  method: 'GET',
  path: '/partners/invoices/{id}/e-invoice',
  operationId: 'getElectronicInvoice',
  tag: 'Invoices',
  summary: 'Get Electronic Invoice',
  description: `An approved invoice or credit memo as an electronic invoice of the European standard EN 16931: in UBL 2.1,
in UN/CEFACT’s Cross Industry Invoice (CII), or as a Factur-X (ZUGFeRD) PDF, which is its PDF for the archive (PDF/A-3) with the
CII in it. It says what the document said at its approval, and what is paid as it stands now. The same document gives the same
bytes.

What the standard needs and the document lacks is named field by field, each with the rule: of a draft too, so that it can
be put right before the approval. [E-invoices](/docs/guides/e-invoices) tells which field goes where. An addition of
Recount, which COUNT’s API does not have.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  query: z.object({
    format: oneOf(E_INVOICE_FORMATS)
      .optional()
      .describe(
        '`ubl`, also when left out, or `cii`, both XML; or `facturx`, a PDF that people read and that holds the CII.',
      ),
  }),
  status: 200,
  message: 'The document, as an e-invoice.',
  files: [MEDIA_TYPES.ubl, MEDIA_TYPES.facturx],
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['E_INVOICE_INCOMPLETE', 'E_INVOICE_UNAVAILABLE'],
  examples: { params: { id: INVOICE_EXAMPLE.uuid, format: 'ubl' } },
  async handle({ params, query: { format = 'ubl' }, read, secretKey, publicUrl }) {
    const place = { secretKey, publicUrl };
    const loaded = await read(async (transaction) => {
      const document = await loadInvoiceDocument(transaction, params.id, place);
      return document && { document, facts: await loadEInvoiceFacts(transaction, document.invoice) };
    });
    if (!loaded) throw new ApiError('INVOICE_NOT_FOUND');
    // Once the transaction is over: drawing takes longer than reading.
    const file = await makeEInvoiceFile(loaded.document, loaded.facts, format);
    if (file.errors) throw invalidFields(file.errors);
    return { file: { name: file.fileName, bytes: file.bytes, mediaType: MEDIA_TYPES[format] } };
  },
});
