import type { Transaction } from '../../platform/database/transaction.ts';
import { html } from '../../platform/http/html.ts';
import type { NewMail } from '../../platform/mail/mail.ts';
import { isMailAddress } from '../../platform/mail/mail-address.ts';
import { insertMail } from '../../platform/mail/mails.store.ts';
import { voiceOf } from '../documents/words/voice.ts';
import { BUILT_IN_LANGUAGE } from '../documents/words/words.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Answer } from './customer-words.ts';

const MOST_TOLD = 10;

/** Writes a mail about a customer's answer: to whoever sent the document, or to the owners where nobody has. */
export async function tellSeller(transaction: Transaction, invoice: Invoice, answer: Answer): Promise<void> {
  const rows = await transaction.query<{ workspace: string; addresses: string[] | null }>(
    `SELECT w.name AS workspace, coalesce(
              (SELECT ARRAY[p.email] FROM audit_log a JOIN person p ON p.id = a.person_id
                WHERE a.workspace_id = w.id AND a.entity_id = $2 AND a.action = 'sent' ORDER BY a.id DESC LIMIT 1),
              (SELECT array_agg(p.email ORDER BY o.created_at) FROM membership o JOIN person p ON p.id = o.person_id
                WHERE o.workspace_id = w.id AND o.role = 'owner')) AS addresses
       FROM workspace w WHERE w.id = $1`,
    [transaction.workspaceId, invoice.id],
  );
  const { workspace, addresses } = rows[0]!;
  const told = (addresses ?? []).filter(isMailAddress).slice(0, MOST_TOLD);
  if (told.length === 0) return;
  const { customer } = invoice;
  // To the seller's own people, as the console speaks to them.
  const { words, money } = voiceOf(BUILT_IN_LANGUAGE, null, invoice.currency);
  const name = words.titles[invoice.invoiceType];
  const subject = `${name} ${invoice.invoiceNumber} was ${answer}`;
  const total = money(invoice.total);
  const sentence = `${customer.customer} has ${answer} ${name.toLowerCase()} ${invoice.invoiceNumber}, which comes to ${total}.`;
  const where = 'It was answered on its public page, by somebody who has the link.';
  const replyTo: NewMail['replyTo'] =
    customer.email !== null && isMailAddress(customer.email)
      ? { name: customer.customer, address: customer.email }
      : undefined;
  await insertMail(transaction, {
    entityType: 'invoice',
    entityId: invoice.id,
    fromName: workspace,
    replyTo,
    recipients: told.map((address) => ({ field: 'to', address })),
    subject,
    text: `${sentence}\n\n${where}\n`,
    html: html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${subject}</title></head>
<body><p>${sentence}</p><p>${where}</p></body></html>
`.text,
    attachments: [],
  });
}
