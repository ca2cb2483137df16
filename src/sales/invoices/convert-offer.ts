import { z } from 'zod';
import { fieldError, invalidFields } from '../../errors.ts';
import { exchangeRate } from '../../ledger/money/fields.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { type Caller, defineEndpoint, type RawRequest } from '../../platform/http/endpoint.ts';
import { date, idParams } from '../../platform/http/fields.ts';
import { withRules } from '../../platform/http/rules.ts';
import { refuseUnlessOffer } from './answer-offer.ts';
import { toChangedInvoice } from './changed-invoice.ts';
import { authorOf, composeInvoice } from './compose-invoice.ts';
import { nameOf, stateError } from './document-state.ts';
import { CONVERT_QUOTE_EXAMPLE, CONVERTED_QUOTE_EXAMPLE, INVOICE_EXAMPLE_IDS } from './invoice.examples.ts';
import { type InvoiceRecord, invoiceSchema } from './invoice.schema.ts';
import { COMPOSITION_ERRORS, DOCUMENT_RULES, invoiceNumber } from './invoice-body.schema.ts';
import { toInvoiceBody } from './invoice-body.ts';
import { loadReferences } from './invoice-references.ts';
import { lockInvoice } from './lock-invoice.ts';
import { withFreeNumber } from './with-free-number.ts';

const conversionBody = withRules(
  z.object({
    invoiceNumber: invoiceNumber()
      .nullish()
      .describe('The invoice’s number; the workspace allots one when left out.'),
    date: date().nullish().describe('The invoice’s date; today when left out.'),
    dueDate: date().nullish().describe('When it is due; by the customer’s payment term when left out.'),
    exchangeRate: exchangeRate()
      .nullish()
      .describe('The invoice’s exchange rate; that of the table on its date when left out.'),
    isDraft: z.boolean().nullish().describe('`false` approves the invoice at once; `true` when left out.'),
  }),
  DOCUMENT_RULES,
);
type ConversionBody = z.output<typeof conversionBody>;

export const convertOffer = defineEndpoint({
  method: 'POST',
  path: '/partners/invoices/{id}/convert',
  operationId: 'convertQuote',
  tag: 'Invoices',
  summary: 'Convert Quote to Invoice',
  description: `Makes an invoice of an approved quote or estimate, with its lines, prices, discounts, taxes, tags and notes,
once. Each of the two names the other: \`convertedFromUuid\` and \`convertedToUuid\`. What was declined is refused; what
has expired is not, since the business may still honour it. Where the invoice is deleted as a draft, the quote can be
converted again.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the quote or estimate.'),
  body: conversionBody,
  status: 201,
  message: 'Quote converted successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: [
    'INVALID_DOCUMENT_STATE',
    'DUPLICATE_INVOICE_NUMBER',
    ...COMPOSITION_ERRORS,
    'SECOND_PERSON_NEEDED',
  ],
  examples: {
    params: { id: INVOICE_EXAMPLE_IDS.quote },
    body: CONVERT_QUOTE_EXAMPLE,
    data: CONVERTED_QUOTE_EXAMPLE,
  },
  handle({ params, body, caller, raw, change }) {
    return withFreeNumber(body.invoiceNumber, () =>
      change((transaction) => convert(transaction, params.id, body, caller, raw)),
    );
  },
});

async function convert(
  transaction: Transaction,
  offerId: string,
  given: ConversionBody,
  caller: Caller,
  raw: RawRequest,
): Promise<DoneChange<InvoiceRecord>> {
  const before = await lockInvoice(transaction, offerId);
  refuseUnlessOffer(before);
  if (before.invoice.answer === 'declined')
    throw stateError(`is invalid here: the ${nameOf(before.invoice)} was declined`);
  const day = given.date ?? before.today;
  // Where the body names no date, its own rules cannot tell.
  if (given.dueDate != null && given.dueDate < day)
    throw invalidFields([
      fieldError('dueDate', 'INVALID_DATE', `must be on or after ${day}, the invoice’s date`),
    ]);
  const body = {
    ...toInvoiceBody(before.invoice),
    invoiceType: 'invoice',
    invoiceNumber: given.invoiceNumber,
    date: day,
    dueDate: given.dueDate,
    exchangeRate: given.exchangeRate,
    isDraft: given.isDraft ?? true,
  } as const;
  const references = await loadReferences(transaction, body, { isStored: true });
  const done = composeInvoice({
    body,
    references,
    author: authorOf(caller, raw),
    strict: false,
    convertedFromId: offerId,
  });
  const convertedTo = done.data.uuid;
  await transaction.query(
    `UPDATE invoice SET converted_to_id = $3, updated_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2`,
    [transaction.workspaceId, offerId, convertedTo],
  );
  const after = {
    ...before,
    invoice: { ...before.invoice, convertedToId: convertedTo, updatedAt: new Date().toISOString() },
  };
  return { ...done, records: [...done.records, toChangedInvoice('converted', before, after)] };
}
