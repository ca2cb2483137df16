import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postAll, randomEntries } from '../../test/support/random-entries.ts';
import {
  cents,
  followLink,
  movementOf,
  type Report,
  readLedger,
  readReport,
  sum,
} from '../../test/support/read-reports.ts';
import { openSettlementBooks, type SettlementBooks } from '../../test/support/settlement-books.ts';
import { dayOf, settlementAct, startWalk } from '../../test/support/settlement-walk.ts';
import type { TestClient } from '../../test/support/signed-client.ts';
import { useTrialBalanceBooks } from '../../test/support/trial-balance-books.ts';

const RUNS = { numRuns: Number(process.env.REPORT_RUNS ?? 6) };

/** What a link to the ledger leads to, debit positive in minor units; what is nothing is on no account. */
async function follow(client: TestClient, link: string) {
  const { report, query } = followLink(link);
  expect(report).toBe('general-ledger');
  const accounts = await readLedger(client, { ...query, limit: '3' });
  for (const { opening, lines, closing } of accounts)
    expect(cents(opening) + movementOf(lines)).toBe(cents(closing));
  return {
    opening: sum(accounts.map(({ opening }) => cents(opening))),
    lines: movementOf(accounts.flatMap(({ lines }) => lines)),
    closing: sum(accounts.map(({ closing }) => cents(closing))),
  };
}

/** The net income that a link to profit and loss leads to. */
async function followToNetIncome(client: TestClient, link: string): Promise<number> {
  const { report, query } = followLink(link);
  expect(report).toBe('pnl');
  return cents((await readReport(client, report, query)).netIncome);
}

describe('the links of statements', () => {
  const books = useTrialBalanceBooks();

  const filters = fc.constantFrom<Record<string, string>>(
    {},
    {},
    { tags: 'north' },
    { tags: 'south', noTags: 'true' },
    { transactionStatus: 'unreviewed' },
    { throughSeal: '1' },
    { merged: 'false' },
  );
  const ranges = fc.constantFrom(
    { startDate: '2026-01-01', endDate: '2026-02-14' },
    { startDate: '2025-12-31', endDate: '2026-06-30' },
    { startDate: '2025-02-28', endDate: '2025-12-31' },
  );

  async function followStatements(query: Record<string, string>): Promise<void> {
    const { strict } = books.workspace;
    const read = (report: string) => readReport(strict, report, query);
    const { rows } = await read('trial-balance');
    for (const { opening, movement, closing, link } of rows)
      expect(await follow(strict, link)).toEqual({
        opening: cents(opening),
        lines: cents(movement),
        closing: cents(closing),
      });
    const { sections } = await read('pnl');
    for (const { amount, link } of sections.flatMap((section: Report) => section.rows))
      expect(0 - (await follow(strict, link)).lines).toBe(cents(amount));
    const sheet = await read('balance-sheet');
    for (const { type, accountUuid, derived, amount, link } of sheet.sections.flatMap(
      (section: Report) => section.rows,
    )) {
      if (accountUuid === null) {
        expect(await followToNetIncome(strict, link)).toBe(cents(amount));
        continue;
      }
      const { lines, closing } = await follow(strict, link);
      expect(type === 'Assets' ? closing : 0 - closing).toBe(cents(amount));
      if (!derived) expect(lines).toBe(closing);
    }
  }

  async function followCashFlow(query: Record<string, string>): Promise<void> {
    const { strict } = books.workspace;
    const { sections, cashAccounts } = await readReport(strict, 'cash-flow', query);
    for (const { derived, amount, link } of sections.flatMap((section: Report) => section.rows))
      expect(derived ? await followToNetIncome(strict, link) : 0 - (await follow(strict, link)).lines).toBe(
        cents(amount),
      );
    for (const { opening, movement, closing, link } of cashAccounts)
      expect(await follow(strict, link)).toEqual({
        opening: cents(opening),
        lines: cents(movement),
        closing: cents(closing),
      });
  }

  it('lead from every row to its figure', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomEntries,
        fc.constantFrom(1, 3),
        ranges,
        filters,
        fc.constantFrom('accrual', 'cash'),
        async (posted, fiscalYearStartMonth, range, filter, basis) => {
          const tags: Record<string, string> = await postAll(books, posted, { fiscalYearStartMonth });
          const query = { ...range, basis, ...filter, ...(filter.tags ? { tags: tags[filter.tags]! } : {}) };
          await followStatements(query);
          if (filter.tags === undefined && filter.transactionStatus === undefined)
            await followCashFlow(query);
        },
      ),
      RUNS,
    );
  }, 120_000);
});

describe('the links of what was sold, taxed and is owed', () => {
  let books: SettlementBooks;
  beforeAll(async () => {
    books = await openSettlementBooks();
  });
  afterAll(() => books.server.close());

  async function followAging(query: Record<string, string>): Promise<void> {
    const { strict } = books.server;
    for (const [report, sign] of [
      ['receivables-aging', 1],
      ['payables-aging', -1],
    ] as const) {
      const { rows, total, link } = await readReport(strict, report, query);
      for (const row of [...rows, { total, link }])
        if (row.link !== null) {
          const { lines, closing } = await follow(strict, row.link);
          expect([sign * lines + 0, sign * closing + 0], row.link).toEqual([
            cents(row.total),
            cents(row.total),
          ]);
        }
    }
  }

  async function followSales(query: Record<string, string>): Promise<void> {
    const { strict } = books.server;
    for (const report of ['sales-by-customer', 'sales-by-product'])
      for (const { netSales, link } of (await readReport(strict, report, query)).rows)
        if (link !== null) expect(0 - (await follow(strict, link)).lines).toBe(cents(netSales));
    const { rows, accounts } = await readReport(strict, 'sales-tax', query);
    for (const { netTax, link } of rows) expect(0 - (await follow(strict, link)).lines).toBe(cents(netTax));
    for (const { movement, link } of accounts)
      expect(0 - (await follow(strict, link)).lines).toBe(cents(movement));
  }

  it('lead from every row to its figure, whatever is settled, taken back or merged', async () => {
    const walk = await startWalk(books);
    const acts = fc.array(settlementAct, { minLength: 10, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(acts, fc.nat(120), async (all, day) => {
        for (const act of all) await walk.perform(act);
        const { taxUuid, productUuid } = books.fixtures;
        const products = [{ productUuid, quantity: 1, price: day + 0.37, taxes: [taxUuid] }];
        const customerUuid = walk.customers[1];
        await books.document(1, { products, customerUuid, date: dayOf(day), dueDate: dayOf(day + 10) });
        for (const merged of ['true', 'false'])
          for (const customers of [{}, { customers: walk.customers[0] }, { customers: walk.customers[1] }]) {
            await followAging({ asOf: dayOf(day), merged, ...customers });
            for (const basis of ['accrual', 'cash'])
              await followSales({ startDate: dayOf(day - 20), endDate: dayOf(day + 20), basis, merged });
          }
      }),
      { numRuns: Number(process.env.REPORT_RUNS ?? 3), endOnFailure: true },
    );
  }, 240_000);
});
