import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

/** Each amount here was reckoned by hand. */
let books: SettlementBooks;
let consulting: string;
const client = () => books.server.strict;

beforeAll(async () => {
  books = await openSettlementBooks();
  const { accounts } = await books.done(client().get('/chart-of-accounts', { search: 'Consulting' }));
  const product = { name: 'Advice', unitPrice: 300, categoryAccountUuid: accounts[0].uuid };
  consulting = (await books.done(client().post('/products', product))).uuid;
});
afterAll(() => books.server.close());

/** What each account earned in a month. */
async function earned(month: string, basis = 'cash'): Promise<Record<string, string>> {
  const [year, number] = month.split('-').map(Number);
  const endDate = new Date(Date.UTC(year!, number!, 0)).toISOString().slice(0, 10);
  const report = await books.done(client().get('/reports/pnl', { startDate: `${month}-01`, endDate, basis }));
  const rows = report.sections.flatMap(
    ({ rows }: { rows: { accountName: string; amount: string }[] }) => rows,
  );
  return Object.fromEntries(
    rows
      .filter(({ amount }: { amount: string }) => amount !== '0.00')
      .map(({ accountName, amount }: { accountName: string; amount: string }) => [accountName, amount]),
  );
}
const pay = (invoice: { uuid: string }, amount: number | string, date: string) =>
  books.pay(amount, [{ id: invoice.uuid, amount }], { date });

describe('cash-basis profit and loss', () => {
  it('counts income without its tax in the months in which it is paid', async () => {
    const { productUuid, taxUuid } = books.fixtures;
    const products = [{ productUuid, quantity: 4, price: 250, taxUuids: [taxUuid] }];
    const invoice = await books.document(0, { products, date: '2025-01-10', dueDate: '2025-02-10' });
    expect(invoice.total).toBe('1100.00');
    await pay(invoice, 550, '2025-01-20');
    await pay(invoice, 275, '2025-02-10');
    await pay(invoice, 275, '2025-04-05');
    expect(await earned('2025-01', 'accrual')).toEqual({ Sales: '1000.00' });
    expect(await earned('2025-02', 'accrual')).toEqual({});
    expect(await earned('2025-01')).toEqual({ Sales: '500.00' });
    expect(await earned('2025-02')).toEqual({ Sales: '250.00' });
    expect(await earned('2025-03')).toEqual({});
    expect(await earned('2025-04')).toEqual({ Sales: '250.00' });
  });

  it('shares a discount and odd payments among the lines, to the cent, and misses none in the end', async () => {
    const { productUuid, taxUuid } = books.fixtures;
    // 600 and 300 less 10 %: 540 and 270; 10 % tax: 81; 891 in all.
    const products = [
      { productUuid, quantity: 2, price: 300, taxUuids: [taxUuid] },
      { productUuid: consulting, quantity: 1, price: 300, taxUuids: [taxUuid] },
    ];
    const dates = { date: '2025-05-02', dueDate: '2025-06-02' };
    const invoice = await books.document(0, { products, discount: 10, discountType: 'percent', ...dates });
    expect(invoice.total).toBe('891.00');
    // A third: 180, 90 and 27 of tax.
    await pay(invoice, 297, '2025-05-31');
    // 397 of 891 are 240.606, 120.303 and 36.091 of tax: the cent that is left over goes to the largest rest.
    await pay(invoice, 100, '2025-06-15');
    await pay(invoice, 494, '2025-07-01');
    expect(await earned('2025-05', 'accrual')).toEqual({ Sales: '540.00', Consulting: '270.00' });
    expect(await earned('2025-05')).toEqual({ Sales: '180.00', Consulting: '90.00' });
    expect(await earned('2025-06')).toEqual({ Sales: '60.61', Consulting: '30.30' });
    expect(await earned('2025-07')).toEqual({ Sales: '299.39', Consulting: '149.70' });
  });

  it('lets a memo and what it is applied to weigh each other up, and never earns what is written off', async () => {
    const dates = { date: '2025-08-01', dueDate: '2025-08-31' };
    const invoice = await books.document(200, dates);
    const memo = await books.memo(50, dates);
    const creditMemos = [{ id: memo.uuid, amount: 50 }];
    await books.done(
      client().patch(`/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`, {
        creditMemos,
        date: '2025-08-20',
      }),
    );
    await pay(invoice, 100, '2025-09-10');
    await books.done(client().patch(`/invoices/${invoice.uuid}/write-off`, { date: '2025-10-10' }));
    expect(await earned('2025-08', 'accrual')).toEqual({ Sales: '150.00' });
    expect(await earned('2025-08')).toEqual({});
    expect(await earned('2025-09')).toEqual({ Sales: '100.00' });
    expect(await earned('2025-10')).toEqual({});
    expect(await earned('2025-10', 'accrual')).toEqual({ 'Bad Debts': '-50.00' });
  });

  it('earns money on account when it is applied, and bank fees when they are withheld', async () => {
    const ahead = await books.pay(300, [], { date: '2025-11-03' });
    expect(await earned('2025-11')).toEqual({});
    const invoice = await books.document(400, { date: '2025-11-20', dueDate: '2025-12-20' });
    await books.done(
      client().patch(`/payments/${ahead.uuid}/apply`, {
        invoices: [{ id: invoice.uuid, amount: 300 }],
        date: '2025-12-01',
      }),
    );
    await books.pay(100, [{ id: invoice.uuid, amount: 100 }], { date: '2025-12-15', bankFee: 2.9 });
    expect(await earned('2025-11')).toEqual({});
    expect(await earned('2025-12')).toEqual({ Sales: '400.00', 'Bank Fees': '-2.90' });
  });
});
