import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { currencyCode } from '../../ledger/money/fields.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { addition, answered, date, idParams } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import { MAIL_EXAMPLE } from '../../platform/mail/mail.examples.ts';
import { mailSchema, toMailRecord } from '../../platform/mail/mail.schema.ts';
import { insertMail } from '../../platform/mail/mails.store.ts';
import { findCustomer } from '../customers/customers.store.ts';
import { CUSTOMER_EXAMPLE } from '../customers/index.ts';
import { chooseRecipients, loadMailParties } from '../sending/mail-parties.ts';
import { fewEnough, sendInvoiceBody } from '../sending/send-body.schema.ts';
import { attachStatement } from './attached-statement.ts';
import { loadAskedStatement, type StatementDocument } from './load-statement-document.ts';
import { writeStatementMail } from './statement-mail.ts';

const { recipients, cc, bcc, subject, message } = sendInvoiceBody.shape;

const sendStatementBody = withRules(
  z.object({
    startDate: date().nullish().describe('The first day; the first of the month of `endDate` when left out.'),
    endDate: date().nullish().describe('The last day; today when left out.'),
    currency: currencyCode()
      .nullish()
      .describe('Only what is in this currency, ISO 4217; all of them when left out.'),
    recipients,
    subject: subject.describe(
      'The subject, on one line; “Statement from” your workspace and the last day when left out or blank.',
    ),
    message: message.describe(
      'What the mail says before the balance, as plain text; a friendly sentence when left out or blank.',
    ),
    cc,
    bcc,
  }),
  [fewEnough],
);
type SendStatementBody = z.output<typeof sendStatementBody>;

const sentStatementSchema = z
  .object({
    customerUuid: answered.uuid().describe('The UUID of the customer.'),
    startDate: answered.date().describe('The first day of the statement.'),
    endDate: answered.date().describe('The last day of the statement.'),
    mail: mailSchema.describe(
      'The mail. It is delivered in the background; [Get Mail](/docs/mail/get-mail) tells how that went.',
    ),
  })
  .meta({ id: 'SentStatement', description: 'The mail with which a statement was sent.', ...addition() });
type SentStatement = z.output<typeof sentStatementSchema>;

export const sendStatement = defineEndpoint({
  method: 'POST',
  path: '/partners/customers/{id}/statement/send',
  operationId: 'sendCustomerStatement',
  tag: 'Customers',
  summary: 'Send Customer Statement',
  description: `Sends a [statement](/docs/customers/get-customer-statement) to the customer by mail, as a PDF. Nothing of the body is
required. Send it as often as you like: each time is a mail of its own, and is told to the audit log. The PDF is drawn when the
mail is delivered.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the customer.'),
  body: sendStatementBody,
  status: 200,
  message: 'Customer statement sent successfully.',
  data: sentStatementSchema,
  notFound: 'CUSTOMER_NOT_FOUND',
  errors: ['NO_RECIPIENT'],
  examples: {
    params: { id: CUSTOMER_EXAMPLE.uuid },
    body: { recipients: ['aimee@example.com'], startDate: '2026-07-01', endDate: '2026-07-31' },
    data: {
      customerUuid: CUSTOMER_EXAMPLE.uuid,
      startDate: '2026-07-01',
      endDate: '2026-07-31',
      mail: {
        ...MAIL_EXAMPLE,
        entityType: 'customer',
        entityUuid: CUSTOMER_EXAMPLE.uuid,
        subject: 'Statement from Junk Removal Pros as of July 31, 2026',
        attachments: ['Statement Aimee 2026-07-31.pdf'],
      },
    },
  },
  async handle({ params, body, caller, read, change, isRepeat }) {
    const load = (transaction: Transaction) => loadAskedStatement(transaction, params.id, body);
    // In one snapshot, so that the balance in the mail is one that was. A repeat is answered as before, whatever has become
    // of the customer.
    const known = (await isRepeat()) ? undefined : await read(load);
    return change(async (transaction) =>
      send(transaction, known ?? (await load(transaction)), body, caller.personId),
    );
  },
});

async function send(
  transaction: Transaction,
  document: StatementDocument,
  body: SendStatementBody,
  personId: string,
): Promise<DoneChange<SentStatement>> {
  const { period } = document;
  const { id } = document.customer;
  const customer = await findCustomer(transaction, transaction.workspaceId!, id);
  if (!customer) throw new ApiError('CUSTOMER_NOT_FOUND');
  const { customerEmail, fromName, replyTo } = await loadMailParties(transaction, id, personId);
  const recipients = chooseRecipients(body, customerEmail);
  const mail = await insertMail(transaction, {
    entityType: 'customer',
    entityId: id,
    fromName,
    replyTo,
    recipients,
    ...writeStatementMail({
      document,
      subject: body.subject?.trim() || undefined,
      message: body.message?.trim() || undefined,
    }),
    attachments: [attachStatement(document)],
  });
  const { startDate, endDate } = period;
  const changes = {
    statementSentTo: { from: null, to: recipients.map(({ address }) => address) },
    statementPeriod: { from: null, to: `${startDate} to ${endDate}` },
  };
  return {
    data: { customerUuid: id, startDate, endDate, mail: toMailRecord(mail) },
    records: [{ entity: 'customer', entityId: id, action: 'statement_sent', document: customer, changes }],
  };
}
