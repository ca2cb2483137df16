import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
const client = () => books.server.strict;
const read = (query: Record<string, string> = {}) =>
  books.done(client().get('/reports/unrealised-differences', query));
const setRate = (currency: string, date: string, rate: string) =>
  books.done(client().call('PUT', '/exchange-rates', { currency, date, rate }));

beforeAll(async () => {
  books = await openSettlementBooks();
  await setRate('EUR', '2026-07-01', '1.10');
  await setRate('EUR', '2026-08-01', '1.25');
  const dates = { date: '2026-07-05', dueDate: '2026-08-05' };
  const invoice = await books.document(1000, { ...dates, currency: 'EUR', exchangeRate: '1.08' });
  await books.pay(400, [{ id: invoice.uuid, amount: 400 }], { date: '2026-07-20', currency: 'EUR' });
  await books.document(5000, {
    ...dates,
    currency: 'JPY',
    exchangeRate: '0.0067',
    customerUuid: books.stranger,
  });
  await books.document(77, dates);
});
afterAll(() => books.server.close());

describe('unrealised differences', () => {
  it('are what is open at the rate of the day, less what it is worth in the books', async () => {
    const { customerUuid } = books.fixtures;
    const report = await read({ asOf: '2026-08-31' });
    expect(report.rows).toEqual([
      expect.objectContaining({
        control: 'receivable',
        partyUuid: customerUuid,
        documentCurrency: 'EUR',
        openAmount: '600.00',
        bookedAmount: '648.00',
        exchangeRate: '1.25',
        exchangeRateDate: '2026-08-01',
        currentAmount: '750.00',
        difference: '102.00',
      }),
      expect.objectContaining({
        partyName: 'Stranger',
        documentCurrency: 'JPY',
        openAmount: '5000',
        bookedAmount: '33.50',
        exchangeRate: null,
        difference: null,
      }),
    ]);
    expect(report).toMatchObject({ total: '102.00', missingRates: ['JPY'] });
  });

  it('are as of any day, and nothing is posted', async () => {
    const before = await books.balances('accrual');
    expect(await read({ asOf: '2026-07-10' })).toMatchObject({ total: '20.00' });
    expect(await read({ asOf: '2026-07-20' })).toMatchObject({ total: '12.00' });
    expect((await read({ asOf: '2026-07-04' })).rows).toEqual([]);
    await setRate('JPY', '2026-08-01', '0.005');
    expect(await read({ asOf: '2026-08-31' })).toMatchObject({ total: '93.50', missingRates: [] });
    expect(await books.balances('accrual')).toEqual(before);
    const csv = await client().get('/reports/unrealised-differences', { asOf: '2026-08-31', format: 'csv' });
    expect(csv.body.toString()).toContain('receivable,Stranger,JPY,5000,33.50,0.005,25.00,-8.50');
  });

  it('show nothing of another workspace, and refuse another currency', async () => {
    const other = await books.done(books.other.strict.get('/reports/unrealised-differences', {}));
    expect(other).toMatchObject({ rows: [], total: '0.00' });
    expect((await client().get('/reports/unrealised-differences', { currency: 'EUR' })).body.code).toBe(
      'NOT_AVAILABLE',
    );
  });
});
