import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/demo/random.ts';
import { CUSTOMER_EXAMPLE } from '../../../src/sales/customers/index.ts';
import { INVOICE_EXAMPLE } from '../../../src/sales/invoices/invoice.examples.ts';
import { APPLIED_PAYMENT_EXAMPLE } from '../../../src/sales/payments/payment.examples.ts';
import { readApiDocument } from '../api-document.ts';
import { KnownBooks } from '../known-books.ts';
import { findDoable, takeAim } from './aim.ts';

const document = readApiDocument();

/** Books of which answers were learned, and what is mostly named for an operation: asked for many times, as often as not. */
function aimsOf(id: string, learned: readonly (readonly [operation: string, data: object])[]) {
  const books = new KnownBooks(document);
  for (const [operation, data] of learned) books.learn(document.byId.get(operation)!, '', {}, { data });
  const operation = document.byId.get(id)!;
  const aimings = Array.from({ length: 40 }, (_, seed) => ({ random: createRandom(seed), books, operation }));
  return {
    aims: aimings.map(takeAim).filter(({ ids }) => ids !== undefined),
    doable: aimings.map((aiming) => findDoable(aiming, document.byId).id),
  };
}

const OF_OTHER = { ...INVOICE_EXAMPLE, customerUuid: APPLIED_PAYMENT_EXAMPLE.uuid };

describe('what a random request names', () => {
  it('is a payment and an invoice of one customer, and mostly no more than is open', () => {
    const payment = ['createPayment', APPLIED_PAYMENT_EXAMPLE] as const;
    const { aims, doable } = aimsOf('applyPayment', [payment, ['createInvoice', INVOICE_EXAMPLE]]);
    expect(aims.length).toBeGreaterThan(20);
    for (const { ids, body } of aims) {
      expect(ids).toEqual({ id: APPLIED_PAYMENT_EXAMPLE.uuid });
      expect(body!.invoices).toMatchObject([{ id: INVOICE_EXAMPLE.uuid }]);
    }
    const amounts = aims.map(({ body }) => Number((body!.invoices as { amount: string }[])[0]!.amount));
    expect(amounts.filter((amount) => amount <= 20).length).toBeGreaterThan(aims.length / 2);
    expect(doable).toEqual(Array(40).fill('applyPayment'));
    expect(aimsOf('applyPayment', [payment, ['createInvoice', OF_OTHER]]).aims).toEqual([]);
  });

  it('is what was done, to undo it; and what undoes nothing gives way to what it would undo', () => {
    const merged = { ...CUSTOMER_EXAMPLE, mergedIntoUuid: INVOICE_EXAMPLE.uuid };
    const { aims, doable } = aimsOf('unmergeCustomer', [['mergeCustomer', merged]]);
    expect(new Set(aims.map(({ ids }) => ids!.id))).toEqual(new Set([CUSTOMER_EXAMPLE.uuid]));
    expect(new Set(doable)).toEqual(new Set(['unmergeCustomer']));
    const apart = aimsOf('unmergeCustomer', [['getCustomer', { ...merged, mergedIntoUuid: null }]]);
    expect(apart.aims).toEqual([]);
    expect(apart.doable.filter((id) => id === 'mergeCustomer').length).toBeGreaterThan(20);
  });
});
