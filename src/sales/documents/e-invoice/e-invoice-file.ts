import { type FieldError, fieldError } from '../../../errors.ts';
import type { InvoiceDocument } from '../invoice-document.ts';
import { fileNameOf } from '../invoice-pdf.ts';
import { isInInks } from '../template/read-jpeg.ts';
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
  | { readonly fileName: string; readonly bytes: Buffer; readonly errors?: undefined }
  | { readonly errors: readonly FieldError[] };

/** Makes an e-invoice of a document. The same document gives the same bytes. */
export async function makeEInvoiceFile(
  document: InvoiceDocument,
  facts: EInvoiceFacts,
  format: EInvoiceFormat,
): Promise<EInvoiceFile> {
  const result = toEInvoice(document, facts);
  const unfitLogo = format === 'facturx' ? findUnfitLogo(document) : [];
  if (result.errors || unfitLogo.length > 0) return { errors: [...(result.errors ?? []), ...unfitLogo] };
  const { invoice } = result;
  const fileName = fileNameOf(document);
  if (format === 'facturx') return { fileName, bytes: await renderFacturX(document, invoice) };
  const bytes = format === 'ubl' ? writeUbl(invoice) : writeCii(invoice);
  return { fileName: fileName.replace(/pdf$/, 'xml'), bytes };
}

/** A PDF for the archive has one kind of colours, and ours those of a screen (ISO 19005-3, 6.2.4.3). */
function findUnfitLogo({ logo }: InvoiceDocument): FieldError[] {
  if (logo?.bytes[0] !== 0xff || !isInInks(logo.bytes)) return [];
  const predicate =
    'must be in the colours of a screen (RGB) or grey in a Factur-X PDF, and is in those of print (CMYK)';
  return [fieldError('invoiceTemplate.logo', 'E_INVOICE_INCOMPLETE', predicate)];
}
