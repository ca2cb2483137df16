import { daysBetween } from '../../platform/dates.ts';
import type { InvoiceDocument } from '../documents/invoice-document.ts';
import { fill } from '../documents/words/letters/letters.ts';
import { type Voice, voiceOf } from '../documents/words/voice.ts';
import { amountDueOf } from '../invoices/index.ts';
import { writeInvoiceMail } from '../sending/invoice-mail.ts';
import type { DueRule } from './due-reminders.store.ts';
import { fillPlaceholders, type Placeholder } from './placeholders.ts';

/** Writes the reminder of an invoice that is sent to its customer, in the words of the rule. */
export function writeReminder(document: InvoiceDocument, rule: DueRule, fromName: string) {
  const { invoice, publicUrl, seller, language } = document;
  const url = publicUrl!;
  const voice = voiceOf(language, seller.country, invoice.currency);
  const values: Record<Placeholder, string> = {
    invoiceNumber: invoice.invoiceNumber,
    customer: invoice.customer.customer,
    amountDue: voice.money(amountDueOf(invoice)),
    dueDate: voice.formats.date(invoice.dueDate),
    businessName: fromName,
    link: url,
  };
  const { subject, message } = standardWords(document, voice, fromName);
  return writeInvoiceMail({
    document,
    fromName,
    url,
    subject: rule.subject === null ? subject : fillPlaceholders(rule.subject, values),
    message: rule.message === null ? message : fillPlaceholders(rule.message, values),
    hasPdf: rule.attachPdf,
    fileCount: 0,
  });
}

/** What is said where the rule has no words of its own. */
function standardWords({ invoice, today }: InvoiceDocument, voice: Voice, from: string) {
  const texts = voice.letters.reminder;
  const days = daysBetween(invoice.dueDate, today);
  const late = days === 1 ? texts.yesterday : texts.daysAgo;
  const early = days === 0 ? texts.dueToday : texts.dueOn;
  const values = {
    number: invoice.invoiceNumber,
    from,
    due: voice.money(amountDueOf(invoice)),
    date: voice.formats.date(invoice.dueDate),
    days: String(days),
  };
  const hello = fill(voice.letters.mail.hello, { customer: invoice.customer.customer });
  return {
    subject: fill(days > 0 ? texts.overdueSubject : texts.dueSubject, values),
    message: `${hello}\n\n${fill(days > 0 ? late : early, values)}\n\n${texts.thanks}`,
  };
}
