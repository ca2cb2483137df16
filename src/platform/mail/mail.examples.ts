import { identityOf } from '../http/record.ts';
import type { MailRecord, WholeMailRecord } from './mail.schema.ts';

/** The id of the mail of the examples. */
export const MAIL_EXAMPLE_ID = '0197e6b0-5d60-7f40-9e3f-405b6c7d8e9f';

/** The mail with which an invoice was sent. */
export const MAIL_EXAMPLE: MailRecord = {
  ...identityOf(MAIL_EXAMPLE_ID),
  status: 'sent',
  entityType: 'invoice',
  entityUuid: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c',
  from: { name: 'Junk Removal Pros', address: 'invoices@junkremovalpros.example' },
  replyTo: { name: 'Dana Whitfield', address: 'dana@junkremovalpros.example' },
  to: [{ address: 'aimee@example.com', status: 'accepted', response: '250 2.0.0 OK: queued as 4bXk1w' }],
  cc: [],
  bcc: [],
  subject: 'Invoice A-1001 from Junk Removal Pros',
  attachments: [],
  attempts: 1,
  lastResponse: '250 2.0.0 OK: queued as 4bXk1w',
  nextAttemptAt: null,
  createdAt: '2026-07-01T14:06:00.000Z',
  finishedAt: '2026-07-01T14:06:01.250Z',
};

/** The same with what it says. */
export const WHOLE_MAIL_EXAMPLE: WholeMailRecord = {
  ...MAIL_EXAMPLE,
  messageId: `<${MAIL_EXAMPLE_ID}@junkremovalpros.example>`,
  text: 'Hello Aimee,\n\nThank you for your business. …',
  html: '<!doctype html>…',
  attemptLog: [
    {
      number: 1,
      beganAt: '2026-07-01T14:06:00.900Z',
      endedAt: '2026-07-01T14:06:01.250Z',
      outcome: 'accepted',
      response: '250 2.0.0 OK: queued as 4bXk1w',
    },
  ],
};
