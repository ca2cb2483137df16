import { amountDueOf, type Invoice } from '../invoices/index.ts';
import type { IssuedDocument } from '../issued-document/load-issued-document.ts';
import type { TemplateSettings } from './template/template.ts';

/** An image that stands at the head of a document. */
export interface Logo {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Everything that is printed of an invoice, quote, estimate or credit memo. What today is, is not: its bytes stay the same. */
export interface InvoiceDocument extends IssuedDocument {
  readonly template: TemplateSettings;
  /** Where its customer sees it, printed as a QR code; null where it has no link. */
  readonly publicUrl: string | null;
  readonly logo: Logo | null;
}

export type Mark = 'draft' | 'void' | 'paid';

/** What a document is stamped with: nothing that depends on the day it is looked at, so never "overdue". */
export function markOf(invoice: Invoice): Mark | null {
  if (invoice.voidDate !== null) return 'void';
  if (invoice.isDraft) return 'draft';
  const isSettled = invoice.invoiceType === 'invoice' && invoice.total > 0n && amountDueOf(invoice) === 0n;
  const isWrittenOff = invoice.settlements.some(({ kind }) => kind === 'write_off');
  return isSettled && !isWrittenOff ? 'paid' : null;
}
