import type { Address } from '../customers/index.ts';
import { amountDueOf, type Invoice } from '../invoices/index.ts';
import type { TemplateSettings } from './template/template.ts';

/** The business that a document is from, as its approval froze it. */
export interface Seller {
  readonly name: string;
  readonly country: string | null;
  readonly taxNumber: string | null;
  readonly address: Partial<Address> | null;
}

/** An image that stands at the head of a document. */
export interface Logo {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Everything that is printed of an invoice, quote, estimate or credit memo. Of an approved one only what its approval froze. */
export interface InvoiceDocument {
  readonly invoice: Invoice;
  readonly seller: Seller;
  readonly customerTaxNumber: string | null;
  readonly paymentTerm: string | null;
  readonly template: TemplateSettings;
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
