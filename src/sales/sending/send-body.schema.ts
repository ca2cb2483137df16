import { z } from 'zod';
import { addition, text, uuid } from '../../platform/http/fields.ts';
import { type Rule, withRules } from '../../platform/http/rules.ts';
import { mailAddresses, singleLine } from '../../platform/mail/mail-fields.ts';

/** Over all fields, since each of them costs the server a delivery. */
const MOST_ADDRESSES = 50;

const ADDRESS_FIELDS = ['recipients', 'cc', 'bcc'] as const;

/** Not more addresses than a mail may have, over all fields. */
export const fewEnough: Rule = {
  path: 'recipients',
  code: 'TOO_LARGE',
  message: `must be at most ${MOST_ADDRESSES} addresses together with cc and bcc`,
  holds: (body) =>
    ADDRESS_FIELDS.map((field) => body[field])
      .filter(Array.isArray)
      .reduce((sum, addresses) => sum + addresses.length, 0) <= MOST_ADDRESSES,
};

/** What a document is sent with; all of it may be left out. */
export const sendInvoiceBody = withRules(
  z.object({
    recipients: mailAddresses(MOST_ADDRESSES)
      .nullish()
      .describe(
        'Email addresses; the customer’s when left out or empty, else that of its primary contact. One address each, without a name.',
      ),
    subject: singleLine(255)
      .nullish()
      .describe('The subject, on one line; “Invoice A-1001 from” your workspace when left out or blank.'),
    message: text(10_000)
      .nullish()
      .describe(
        'What the mail says before the amounts and the link, as plain text; a friendly sentence or two when left out or blank.',
      ),
    attachPdf: z
      .boolean()
      .nullish()
      .describe('Whether the PDF is attached, where the server makes one; `true` when left out.'),
    attachmentUuids: z
      .array(uuid())
      .max(25, { error: 'must be a list of at most 25 attachments' })
      .nullish()
      .describe(
        'Attachments of the document that are mailed along, 15 MB together, and shown on its public page from then on; none when left out.',
      )
      .meta(addition()),
    cc: mailAddresses(MOST_ADDRESSES).nullish().describe('Addresses that get a copy.'),
    bcc: mailAddresses(MOST_ADDRESSES)
      .nullish()
      .describe('Addresses that get a copy of which the others do not know.'),
  }),
  [fewEnough],
);

export type SendInvoiceBody = z.output<typeof sendInvoiceBody>;
