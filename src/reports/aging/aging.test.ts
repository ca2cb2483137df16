import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
let ids: Map<string, string>;
const client = () => books.server.strict;

beforeAll(async () => {
  books = await openSettlementBooks();
  ids = await accountIds(books.server.database, books.server.workspaceId);
});
afterAll(() => books.server.close());

const read = (query: Record<string, string> = {}, side = 'receivables') =>
  books.done(client().get(`/reports/${side}-aging`, query));
const dated = (date: string, dueDate: string) => ({ date, dueDate });
const balanceOf = async (account: string, date: string) =>
  (await books.balances('accrual', date))[account] ?? 0;
const cents = (money: string) => Math.round(Number(money) * 100);

describe('receivables aging', () => {
  it('sorts what is open by how long it is overdue, credits apart, as of any day', async () => {
    const { customerUuid } = books.fixtures;
    const july = await books.document(100, dated('2026-07-01', '2026-07-31'));
    await books.document(200, dated('2026-05-01', '2026-06-15'));
    await books.document(40, { ...dated('2026-01-01', '2026-01-31'), customerUuid: books.stranger });
    await books.pay(30, [{ id: july.uuid, amount: 30 }], { date: '2026-08-10' });
    await books.pay(7, [], { date: '2026-08-11' });
    const aging = await read({ asOf: '2026-08-31', detail: 'true' });
    expect(aging).toMatchObject({
      asOf: '2026-08-31',
      notYetOverdue: '0.00',
      between31And60: '70.00',
      between61And90: '200.00',
      moreThan90: '40.00',
      credits: '-7.00',
      total: '303.00',
      totalRecords: 2,
    });
    expect(aging.rows[0]).toMatchObject({
      customerUuid,
      total: '263.00',
      documents: [
        { type: 'invoice', amount: '200.00', daysOverdue: 77, dueDate: '2026-06-15' },
        { type: 'invoice', uuid: july.uuid, amount: '70.00', daysOverdue: 31 },
        { type: 'payment', amount: '-7.00', dueDate: null },
      ],
    });
    expect(await read({ asOf: '2026-08-09' })).toMatchObject({
      lessThanOrEqualTo30: '100.00',
      credits: '0.00',
    });
    expect(await read({ asOf: '2026-07-31' })).toMatchObject({ notYetOverdue: '100.00' });
    const link = new URL(aging.rows[0].link, 'http://x');
    const ledger = await books.done(
      client().get('/reports/general-ledger', Object.fromEntries(link.searchParams)),
    );
    expect(ledger.accounts[0].closing).toBe('263.00');
  });

  it('shows one customer, the largest rows, and a table', async () => {
    const own = await read({ asOf: '2026-08-31', customerUuids: books.stranger });
    expect(own).toMatchObject({ total: '40.00', totalRecords: 1 });
    const one = await read({ asOf: '2026-08-31', limit: '1' });
    expect(one.rows).toHaveLength(1);
    expect(one).toMatchObject({ total: '303.00', totalRecords: 2 });
    const csv = await client().get('/reports/receivables-aging', { asOf: '2026-08-31', format: 'csv' });
    expect(csv.body.toString().split('\r\n').at(-2)).toBe('Total,0.00,0.00,70.00,200.00,40.00,-7.00,303.00');
    const { body } = await client().call(
      'POST',
      '/reports/receivables-aging',
      {},
      { query: { endDate: '2026-08-31' } },
    );
    expect(body.data.total).toBe('303.00');
  });

  it('refuses other customers, currencies and days, and shows nothing of another workspace', async () => {
    const refused = await client().get('/reports/receivables-aging', {
      customers: books.foreign.customerUuid,
      currency: 'EUR',
    });
    expect(refused.body.errors.map(({ code }: { code: string }) => code).sort()).toEqual([
      'CUSTOMER_NOT_FOUND',
      'NOT_AVAILABLE',
    ]);
    const twice = await client().get('/reports/receivables-aging', {
      asOf: '2026-01-01',
      endDate: '2026-01-02',
    });
    expect(twice.status).toBe(400);
    const other = await books.done(
      books.other.strict.get('/reports/receivables-aging', { asOf: '2026-08-31' }),
    );
    expect(other).toMatchObject({ total: '0.00', rows: [] });
  });

  it('is the balance of receivables on each day, whatever happens', async () => {
    const { customerUuid } = books.fixtures;
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2027-01-${String(number).padStart(2, '0')}`);
    const step = fc.record({
      what: fc.constantFrom('invoice', 'foreign', 'memo', 'pay', 'ahead', 'write-off', 'journal', 'void'),
      date: day,
      amount: fc.integer({ min: 1, max: 50_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
        let open: { uuid: string; amountDue: string; currency: string } | undefined;
        for (const { what, date, amount } of steps) {
          const money = amount / 100;
          if (what === 'invoice') open = await books.document(money, dated(date, date));
          if (what === 'foreign')
            open = await books.document(money, {
              ...dated(date, date),
              currency: 'EUR',
              exchangeRate: '1.3',
            });
          if (what === 'memo') await books.memo(money, dated(date, date));
          if (what === 'ahead') await books.pay(money, [], { date });
          if (what === 'pay' && open) {
            const { currency } = open;
            const rate = currency === 'EUR' ? { currency, exchangeRate: '1.1' } : {};
            const half = Math.max(1, Math.floor(cents(open.amountDue) / 2)) / 100;
            await books.pay(half, [{ id: open.uuid, amount: half }], { date: '2027-01-28', ...rate });
            open = undefined;
          }
          if (what === 'write-off' && open) {
            await books.done(client().patch(`/invoices/${open.uuid}/write-off`, { date: '2027-01-28' }));
            open = undefined;
          }
          if (what === 'void' && open) {
            await books.done(client().patch(`/invoices/${open.uuid}/void`, {}));
            open = undefined;
          }
          if (what === 'journal')
            await books.done(
              client().post('/journal-entries', {
                descriptionEntry: 'By hand',
                date,
                lines: [
                  {
                    accountUuid: ids.get('1200'),
                    amountDebit: money,
                    ...(amount % 2 ? { customerUuid } : {}),
                  },
                  { accountUuid: ids.get('4000'), amountCredit: money },
                ],
              }),
            );
        }
        for (const asOf of ['2027-01-10', '2027-01-27', '2027-01-28', '2027-06-30']) {
          const aging = await read({ asOf, detail: 'true' });
          expect(cents(aging.total), asOf).toBe(await balanceOf('Accounts Receivable', asOf));
          for (const row of aging.rows) {
            const documents = row.documents.reduce(
              (sum: number, one: { baseAmount: string }) => sum + cents(one.baseAmount),
              0,
            );
            expect(documents).toBe(cents(row.total));
          }
        }
      }),
      { numRuns: 6 },
    );
    await books.verify();
  });
});

describe('payables aging', () => {
  it('is what entries by hand owe to vendors, the other way round', async () => {
    const vendor = await books.done(client().post('/vendors', { name: 'Landfill Inc.' }));
    const lines = [
      { accountUuid: ids.get('6200'), amountDebit: 90 },
      { accountUuid: ids.get('2100'), amountCredit: 90, vendorUuid: vendor.uuid },
    ];
    await books.done(
      client().post('/journal-entries', { descriptionEntry: 'Rent', date: '2026-03-01', lines }),
    );
    const aging = await read({ asOf: '2026-03-31', detail: 'true' }, 'payables');
    expect(aging).toMatchObject({ lessThanOrEqualTo30: '90.00', total: '90.00' });
    expect(aging.rows).toMatchObject([
      {
        vendorUuid: vendor.uuid,
        vendorName: 'Landfill Inc.',
        documents: [{ type: 'journal', amount: '90.00' }],
      },
    ]);
  });
});
