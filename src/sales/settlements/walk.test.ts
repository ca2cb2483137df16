import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

/** What the customer owes by the documents, and what the two books say. */
async function standing() {
  const [accrual, cash] = [await books.balances('accrual'), await books.balances('cash')];
  await books.verify();
  return { receivable: accrual['Accounts Receivable'] ?? 0, accrual, cash };
}

it('a sale goes from quote to refund and every step is undone, with the books right after each', async () => {
  const { strict } = books.server;
  const { done, fixtures } = books;
  const empty = await standing();
  const products = [
    { productUuid: fixtures.productUuid, quantity: 3, price: 33.33, taxes: [fixtures.taxUuid] },
  ];
  const quote = await books.document(0, {
    products,
    invoiceType: 'quote',
    dueDate: '2999-12-31',
    discount: 4.99,
  });
  await done(strict.patch(`/invoices/${quote.uuid}/accept`));
  const converted = await done(
    strict.post(`/invoices/${quote.uuid}/convert`, {
      invoiceNumber: 'W-1',
      date: '2026-07-01',
      dueDate: '2026-07-31',
    }),
  );
  expect((await standing()).accrual).toEqual(empty.accrual);
  const invoice = await done(strict.patch(`/invoices/${converted.uuid}/approve`));
  expect(invoice.total).toBe('104.50');
  expect(await standing()).toMatchObject({ receivable: 10450, cash: empty.cash });

  const partial = await books.pay(50, [{ id: invoice.uuid, amount: 50 }], { bankFee: 1.5, taxWithheld: 2 });
  expect(partial).toMatchObject({ netAmount: '46.50', bankFee: '1.50', taxWithheld: '2.00' });
  const afterPartial = await standing();
  expect(afterPartial.receivable).toBe(5450);
  // 50.00 of 104.50: 95.00 x 0.478469 = 45.4545 and 9.50 x 0.478469 = 4.5455.
  expect(afterPartial.cash).toEqual({
    'Undeposited Funds': 4650,
    'Bank Fees': 150,
    'Withholding Receivable': 200,
    Sales: -4545,
    'Sales Tax Payable': -455,
  });

  const memo = await books.memo(0, {
    products: [{ productUuid: fixtures.productUuid, quantity: 1, price: 20, taxes: [fixtures.taxUuid] }],
  });
  expect(await standing()).toMatchObject({ receivable: 3250, cash: afterPartial.cash });
  const credited = await done(
    strict.patch(`/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`, {
      creditMemos: [{ id: memo.uuid, amount: 15 }],
      date: '2026-07-10',
    }),
  );
  expect(credited).toMatchObject({
    status: 'overdue',
    paidAmount: '65.00',
    amountDue: '39.50',
    credits: [{ uuid: memo.uuid, amount: '15.00', date: '2026-07-10' }],
  });
  expect(await books.read(invoice.uuid)).toEqual(credited);
  const afterMemo = await standing();
  expect(afterMemo.receivable).toBe(3250);
  // The memo gives back 13.64 + 1.36, the invoice brings in 15.00 more: 65.00 of it are 59.09 + 5.91.
  expect(afterMemo.cash).toEqual({
    'Undeposited Funds': 4650,
    'Bank Fees': 150,
    'Withholding Receivable': 200,
    Sales: -5909 + 1364,
    'Sales Tax Payable': -591 + 136,
  });

  const over = await books.pay(100, [{ id: invoice.uuid, amount: 39.5 }], { date: '2026-08-03' });
  expect(over).toMatchObject({ appliedAmount: '39.50', onAccountAmount: '60.50' });
  expect(await books.read(invoice.uuid)).toMatchObject({ status: 'paid', amountDue: '0.00' });
  const afterOver = await standing();
  expect(afterOver.receivable).toBe(-6750);
  expect(afterOver.cash).toMatchObject({
    'Customer Credits': -6050,
    Sales: -9500 + 1364,
    'Sales Tax Payable': -950 + 136,
  });

  const refund = await done(
    strict.post('/refunds', { paymentUuid: over.uuid, date: '2026-08-04', amount: 60.5, method: 'transfer' }),
  );
  expect(refund).toMatchObject({ kind: 'refund', payments: [{ uuid: over.uuid, kind: 'payment' }] });
  expect(await books.readPayment(refund.uuid)).toEqual(refund);
  expect(await books.readPayment(over.uuid)).toMatchObject({
    onAccountAmount: '0.00',
    payments: [{ uuid: refund.uuid, kind: 'refund', amount: '60.50' }],
  });
  const memoRefund = await done(
    strict.post('/refunds', { memoUuid: memo.uuid, date: '2026-08-05', amount: 7 }),
  );
  expect(await books.read(memo.uuid)).toMatchObject({
    status: 'applied',
    payments: [{ uuid: memoRefund.uuid, kind: 'refund', amount: '7.00' }],
    credits: [{ uuid: invoice.uuid, amount: '15.00' }],
  });
  const settled = await standing();
  expect(settled.receivable).toBe(0);
  expect(settled.cash).toEqual({
    'Undeposited Funds': 4650 + 10000 - 6050 - 700,
    'Bank Fees': 150,
    'Withholding Receivable': 200,
    Sales: -9500 + 2000,
    'Sales Tax Payable': -950 + 200,
  });
  expect(settled.accrual).toEqual(settled.cash);

  await done(strict.delete(`/payments/${memoRefund.uuid}`));
  await done(strict.delete(`/payments/${refund.uuid}`));
  expect(await standing()).toEqual(afterOver);
  await done(strict.delete(`/payments/${over.uuid}`));
  expect(await standing()).toEqual(afterMemo);
  const reopened = await done(strict.patch(`/invoices/${invoice.uuid}/remove-credit`, { memoId: memo.uuid }));
  expect(reopened).toMatchObject({ amountDue: '54.50', credits: [] });
  expect(await books.read(invoice.uuid)).toEqual(reopened);
  await done(strict.patch(`/invoices/${memo.uuid}/void`));
  expect(await standing()).toEqual(afterPartial);
  await done(strict.patch(`/invoices/${invoice.uuid}/remove-transaction`, { transactionId: partial.uuid }));
  expect(await books.readPayment(partial.uuid)).toMatchObject({ onAccountAmount: '50.00' });
  await standing();
  await done(strict.delete(`/payments/${partial.uuid}`));
  await done(strict.patch(`/invoices/${invoice.uuid}/void`));
  expect(await standing()).toEqual(empty);
});

it('what was settled and undone in between, in another order, leaves each book as it was', async () => {
  const { strict } = books.server;
  const empty = await standing();
  const products = [7, 11, 13].map((price) => ({
    productUuid: books.fixtures.productUuid,
    quantity: 1,
    price,
    taxes: [books.fixtures.taxUuid],
    description: `Line of ${price}`,
  }));
  const invoice = await books.document(0, { products, tagUuids: [books.fixtures.tagUuid] });
  const first = await books.pay(10, [{ id: invoice.uuid, amount: 10 }]);
  const second = await books.pay(9.99, [{ id: invoice.uuid, amount: 9.99 }], { date: '2026-07-06' });
  // The first is taken off and put on again later, so that its reversal does not fit what it did.
  await books.done(strict.patch(`/payments/${first.uuid}/unapply`));
  await standing();
  const applied = await books.done(
    strict.patch(`/payments/${first.uuid}/apply`, {
      invoices: [{ id: invoice.uuid, amount: 3.33 }],
      date: '2026-07-20',
    }),
  );
  expect(applied).toMatchObject({
    onAccountAmount: '6.67',
    invoices: [{ uuid: invoice.uuid, date: '2026-07-20', amount: '3.33' }],
  });
  expect(await books.readPayment(first.uuid)).toEqual(applied);
  await standing();
  await books.done(strict.delete(`/payments/${first.uuid}`));
  await standing();
  await books.done(strict.delete(`/payments/${second.uuid}`));
  await books.done(strict.patch(`/invoices/${invoice.uuid}/void`));
  expect(await standing()).toEqual(empty);
});

it('a write-off gives up what is due in the accrual book alone, and is undone', async () => {
  const { strict } = books.server;
  const empty = await standing();
  const invoice = await books.document(100);
  await books.pay(30, [{ id: invoice.uuid, amount: 30 }]);
  const before = await standing();
  const written = await books.done(
    strict.patch(`/invoices/${invoice.uuid}/write-off`, { amount: 20, date: '2026-07-09', notes: 'Gone' }),
  );
  expect(written).toMatchObject({
    amountDue: '50.00',
    payments: [{ kind: 'payment' }, { kind: 'write_off' }],
  });
  expect(await books.read(invoice.uuid)).toEqual(written);
  await books.done(strict.patch(`/invoices/${invoice.uuid}/write-off`, { date: '2026-07-10' }));
  const after = await standing();
  expect(after.cash).toEqual(before.cash);
  expect(after.accrual['Bad Debts']).toBe(7000);
  expect(after.receivable).toBe(before.receivable - 7000);
  const { payments } = await books.read(invoice.uuid);
  for (const { uuid, kind } of payments.slice(1)) {
    expect(kind).toBe('write_off');
    await books.done(strict.patch(`/invoices/${invoice.uuid}/remove-transaction`, { transactionId: uuid }));
    expect((await strict.get(`/payments/${uuid}`)).status).toBe(404);
  }
  expect(await standing()).toEqual(before);
  await books.done(strict.delete(`/payments/${payments[0].uuid}`));
  await books.done(strict.patch(`/invoices/${invoice.uuid}/void`));
  expect(await standing()).toEqual(empty);
});
