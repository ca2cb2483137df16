import { z } from 'zod';
import type { ChangedRecord, DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { addition, idParams } from '../../platform/http/fields.ts';
import { mailSchema, toMailRecord } from '../../platform/mail/mail.schema.ts';
import type { NewMail } from '../../platform/mail/mail.ts';
import { insertMail } from '../../platform/mail/mails.store.ts';
import { shareWithCustomer } from '../attachments/index.ts';
import { DOCUMENT_PDF, fileNameOf, loadInvoiceDocument } from '../documents/index.ts';
import { toChangedInvoice } from '../invoices/changed-invoice.ts';
import { nameOf, stateError } from '../invoices/document-state.ts';
import { INVOICE_EXAMPLE_IDS } from '../invoices/invoice.examples.ts';
import { type InvoiceRecord, invoiceSchema } from '../invoices/invoice.schema.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { loadInvoices } from '../invoices/invoices.store.ts';
import { lockInvoice } from '../invoices/lock-invoice.ts';
import type { PublicPlace } from '../public-links/index.ts';
import { findOrMakeLink } from '../public-links/public-links.store.ts';
import { writeInvoiceMail } from './invoice-mail.ts';
import { chooseRecipients, loadMailParties } from './mail-parties.ts';
import { SEND_INVOICE_EXAMPLE, SENT_INVOICE_EXAMPLE } from './send.examples.ts';
import { type SendInvoiceBody, sendInvoiceBody } from './send-body.schema.ts';

/** The document as it is answered everywhere, and beside it what was sent. */
export const sentInvoiceSchema = invoiceSchema
  .extend({
    publicLink: z
      .string()
      .describe('The address of the public page, as the mail has it.')
      .meta({ format: 'uri', ...addition() }),
    mail: mailSchema
      .describe(
        'The mail. It is delivered in the background; [Get Mail](/docs/mail/get-mail) tells how that went.',
      )
      .meta(addition()),
  })
  .meta({ id: 'SentInvoice', description: 'A document, and the mail with which it was sent.' });

export const sendInvoice = defineEndpoint({
  method: 'POST',
  path: '/partners/invoices/{id}/send',
  operationId: 'sendInvoice',
  tag: 'Invoices',
  summary: 'Send Invoice',
  description: `Sends an approved document to the customer by mail, with the link to its [public
page](/docs/guides/sending-invoices), and marks it as sent. Send it again as often as you like: each time is a mail of its own
and a row in the audit log. A draft must be approved first; what is void is not sent.

The answer does not wait for the mail server. The mail is written in the same transaction and delivered in the background, again
and again for three days where it must; the answer’s \`mail.attachments\` names what is attached.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the document.'),
  body: sendInvoiceBody,
  status: 200,
  message: 'Invoice sent successfully.',
  data: sentInvoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: ['INVALID_DOCUMENT_STATE', 'NO_RECIPIENT', 'ATTACHMENT_NOT_FOUND'],
  examples: {
    params: { id: INVOICE_EXAMPLE_IDS.invoice },
    body: SEND_INVOICE_EXAMPLE,
    data: SENT_INVOICE_EXAMPLE,
  },
  handle({ params, body, caller, secretKey, publicUrl, change }) {
    const place = { secretKey, publicUrl };
    return change((transaction) => send(transaction, params.id, body, caller.personId, place));
  },
});

async function send(
  transaction: Transaction,
  id: string,
  body: SendInvoiceBody,
  personId: string,
  place: PublicPlace,
): Promise<DoneChange<InvoiceRecord>> {
  const before = await lockInvoice(transaction, id);
  refuseUnlessSendable(before.invoice);
  const parties = await loadMailParties(transaction, before.invoice.customer.id, personId);
  const recipients = chooseRecipients(body, parties.customerEmail);
  await findOrMakeLink(transaction, id);
  await transaction.query(
    `UPDATE invoice
        SET sent_at = coalesce(sent_at, clock_timestamp()), updated_at = clock_timestamp(),
            reminders_from = CASE WHEN sent_at IS NULL THEN greatest(reminders_from, $3::date + 1) ELSE reminders_from END
      WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, id, before.today],
  );
  const document = (await loadInvoiceDocument(transaction, id, place))!;
  const url = document.publicUrl!;
  const hasPdf = body.attachPdf ?? true;
  const shared = await shareWithCustomer(transaction, id, body.attachmentUuids ?? []);
  const { fromName, replyTo } = parties;
  const written = writeInvoiceMail({
    document,
    fromName,
    url,
    subject: body.subject?.trim() || undefined,
    message: body.message?.trim() || undefined,
    hasPdf,
    fileCount: shared.length,
  });
  const mail = await insertMail(transaction, {
    entityType: 'invoice',
    entityId: id,
    fromName,
    replyTo,
    recipients,
    ...written,
    attachments: [...(hasPdf ? [{ kind: DOCUMENT_PDF, id, fileName: fileNameOf(document) }] : []), ...shared],
  });
  const [after] = await loadInvoices(transaction, [id]);
  const record = withSent(toChangedInvoice('sent', before, after!), recipients, shared);
  const beside = { publicLink: url, mail: toMailRecord(mail) };
  return { data: record.document as InvoiceRecord, beside, records: [record] };
}

function refuseUnlessSendable(invoice: Invoice): void {
  const name = nameOf(invoice);
  if (invoice.isDraft) {
    const way = invoice.invoiceType === 'memo' ? ', by an update with `isDraft` false' : '';
    throw stateError(`is invalid here: the ${name} must be approved to be sent${way}; it is a draft`);
  }
  if (invoice.voidDate !== null) throw stateError(`is invalid here: the ${name} is void, so it is not sent`);
}

/** To whom it went, and with which files, is part of what the audit log keeps. */
function withSent(
  record: ChangedRecord,
  recipients: NewMail['recipients'],
  shared: NewMail['attachments'],
): ChangedRecord {
  const sentTo = { from: null, to: recipients.map(({ address }) => address) };
  const sentAttachments = { from: null, to: shared.map(({ id }) => id) };
  const sent = shared.length > 0 ? { sentTo, sentAttachments } : { sentTo };
  return { ...record, changes: { ...record.changes, ...sent } };
}
