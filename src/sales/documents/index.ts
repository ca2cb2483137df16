import type { Transaction } from '../../platform/database/transaction.ts';
import type { Endpoint } from '../../platform/http/endpoint.ts';
import { loadInvoiceDocument } from './documents.store.ts';
import { getInvoicePdf } from './get-invoice-pdf.ts';
import { type InvoicePdf, renderInvoiceFile } from './invoice-pdf.ts';
import type { PdfOptions } from './pdf/render-invoice-pdf.ts';
import { getInvoiceTemplate } from './template/get-template.ts';
import { updateInvoiceTemplate } from './template/update-template.ts';

/** The endpoints of documents as files, and of how they look. */
export const DOCUMENT_ENDPOINTS: readonly Endpoint[] = [
  getInvoicePdf,
  getInvoiceTemplate,
  updateInvoiceTemplate,
];

/**
 * Draws a document of the transaction's workspace as a PDF; undefined where there is none of this id.
 *
 * @public for what sends documents and shows them to their recipients
 */
export async function makeInvoicePdf(
  transaction: Transaction,
  invoiceId: string,
  options?: PdfOptions,
): Promise<InvoicePdf | undefined> {
  const document = await loadInvoiceDocument(transaction, invoiceId);
  return document && renderInvoiceFile(document, options);
}
