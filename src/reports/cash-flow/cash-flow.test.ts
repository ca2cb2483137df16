import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealAll } from '../../../test/support/seal-all.ts';
import { useTrialBalanceBooks } from '../../../test/support/trial-balance-books.ts';

const books = useTrialBalanceBooks();
const PERIOD = { startDate: '2026-01-01', endDate: '2026-12-31' };

async function read(query: Record<string, string> = {}) {
  const { status, body } = await books.workspace.strict.get('/reports/cash-flow', { ...PERIOD, ...query });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

const cents = (money: string) => Math.round(Number(money) * 100);
const post = (date: string, debit: string, credit: string, amount: number) =>
  books.post(date, { account: debit, amount }, { account: credit, amount: -amount });

describe('the cash flow statement', () => {
  it('leads from opening to closing cash over net income and what every account moved', async () => {
    await post('2024-12-31', '1000', '3000', 50_000);
    await post('2026-02-01', '1000', '4000', 20_000);
    await post('2026-02-02', '6200', '1000', 5_000);
    await post('2026-03-01', '1500', '2500', 30_000);
    await post('2026-03-31', '6700', '1590', 1_000);
    await post('2026-04-01', '1300', '1010', 2_000);
    await post('2026-04-02', '1010', '1000', 2_500);
    await post('2026-05-01', '2500', '1000', 4_000);
    await post('2027-01-01', '6200', '1000', 99_999);
    const report = await read();
    const rows = report.sections.map(
      (section: { key: string; total: string; rows: { accountName: string; amount: string }[] }) => [
        section.key,
        section.total,
        section.rows.map(({ accountName, amount }) => `${accountName} ${amount}`),
      ],
    );
    expect(rows).toEqual([
      ['operating', '130.00', ['Net income 140.00', 'Inventory -20.00', 'Accumulated Depreciation 10.00']],
      ['investing', '-300.00', ['Equipment -300.00']],
      ['financing', '260.00', ['Bank Loan 260.00']],
    ]);
    expect(report).toMatchObject({ openingCash: '500.00', netChange: '90.00', closingCash: '590.00' });
    expect(report.cashAccounts).toMatchObject([
      { accountNumber: '1000', opening: '500.00', movement: '85.00', closing: '585.00' },
      { accountNumber: '1010', opening: '0.00', movement: '5.00', closing: '5.00' },
    ]);
  });

  it('is the same by POST, as a table, and as of an earlier seal', async () => {
    await post('2026-02-01', '1000', '4000', 700);
    // The report tells its seal, which must not change between two reads.
    await sealAll(books.server.database, books.workspace.workspaceId);
    const { body } = await books.workspace.strict.call('POST', '/reports/cash-flow', {}, { query: PERIOD });
    expect(body.data).toEqual(await read());
    const csv = await books.workspace.strict.get('/reports/cash-flow', { ...PERIOD, format: 'csv' });
    expect(csv.body.toString().split('\r\n').slice(0, 4)).toEqual([
      'section,accountNumber,account,2026-01-01 to 2026-12-31,Previous year',
      'Opening cash,,,0.00,0.00',
      'Operating activities,,Net income,7.00,0.00',
      'Operating activities,,Total,7.00,0.00',
    ]);
    expect(await read({ throughSeal: '0' })).toMatchObject({ closingCash: '0.00', cashAccounts: [] });
  });

  it('refuses what it cannot tell', async () => {
    const refused = await books.workspace.strict.get('/reports/cash-flow', {
      startDate: '2026-13-01',
      currency: 'EUR',
    });
    expect(refused.body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'startDate',
      'endDate',
    ]);
    const backwards = { startDate: '2026-02-01', endDate: '2026-01-01' };
    expect((await books.workspace.strict.get('/reports/cash-flow', backwards)).body.code).toBe(
      'VALIDATION_ERROR',
    );
    const foreign = await books.workspace.strict.get('/reports/cash-flow', { ...PERIOD, currency: 'EUR' });
    expect(foreign.body).toMatchObject({ statusCode: 400, code: 'NOT_AVAILABLE' });
  });

  it('comes to the change of cash, whatever is posted, in both books', async () => {
    const account = fc.constantFrom(
      '1000',
      '1020',
      '1110',
      '1300',
      '1500',
      '2000',
      '2500',
      '3000',
      '3900',
      '4000',
      '6200',
    );
    const entry = fc.record({
      date: fc.constantFrom('2025-06-30', '2026-01-01', '2026-12-31', '2027-01-01'),
      debit: account,
      credit: account,
      amount: fc.integer({ min: 1, max: 1_000_000 }),
      basis: fc.constantFrom('both' as const, 'accrual' as const, 'cash' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 12 }), async (entries) => {
        await books.open();
        for (const { date, debit, credit, amount, basis } of entries)
          await books.post(
            date,
            { account: debit, amount, basis },
            { account: credit, amount: -amount, basis },
          );
        for (const basis of ['accrual', 'cash']) {
          const report = await read({ basis });
          expect(cents(report.openingCash) + cents(report.netChange)).toBe(cents(report.closingCash));
          const cash = entries
            .filter((one) => one.date <= PERIOD.endDate && (one.basis === 'both' || one.basis === basis))
            .flatMap(({ debit, credit, amount }) => [
              { on: debit, amount },
              { on: credit, amount: -amount },
            ])
            .filter(({ on }) => on < '1200')
            .reduce((sum, { amount }) => sum + amount, 0);
          expect(cents(report.closingCash)).toBe(cash);
        }
      }),
      { numRuns: 8 },
    );
  });
});
