import type { Transaction } from '../../platform/database/transaction.ts';
import type { Endpoint } from '../../platform/http/endpoint.ts';
import type { PublicPlace } from '../public-links/index.ts';
import { loadInvoiceDocument } from './documents.store.ts';
import { makeEInvoiceFile } from './e-invoice/e-invoice-file.ts';
import { loadEInvoiceFacts } from './e-invoice/e-invoices.store.ts';
import { getEInvoice } from './e-invoice/get-e-invoice.ts';
import { getInvoicePdf } from './get-invoice-pdf.ts';
import { type InvoicePdf, renderInvoiceFile } from './invoice-pdf.ts';
import { getInvoiceTemplate } from './template/get-template.ts';
import { updateInvoiceTemplate } from './template/update-template.ts';

/** The endpoints of documents as files, and of how they look. */
export const DOCUMENT_ENDPOINTS: readonly Endpoint[] = [
  getInvoicePdf,
  getEInvoice,
  getInvoiceTemplate,
  updateInvoiceTemplate,
];

export { loadInvoiceDocument } from './documents.store.ts';
export { fileNameOf } from './invoice-pdf.ts';

/** The kind under which a mail names the PDF of a document as its attachment. */
export const DOCUMENT_PDF = 'document_pdf';

/**
 * Draws a document of the transaction's workspace as the PDF that its customer gets: where its template asks for it and
 * the document has what that needs, one that is an e-invoice too. Undefined where there is none of this id.
 */
export async function makeInvoicePdf(
  transaction: Transaction,
  invoiceId: string,
  place: PublicPlace,
): Promise<InvoicePdf | undefined> {
  const document = await loadInvoiceDocument(transaction, invoiceId, place);
  if (!document) return undefined;
  if (document.template.eInvoice === 'facturx') {
    const facts = await loadEInvoiceFacts(transaction, document.invoice);
    const file = await makeEInvoiceFile(document, facts, 'facturx');
    if (!file.errors) return file;
  }
  return renderInvoiceFile(document);
}
