import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

describe('a payment', () => {
  it('may be as large as an invoice, and no larger than a line of the journal', async () => {
    const products = [
      { productUuid: books.fixtures.productUuid, quantity: 250, price: '20000000', taxes: [] },
    ];
    const invoice = await books.document(0, { products });
    expect(invoice.total).toBe('5000000000.00');
    const paid = await books.pay('5000000000', [{ id: invoice.uuid, amount: '5000000000' }]);
    expect((await books.read(invoice.uuid)).amountDue).toBe('0.00');
    await books.done(books.server.strict.delete(`/payments/${paid.uuid}`));
    await books.done(books.server.strict.patch(`/invoices/${invoice.uuid}/void`, {}));
    const { customerUuid } = books.fixtures;
    const body = { customerUuid, date: '2026-07-05', amount: '100000000000.01' };
    const refused = await books.server.strict.post('/payments', body);
    expect(refused.body).toMatchObject({ statusCode: 400, errors: [{ field: 'amount', code: 'TOO_LARGE' }] });
  });

  it('pays an invoice in part, then the rest, in both books, and is undone without a trace', async () => {
    const before = [await books.balances('accrual'), await books.balances('cash')];
    const taxes = [books.fixtures.taxUuid];
    const products = [{ productUuid: books.fixtures.productUuid, quantity: 1, price: 100, taxes }];
    const invoice = await books.document(0, { products });
    const first = await books.pay(40, [{ id: invoice.uuid, amount: 40 }]);
    expect(first).toMatchObject({
      kind: 'payment',
      amount: '40.00',
      appliedAmount: '40.00',
      onAccountAmount: '0.00',
    });
    expect(await books.readPayment(first.uuid)).toEqual(first);
    const partial = await books.read(invoice.uuid);
    expect(partial).toMatchObject({
      paidAmount: '40.00',
      amountDue: '70.00',
      paymentStatus: 'partial',
      payments: [{ uuid: first.uuid, kind: 'payment', date: '2026-07-05', amount: '40.00' }],
      credits: [],
    });
    expect(await books.balances('accrual')).toEqual({
      'Accounts Receivable': 7000,
      'Undeposited Funds': 4000,
      Sales: -10000,
      'Sales Tax Payable': -1000,
    });
    expect(await books.balances('cash')).toEqual({
      'Undeposited Funds': 4000,
      Sales: -3636,
      'Sales Tax Payable': -364,
    });
    const second = await books.pay(70, [{ id: invoice.uuid, amount: 70 }], { date: '2026-08-02' });
    expect(await books.read(invoice.uuid)).toMatchObject({
      status: 'paid',
      paymentStatus: 'paid',
      amountDue: '0.00',
    });
    expect(await books.balances('cash')).toEqual({
      'Undeposited Funds': 11000,
      Sales: -10000,
      'Sales Tax Payable': -1000,
    });
    await books.verify();
    for (const payment of [first, second]) {
      await books.done(books.server.strict.delete(`/payments/${payment.uuid}`));
      await books.verify();
    }
    expect(await books.read(invoice.uuid)).toMatchObject({
      paidAmount: '0.00',
      amountDue: '110.00',
      payments: [],
    });
    await books.done(books.server.strict.patch(`/invoices/${invoice.uuid}/void`));
    expect([await books.balances('accrual'), await books.balances('cash')]).toEqual(before);
  });
});
