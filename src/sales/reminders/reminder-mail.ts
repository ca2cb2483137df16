import { daysBetween } from '../../platform/dates.ts';
import type { InvoiceDocument } from '../documents/invoice-document.ts';
import { amountDueOf } from '../invoices/index.ts';
import { formatDate, formatMoney } from '../issued-document/document-words.ts';
import { writeInvoiceMail } from '../sending/invoice-mail.ts';
import type { DueRule } from './due-reminders.store.ts';
import { fillPlaceholders, type Placeholder } from './placeholders.ts';

/** Writes the reminder of an invoice that is sent to its customer, in the words of the rule. */
export function writeReminder(document: InvoiceDocument, rule: DueRule, fromName: string) {
  const { invoice, publicUrl } = document;
  const url = publicUrl!;
  const values: Record<Placeholder, string> = {
    invoiceNumber: invoice.invoiceNumber,
    customer: invoice.customer.customer,
    amountDue: formatMoney(amountDueOf(invoice), invoice.currency),
    dueDate: formatDate(invoice.dueDate),
    businessName: fromName,
    link: url,
  };
  const subject = rule.subject ?? standardSubject(document);
  const message = rule.message ?? standardMessage(document);
  return writeInvoiceMail({
    document,
    fromName,
    url,
    subject: fillPlaceholders(subject, values),
    message: fillPlaceholders(message, values),
    hasPdf: rule.attachPdf,
    fileCount: 0,
  });
}

function standardSubject({ invoice, today }: InvoiceDocument): string {
  return invoice.dueDate < today
    ? 'Reminder: invoice {{invoiceNumber}} from {{businessName}} is overdue'
    : 'Reminder: invoice {{invoiceNumber}} from {{businessName}} is due on {{dueDate}}';
}

function standardMessage({ invoice, today }: InvoiceDocument): string {
  const overdue = daysBetween(invoice.dueDate, today);
  const hello = 'Hello {{customer}},';
  const thanks = 'If you have paid in the meantime, please take no notice of this. Thank you.';
  if (overdue <= 0) {
    const when = overdue === 0 ? 'is due today' : 'is due on {{dueDate}}';
    return `${hello}\n\nThis is a reminder that {{amountDue}} for invoice {{invoiceNumber}} ${when}.\n\n${thanks}`;
  }
  const ago = overdue === 1 ? 'yesterday' : `${overdue} days ago`;
  return `${hello}\n\n{{amountDue}} for invoice {{invoiceNumber}} was due on {{dueDate}}, ${ago}.\n\n${thanks}`;
}
