import type { z } from 'zod';
import { MAIL_EXAMPLE } from '../../platform/mail/mail.examples.ts';
import { INVOICE_EXAMPLE } from '../invoices/invoice.examples.ts';
import { PUBLIC_LINK_EXAMPLE } from '../public-links/public-link.examples.ts';
import type { sentInvoiceSchema } from './send-invoice.ts';

/** What an invoice is sent with. */
export const SEND_INVOICE_EXAMPLE = {
  recipients: ['aimee@example.com'],
  subject: 'Your invoice for the junk removal',
  message: 'Hello Aimee,\n\nthank you for having us. Here is the invoice for Tuesday.',
  attachPdf: true,
};

/** The invoice, sent; its mail is on the way. */
export const SENT_INVOICE_EXAMPLE: z.output<typeof sentInvoiceSchema> = {
  ...INVOICE_EXAMPLE,
  status: 'sent',
  isSent: true,
  sentAt: '2026-07-01T14:06:00.000Z',
  updatedAt: '2026-07-01T14:06:00.000Z',
  publicLink: PUBLIC_LINK_EXAMPLE,
  mail: {
    ...MAIL_EXAMPLE,
    status: 'pending',
    from: { ...MAIL_EXAMPLE.from, address: null },
    to: [{ address: 'aimee@example.com', status: 'pending', response: null }],
    subject: SEND_INVOICE_EXAMPLE.subject,
    attempts: 0,
    lastResponse: null,
    nextAttemptAt: MAIL_EXAMPLE.createdAt,
    finishedAt: null,
  },
};
