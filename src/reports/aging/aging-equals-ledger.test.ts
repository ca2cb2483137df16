import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import {
  dayOf,
  type SettlementWalk,
  settlementAct,
  startWalk,
} from '../../../test/support/settlement-walk.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

const cents = (money: string) => Number(money.replace('.', ''));
const sum = (amounts: readonly string[]) => amounts.reduce((total, amount) => total + cents(amount), 0);

const read = (report: string, asOf: string) =>
  books.done(books.server.strict.get(`/reports/${report}-aging`, { asOf, detail: 'true' }));

const AGES = [
  'notYetOverdue',
  'lessThanOrEqualTo30',
  'between31And60',
  'between61And90',
  'moreThan90',
  'credits',
];

/** Rows and columns add up, from the documents on. */
async function check(report: string, asOf: string, control: number): Promise<void> {
  const { rows, totals, total } = await read(report, asOf);
  expect(cents(total)).toBe(control);
  expect(AGES.reduce((all, age) => all + cents(totals[age]), 0)).toBe(control);
  for (const age of AGES)
    expect(sum(rows.map((row: Record<string, string>) => row[age]!))).toBe(cents(totals[age]));
  for (const row of rows) {
    const amounts = row.documents.map((one: { amount: string }) => one.amount);
    expect(sum(amounts)).toBe(cents(row.total));
    expect(amounts.every((amount: string) => cents(amount) !== 0)).toBe(true);
    for (const age of AGES) {
      const own = row.documents.filter((one: { age: string }) => one.age === age);
      expect(sum(own.map((one: { amount: string }) => one.amount))).toBe(cents(row[age]));
    }
  }
}

it('aging is the balance of its control account, whatever happened and as of whenever', async () => {
  const acts = fc.array(settlementAct, { minLength: 12, maxLength: 18 });
  const walk: SettlementWalk = await startWalk(books);
  await fc.assert(
    fc.asyncProperty(acts, fc.nat(200), async (all, day) => {
      for (const each of all) await walk.perform(each);
      for (const asOf of [dayOf(day), dayOf(60), '2026-12-31']) {
        const balances = await books.balances('accrual', asOf);
        await check('receivables', asOf, balances['Accounts Receivable'] ?? 0);
        await check('payables', asOf, 0 - (balances['Accounts Payable'] ?? 0));
      }
    }),
    { numRuns: Number(process.env.REPORT_RUNS ?? 5) },
  );
  expect(walk.answers.taken).toBeGreaterThan(5);
  await books.verify();
}, 120_000);
