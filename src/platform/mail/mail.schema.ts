import { z } from 'zod';
import { answered } from '../http/fields.ts';
import { identityOf, identitySchema } from '../http/record.ts';
import { ATTEMPT_OUTCOMES, MAIL_STATUSES, type Mail, type RecipientField, type WholeMail } from './mail.ts';

const recipientSchema = z
  .object({
    address: z.string().describe('The address.'),
    status: z
      .enum(['pending', 'accepted', 'refused'])
      .describe('Whether the mail server has taken the mail for this address, or refused it for good.'),
    response: z.string().nullable().describe('What the mail server said of it.'),
  })
  .meta({ id: 'MailRecipient', description: 'A recipient, and what became of the mail for it.' });

/** A mail as a list has it. */
export const mailSchema = z
  .object({
    ...identitySchema('mail'),
    status: z
      .enum(MAIL_STATUSES)
      .describe(
        '`pending` until every recipient’s turn has come; `sent`; `partial` where some recipients were refused; `failed` where all were, or three days went by; `kept` on a server without `SMTP_URL`.',
      ),
    entityType: z
      .string()
      .describe(
        'What the mail is about: `invoice`, also for quotes, estimates and memos; `customer`, for a statement.',
      ),
    entityUuid: answered.uuid().describe('The UUID of the document or customer that it is about.'),
    from: z
      .object({
        name: z.string().describe('The name of the workspace.'),
        address: z.string().nullable().describe('The server’s address; null before the first attempt.'),
      })
      .describe('Whom it is from.'),
    replyTo: z
      .object({
        name: z.string().describe('The name.'),
        address: z.string().describe('The address.'),
      })
      .nullable()
      .describe('Where answers go: to the person who sent the document.'),
    to: z.array(recipientSchema).describe('To whom.'),
    cc: z.array(recipientSchema).describe('To whom a copy.'),
    bcc: z.array(recipientSchema).describe('To whom a copy of which the others do not know.'),
    subject: z.string().describe('Its subject.'),
    attachments: z.array(z.string()).describe('The names of the attached files.'),
    attempts: z.int().describe('How often it was tried to be sent.'),
    lastResponse: z
      .string()
      .nullable()
      .describe('What the mail server said last, or why it could not be reached.'),
    nextAttemptAt: answered.instant().nullable().describe('When it is tried next, while it is pending.'),
    createdAt: answered.instant().describe('When it was written.'),
    finishedAt: answered
      .instant()
      .nullable()
      .describe('When it was sent, kept or given up; null while it is pending.'),
  })
  .meta({ id: 'Mail', description: 'A mail to somebody outside, and how its delivery went.' });

/** A mail whole. */
export const wholeMailSchema = mailSchema
  .extend({
    messageId: z.string().nullable().describe('The Message-ID of every attempt; null before the first.'),
    text: z.string().describe('Its plain text.'),
    html: z.string().describe('The same as HTML.'),
    attemptLog: z
      .array(
        z.object({
          number: z.int().describe('Which attempt, from 1.'),
          beganAt: answered.instant().describe('When it began.'),
          endedAt: answered.instant().nullable().describe('When it ended; null while it is under way.'),
          outcome: z
            .enum(ATTEMPT_OUTCOMES)
            .nullable()
            .describe(
              '`accepted` for all who were left; `deferred`: tried again later; `refused` for good; `interrupted`, by the end of the server. Null while it is under way.',
            ),
          response: z.string().nullable().describe('What the mail server said.'),
        }),
      )
      .describe('Each attempt to deliver it.'),
  })
  .meta({ id: 'WholeMail', description: 'A mail, its text, and every attempt to deliver it.' });

export type MailRecord = z.output<typeof mailSchema>;
export type WholeMailRecord = z.output<typeof wholeMailSchema>;

/** A mail in the words of the API. */
export function toMailRecord(mail: Mail): MailRecord {
  const those = (field: RecipientField) =>
    mail.recipients
      .filter((one) => one.field === field)
      .map(({ address, status, response }) => ({ address, status, response }));
  return {
    ...identityOf(mail.id),
    status: mail.status,
    entityType: mail.entityType,
    entityUuid: mail.entityId,
    from: { name: mail.fromName, address: mail.fromAddress },
    replyTo: mail.replyTo,
    to: those('to'),
    cc: those('cc'),
    bcc: those('bcc'),
    subject: mail.subject,
    attachments: mail.attachments.map(({ fileName }) => fileName),
    attempts: mail.attempts,
    lastResponse: mail.lastResponse,
    nextAttemptAt: mail.nextAttemptAt?.toISOString() ?? null,
    createdAt: mail.createdAt.toISOString(),
    finishedAt: mail.finishedAt?.toISOString() ?? null,
  };
}

/** A whole mail in the words of the API. */
export function toWholeMailRecord(mail: WholeMail): WholeMailRecord {
  const { messageId, text, html, attemptLog } = mail;
  return { ...toMailRecord(mail), messageId, text, html, attemptLog: [...attemptLog] };
}
