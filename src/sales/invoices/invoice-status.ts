import { type Invoice, isOffer, isPostingType } from './invoice.ts';

export const INVOICE_STATUSES = [
  'draft',
  'approved',
  'sent',
  'partial',
  'paid',
  'overdue',
  'applied',
  'accepted',
  'declined',
  'expired',
  'converted',
  'void',
] as const;

/** What a list may be asked for: `unpaid` is what is approved and not paid at all. */
export const LISTED_STATUSES = [...INVOICE_STATUSES, 'unpaid'] as const;

export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

export type PaymentStatus = 'unpaid' | 'partial' | 'paid';

type Standing = Pick<
  Invoice,
  | 'invoiceType'
  | 'isDraft'
  | 'isSent'
  | 'voidDate'
  | 'answer'
  | 'convertedToId'
  | 'dueDate'
  | 'total'
  | 'paidAmount'
>;

/**
 * The one word for where a document stands (reference 4.6.1): a memo that was sent stands where it stood.
 *
 * @param today in the workspace's time zone
 */
export function statusOf(invoice: Standing, today: string): InvoiceStatus {
  if (invoice.voidDate !== null) return 'void';
  if (invoice.isDraft) return 'draft';
  if (isOffer(invoice.invoiceType)) return statusOfOffer(invoice, today);
  if (invoice.paidAmount >= invoice.total) return invoice.invoiceType === 'memo' ? 'applied' : 'paid';
  if (invoice.invoiceType === 'invoice' && invoice.dueDate < today) return 'overdue';
  if (invoice.paidAmount > 0n) return 'partial';
  return invoice.isSent && invoice.invoiceType !== 'memo' ? 'sent' : 'approved';
}

/** A quote or estimate that nobody answered expires after its due date. */
function statusOfOffer(offer: Standing, today: string): InvoiceStatus {
  if (offer.convertedToId !== null) return 'converted';
  if (offer.answer !== null) return offer.answer;
  if (offer.dueDate < today) return 'expired';
  return offer.isSent ? 'sent' : 'approved';
}

/** How much of a document is paid: a draft, quote or estimate never is. */
export function paymentStatusOf(invoice: Standing): PaymentStatus {
  if (invoice.paidAmount > 0n && invoice.paidAmount < invoice.total) return 'partial';
  const settled = !invoice.isDraft && invoice.voidDate === null && invoice.paidAmount >= invoice.total;
  return settled && isPostingType(invoice.invoiceType) ? 'paid' : 'unpaid';
}

/**
 * `statusOf` in SQL, for filters: over a row `invoice` and a `today`. A test holds the two against each other.
 */
export const STATUS_SQL = `CASE
  WHEN invoice.void_date IS NOT NULL THEN 'void'
  WHEN invoice.is_draft THEN 'draft'
  WHEN invoice.converted_to_id IS NOT NULL THEN 'converted'
  WHEN invoice.answer IS NOT NULL THEN invoice.answer
  WHEN invoice.invoice_type IN ('quote', 'estimate') AND invoice.due_date < today THEN 'expired'
  WHEN invoice.invoice_type = 'memo' AND invoice.paid_amount >= invoice.total THEN 'applied'
  WHEN invoice.invoice_type = 'invoice' AND invoice.paid_amount >= invoice.total THEN 'paid'
  WHEN invoice.invoice_type = 'invoice' AND invoice.due_date < today THEN 'overdue'
  WHEN invoice.invoice_type IN ('invoice', 'memo') AND invoice.paid_amount > 0 THEN 'partial'
  WHEN invoice.invoice_type <> 'memo' AND invoice.sent_at IS NOT NULL THEN 'sent'
  ELSE 'approved' END`;
