import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { toExactMinorUnits } from '../../ledger/money/index.ts';
import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { date, idParams } from '../../platform/http/fields.ts';
import {
  beyondBalance,
  datedOf,
  datedOfPayment,
  findNoPayment,
  findUnfitDate,
  findUnfitDocuments,
  findUnknownDocuments,
  onAccount,
  refuse,
  standardDate,
  sumOfWanted,
} from '../settlements/rules.ts';
import { openScene } from '../settlements/scene.ts';
import { newAllocation, settleDocuments } from '../settlements/settle-documents.ts';
import { APPLIED_PAYMENT_EXAMPLE, APPLY_PAYMENT_EXAMPLE } from './payment.examples.ts';
import { documentAmounts, MOST_DOCUMENTS, paymentSchema } from './payment.schema.ts';

export const applyPayment = defineEndpoint({
  method: 'PATCH',
  path: '/partners/payments/{id}/apply',
  operationId: 'applyPayment',
  tag: 'Payments',
  summary: 'Apply Payment',
  description: `Applies money on account to invoices of the same customer: all of the list, or nothing. In the accrual book
nothing moves but what is gained or lost where the two have different exchange rates; in the cash book the income and the taxes of the invoices come in on the date of the allocation.`,
  access: 'partner',
  params: idParams('id', 'The UUID of the payment.'),
  body: z.object({
    invoices: documentAmounts('invoice')
      .min(1)
      .max(MOST_DOCUMENTS)
      .describe('The invoices, and how much of each is paid.'),
    date: date()
      .nullish()
      .describe(
        'The accounting date; left out, today, or the date of the payment or of an invoice where that is later.',
      ),
  }),
  status: 200,
  message: 'Payment applied successfully.',
  data: paymentSchema,
  notFound: 'PAYMENT_NOT_FOUND',
  errors: [
    'INVOICE_NOT_FOUND',
    'INVALID_PAYMENT_STATE',
    'INVALID_DOCUMENT_STATE',
    'DIFFERENT_CUSTOMER',
    'CURRENCY_MISMATCH',
    'AMOUNT_EXCEEDS_BALANCE',
    'PERIOD_CLOSED',
    'BEFORE_CUTOVER',
  ],
  examples: { body: APPLY_PAYMENT_EXAMPLE, data: APPLIED_PAYMENT_EXAMPLE },
  handle({ params, body, caller, raw, change }) {
    return change(async (transaction) => {
      const named = { field: 'invoices', type: 'invoice', wanted: body.invoices } as const;
      const documentIds = body.invoices.map(({ id }) => id);
      const scene = await openScene(transaction, { paymentIds: [params.id], documentIds });
      const payment = scene.payments.get(params.id);
      if (!payment) throw new ApiError('PAYMENT_NOT_FOUND');
      refuse(findUnknownDocuments(named, scene));
      const invoices = [...scene.documents.values()].map(({ invoice }) => datedOf(invoice));
      const earliest = [datedOfPayment(payment), ...invoices];
      const day = body.date ?? standardDate(scene.books, ...earliest.map((dated) => dated.date));
      const open = onAccount(payment);
      refuse([
        ...findNoPayment('id', payment),
        ...findUnfitDate(day, scene.books, earliest),
        ...findUnfitDocuments(named, scene, { payerId: payment.payerId, currency: payment.currency }),
        ...(payment.kind === 'payment' && sumOfWanted(body.invoices, payment.currency) > open.amount
          ? [beyondBalance('invoices', open, 'together ')]
          : []),
      ]);
      const allocations = body.invoices.map(({ id, amount }) =>
        newAllocation(payment.id, id, toExactMinorUnits(amount, payment.currency)!, day),
      );
      const settlement = { allocations, action: 'payment_applied' };
      const done = await settleDocuments(transaction, scene, settlement, { caller, raw });
      return { data: done.payments.get(payment.id)!, records: done.records, posting: done.posting };
    });
  },
});
