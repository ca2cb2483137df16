import { z } from 'zod';
import { answered } from '../../platform/http/fields.ts';
import { identitySchema } from '../../platform/http/record.ts';

const settledAmount = {
  date: answered.date().describe('The accounting date of the settlement.'),
  amount: answered.money().describe('How much of the document it settles.'),
};

/** A payment, refund or write-off as an invoice or memo tells of it. */
export const appliedPayment = z.object({
  ...identitySchema('payment'),
  kind: z.enum(['payment', 'refund', 'write_off']).describe('What it is.'),
  method: z.string().nullable().describe('How it was paid.'),
  reference: z.string().nullable().describe('Its reference, such as the number of a check.'),
  ...settledAmount,
});

/** A memo as an invoice tells of it, and the other way round. */
export const appliedCredit = z.object({
  ...identitySchema('document'),
  invoiceNumber: z.string().describe('The document’s number.'),
  ...settledAmount,
});
