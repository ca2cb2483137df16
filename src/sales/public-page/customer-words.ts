import { addDays } from '../../platform/dates.ts';
import { type Invoice, isOffer } from '../invoices/invoice.ts';
import { type InvoiceStatus, statusOf } from '../invoices/invoice-status.ts';

/** How a state looks: what is well, what waits, what is wrong, what is over. */
export type Tone = 'good' | 'open' | 'bad' | 'over';

interface StatusWords {
  readonly words: string;
  readonly tone: Tone;
}

const WORDS: Readonly<Record<InvoiceStatus, StatusWords>> = {
  draft: { words: 'Not final', tone: 'over' },
  approved: { words: 'Open', tone: 'open' },
  sent: { words: 'Open', tone: 'open' },
  partial: { words: 'Partly paid', tone: 'open' },
  paid: { words: 'Paid', tone: 'good' },
  overdue: { words: 'Overdue', tone: 'bad' },
  applied: { words: 'Used up', tone: 'over' },
  accepted: { words: 'Accepted', tone: 'good' },
  declined: { words: 'Declined', tone: 'over' },
  expired: { words: 'Expired', tone: 'over' },
  converted: { words: 'Invoiced', tone: 'good' },
  void: { words: 'Void', tone: 'over' },
};

/** Where a document stands, in its customer's words. */
export function describeStatus(invoice: Invoice, today: string): StatusWords {
  const status = statusOf(invoice, today);
  return status === 'partial' && invoice.invoiceType === 'memo'
    ? { words: 'Partly used', tone: 'open' }
    : WORDS[status];
}

/** Days until a document falls due, and how a customer reads them. */
const TERMS: Readonly<Record<string, readonly [days: number, words: string]>> = {
  due_on_receipt: [0, 'Due on receipt'],
  net7: [7, 'Within 7 days'],
  net15: [15, 'Within 15 days'],
  net30: [30, 'Within 30 days'],
  net45: [45, 'Within 45 days'],
  net60: [60, 'Within 60 days'],
};

/** The payment term in words; undefined where the document has another due date, or nothing is to be paid. */
export function describeTerm(invoice: Invoice, paymentTerm: string | null): string | undefined {
  const [days, words] = TERMS[paymentTerm ?? ''] ?? [];
  if (invoice.invoiceType !== 'invoice' || days === undefined) return undefined;
  return addDays(invoice.date, days) === invoice.dueDate ? words : undefined;
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
