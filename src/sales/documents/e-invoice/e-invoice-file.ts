import type { FieldError } from '../../../errors.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import { fileNameOf } from '../invoice-pdf.ts';
import { renderFacturX } from './factur-x.ts';
import { type EInvoiceFacts, toEInvoice } from './to-e-invoice.ts';
import { writeCii } from './write-cii.ts';
import { writeUbl } from './write-ubl.ts';

export const E_INVOICE_FORMATS = ['ubl', 'cii', 'facturx'] as const;
export type EInvoiceFormat = (typeof E_INVOICE_FORMATS)[number];

export const MEDIA_TYPES = {
  ubl: 'application/xml',
  cii: 'application/xml',
  facturx: 'application/pdf',
} as const satisfies Record<EInvoiceFormat, string>;

/** An e-invoice as a file, or everything that keeps it from being one. */
export type EInvoiceFile =
  | { readonly name: string; readonly bytes: Buffer; readonly errors?: undefined }
  | { readonly errors: readonly FieldError[] };

/** Makes an e-invoice of a document. The same document gives the same bytes. */
export async function makeEInvoiceFile(
  document: InvoiceDocument,
  facts: EInvoiceFacts,
  format: EInvoiceFormat,
): Promise<EInvoiceFile> {
  const { invoice, errors } = { errors: undefined, invoice: undefined, ...toEInvoice(document, facts) };
  if (!invoice) return { errors: errors! };
  const name = fileNameOf(document);
  if (format === 'facturx') return { name, bytes: await renderFacturX(document, invoice) };
  const bytes = format === 'ubl' ? writeUbl(invoice) : writeCii(invoice);
  return { name: name.replace(/pdf$/, 'xml'), bytes };
}
