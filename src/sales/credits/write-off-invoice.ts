import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { toExactMinorUnits } from '../../ledger/money/index.ts';
import { nextRelief } from '../../ledger/settlements/settle.ts';
import type { DoneChange } from '../../platform/change/change.ts';
import type { Transaction } from '../../platform/database/transaction.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { idParams, text } from '../../platform/http/fields.ts';
import { nameOf, stateError } from '../invoices/document-state.ts';
import { type InvoiceRecord, invoiceSchema } from '../invoices/invoice.schema.ts';
import { amountDueOf, type Invoice } from '../invoices/invoice.ts';
import { settledAmount } from '../payments/payment.schema.ts';
import type { Payment } from '../payments/payment.ts';
import {
  datedOf,
  findUnfitAmount,
  findUnfitDate,
  findUnfitDocument,
  openOf,
  refuse,
  standardDate,
} from '../settlements/rules.ts';
import { itemsOf, openScene } from '../settlements/scene.ts';
import { refuseRecorder } from '../settlements/second-person.ts';
import { newAllocation, settleDocuments } from '../settlements/settle-documents.ts';
import type { SettlementOrigin } from '../settlements/settlement-entries.ts';
import { WRITE_OFF_EXAMPLE, WRITTEN_OFF_EXAMPLE } from './credit.examples.ts';
import { applyingDate } from './credit.schema.ts';

const writeOffBody = z.object({
  amount: settledAmount()
    .nullish()
    .describe('How much is given up, more than 0; all that is due when left out.'),
  date: applyingDate(),
  notes: text(10_000).nullish().describe('Why.'),
});

export const writeOffInvoice = defineEndpoint({
  method: 'PATCH',
  path: '/partners/invoices/{id}/write-off',
  operationId: 'writeOffInvoice',
  tag: 'Invoices',
  summary: 'Write Off Invoice',
  description: `Gives up what is due on an invoice, or a part of it: bad debts against receivables, in the accrual book. The
cash book never saw the income and stays as it is. From the [four-eyes
limit](/docs/guides/closing-the-books#a-second-person) of the workspace on, whoever approved the invoice does not write it off:
what was written off of it before, and not undone, counts with it. [Remove
Transaction](/docs/invoices/remove-transaction) undoes it.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the invoice.'),
  body: writeOffBody,
  status: 200,
  message: 'Invoice written off successfully.',
  data: invoiceSchema,
  notFound: 'INVOICE_NOT_FOUND',
  errors: [
    'INVALID_DOCUMENT_STATE',
    'AMOUNT_EXCEEDS_BALANCE',
    'PERIOD_CLOSED',
    'BEFORE_CUTOVER',
    'SECOND_PERSON_NEEDED',
  ],
  examples: { body: WRITE_OFF_EXAMPLE, data: WRITTEN_OFF_EXAMPLE },
  handle({ params, body, caller, raw, change }) {
    return change((transaction) => writeOff(transaction, params.id, body, { caller, raw }));
  },
});

async function writeOff(
  transaction: Transaction,
  id: string,
  body: z.output<typeof writeOffBody>,
  origin: SettlementOrigin,
): Promise<DoneChange<InvoiceRecord>> {
  const scene = await openScene(transaction, { documentIds: [id] });
  const invoice = scene.documents.get(id)?.invoice;
  if (!invoice) throw new ApiError('INVOICE_NOT_FOUND');
  const day = body.date ?? standardDate(scene.books, invoice.date);
  refuse([
    ...findUnfitDocument('id', invoice, 'invoice'),
    ...findUnfitDate(day, scene.books, [datedOf(invoice)]),
  ]);
  const due = amountDueOf(invoice);
  if (due === 0n) throw stateError(`is invalid here: nothing is due on the ${nameOf(invoice)}`);
  if (body.amount != null) refuse(findUnfitAmount('amount', body.amount, openOf(invoice)));
  const amount = body.amount == null ? due : toExactMinorUnits(body.amount, invoice.currency)!;
  const baseAmount = nextRelief(itemsOf(scene).get(id)!, amount);
  await refuseRecorder(transaction, scene, {
    ofId: id,
    kind: 'write_off',
    standing: invoice.settlements,
    rule: `whoever approved ${nameOf(invoice)} does not write it off, at once or in instalments`,
    amount: baseAmount,
    personId: origin.caller.personId,
  });
  const created = toWriteOff(invoice, { amount, baseAmount, date: day, notes: body.notes ?? null });
  const settlement = {
    created,
    allocations: [newAllocation(created.id, id, amount, day)],
    action: 'written_off',
  };
  const { invoices, records, posting } = await settleDocuments(transaction, scene, settlement, origin);
  return { data: invoices.get(id)!, records, posting };
}

/** At the document's own rate: what is given up is what the books have of it. */
function toWriteOff(
  invoice: Invoice,
  given: Pick<Payment, 'amount' | 'baseAmount' | 'date' | 'notes'>,
): Payment {
  const now = new Date().toISOString();
  const { currency, baseCurrency, exchangeRate, exchangeRateDate, exchangeRateSource } = invoice;
  return {
    id: uuidv7(),
    kind: 'write_off',
    customer: { id: invoice.customer.id, customer: invoice.customer.customer },
    payerId: invoice.payerId,
    ...given,
    currency,
    baseCurrency,
    exchangeRate,
    exchangeRateDate,
    exchangeRateSource,
    account: null,
    bankFee: 0n,
    taxWithheld: 0n,
    appliedAmount: 0n,
    allocations: [],
    method: null,
    reference: null,
    createdAt: now,
    updatedAt: now,
  };
}
