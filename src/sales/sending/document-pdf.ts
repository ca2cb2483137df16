import type { Transaction } from '../../platform/database/transaction.ts';

/** The kind under which a mail names the PDF of a document as its attachment. */
export const DOCUMENT_PDF = 'document_pdf';

/** Renders the PDF of a document. */
export type RenderDocumentPdf = (transaction: Transaction, invoiceId: string) => Promise<Buffer>;

/** What renders the PDF of a document; undefined as long as nothing does: then none is attached, and none is offered. */
export const renderDocumentPdf: RenderDocumentPdf | undefined = undefined;

/** The name under which a customer keeps the PDF. */
export function pdfFileName(name: string, invoiceNumber: string): string {
  return `${name} ${invoiceNumber.replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-')}.pdf`;
}
