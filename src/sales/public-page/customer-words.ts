import type { Voice } from '../documents/words/voice.ts';
import { type Invoice, isOffer } from '../invoices/invoice.ts';
import { type InvoiceStatus, statusOf } from '../invoices/invoice-status.ts';
import type { IssuedDocument } from '../issued-document/load-issued-document.ts';

/** How a state looks: what is well, what waits, what is wrong, what is over. */
type Tone = 'good' | 'open' | 'bad' | 'over';

const TONES: Readonly<Record<InvoiceStatus, Tone>> = {
  draft: 'over',
  approved: 'open',
  sent: 'open',
  partial: 'open',
  paid: 'good',
  overdue: 'bad',
  applied: 'over',
  accepted: 'good',
  declined: 'over',
  expired: 'over',
  converted: 'good',
  void: 'over',
};

/** Where a document stands, in its customer's words. */
export function describeStatus(
  { invoice, today }: IssuedDocument,
  { letters }: Voice,
): { words: string; tone: Tone } {
  const status = statusOf(invoice, today);
  const isPartlyUsed = status === 'partial' && invoice.invoiceType === 'memo';
  return { words: letters.status[isPartlyUsed ? 'partlyUsed' : status], tone: TONES[status] };
}

export type Answer = 'accepted' | 'declined';

/** What the customer may still say to a quote or estimate. */
export function possibleAnswers(invoice: Invoice, today: string): Answer[] {
  if (!isOffer(invoice.invoiceType)) return [];
  const status = statusOf(invoice, today);
  if (status === 'approved' || status === 'sent') return ['accepted', 'declined'];
  if (status === 'accepted') return ['declined'];
  if (status === 'declined' && invoice.dueDate >= today) return ['accepted'];
  return [];
}
