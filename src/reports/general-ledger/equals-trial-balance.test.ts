import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, DATES, postAll, randomEntries } from '../../../test/support/random-entries.ts';
import {
  cents,
  movementOf,
  type Report,
  readLedger,
  readReport,
} from '../../../test/support/read-reports.ts';
import { useTrialBalanceBooks } from '../../../test/support/trial-balance-books.ts';

const books = useTrialBalanceBooks();

const range = fc
  .tuple(fc.constantFrom(undefined, ...DATES), fc.constantFrom(...DATES, '2027-12-31'))
  .map(([one, other]) =>
    one !== undefined && one > other
      ? { startDate: other, endDate: one }
      : { startDate: one, endDate: other },
  );

const filter = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record({ tags: fc.constantFrom('north', 'south', 'north,south') }),
  fc.record({ noTags: fc.constant('true') }),
  fc.record({ accountType: fc.constantFrom('Equity', 'Income', 'Assets') }),
  fc.record({ throughSeal: fc.constantFrom('0', '1') }),
  fc.record({ transactionStatus: fc.constantFrom('unreviewed', 'reviewed') }),
  fc.record({ merged: fc.constant('false') }),
  fc.record({ accounts: fc.subarray([...ACCOUNTS], { minLength: 1 }).map((numbers) => numbers.join()) }),
);

interface Query {
  readonly startDate: string;
  readonly [name: string]: string;
}

/** The names of a filter as the ids that these books have for them. */
function toQuery(named: Record<string, string>, tags: Readonly<Record<string, string>>) {
  const told = (list: string, id: (name: string) => string) => list.split(',').map(id).join();
  return {
    ...named,
    ...(named.tags === undefined ? {} : { tags: told(named.tags, (name) => tags[name]!) }),
    ...(named.accounts === undefined
      ? {}
      : { accounts: told(named.accounts, (number) => books.ids.get(number)!) }),
  };
}

const balancesOf = ({ opening, closing }: Report, movement: number) => ({
  opening: cents(opening),
  movement,
  closing: cents(closing),
});
const isMoved = ({ opening, movement }: { opening: number; movement: number }) =>
  opening !== 0 || movement !== 0;

/** What a report says of each account, but of those of which it is nothing. */
const byAccount = (told: readonly (readonly [string, ReturnType<typeof balancesOf>])[]) =>
  Object.fromEntries(told.filter(([, balances]) => isMoved(balances)));

async function holdsTheSameBalances(query: Query, limit: number): Promise<void> {
  const { strict } = books.workspace;
  const trialBalance = await readReport(strict, 'trial-balance', query);
  const whole = await readReport(strict, 'general-ledger', { ...query, limit: '5000' });
  expect(whole.nextCursor).toBeNull();
  const ofLedger = whole.accounts.map((account: Report) => [
    account.accountNumber,
    balancesOf(account, movementOf(account.lines)),
  ]);
  const ofTrialBalance = trialBalance.rows.map((row: Report) => [
    row.accountNumber,
    balancesOf(row, cents(row.movement)),
  ]);
  expect(byAccount(ofLedger)).toEqual(byAccount(ofTrialBalance));
  for (const { lines, opening, closing } of whole.accounts)
    expect(lines.at(-1)?.balance ?? opening).toBe(closing);
  expect(await readLedger(strict, { ...query, limit: String(limit) })).toEqual(whole.accounts);
}

describe('the general ledger', () => {
  it('opens, moves and closes as the trial balance does, on one page and on many', async () => {
    const months = fc.constantFrom(1, 3, 12);
    const queries = fc.array(
      fc.tuple(range, fc.constantFrom('accrual', 'cash'), filter, fc.integer({ min: 1, max: 3 })),
      { minLength: 4, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(randomEntries, months, queries, async (posted, fiscalYearStartMonth, all) => {
        const tags = await postAll(books, posted, { fiscalYearStartMonth });
        for (const [{ startDate, endDate }, basis, named, limit] of all) {
          const query = { endDate, basis, ...toQuery(named, tags) };
          // Where no start is given, the trial balance tells the one of the fiscal year.
          const start =
            startDate ?? (await readReport(books.workspace.strict, 'trial-balance', query)).startDate;
          await holdsTheSameBalances({ ...query, startDate: start }, limit);
        }
      }),
      { numRuns: Number(process.env.REPORT_RUNS ?? 6) },
    );
  }, 120_000);

  it('has what was earned before the start in the opening of Retained Earnings, as CSV too', async () => {
    await books.open({ fiscalYearStartMonth: 3 });
    await books.post('2026-02-28', { account: '1000', amount: 100 }, { account: '4000', amount: -100 });
    await books.post('2026-03-01', { account: '6000', amount: 30 }, { account: '1000', amount: -30 });
    const query = { endDate: '2026-03-31', startDate: '2026-03-01' };
    const { accounts, signs } = await readReport(books.workspace.strict, 'general-ledger', query);
    expect(
      accounts.map(({ accountNumber, opening, lines, closing }: Report) => [
        accountNumber,
        opening,
        lines.length,
        closing,
      ]),
    ).toEqual([
      ['1000', '1.00', 1, '0.70'],
      ['3900', '-1.00', 0, '-1.00'],
      ['6000', '0.00', 1, '0.30'],
    ]);
    expect(signs).toContain('Retained Earnings');
    const { body } = await books.workspace.strict.get('/reports/general-ledger', { ...query, format: 'csv' });
    expect(String(body)).toContain('3900,Retained Earnings,,opening,,,,,,-1.00\r\n');
  });

  it('begins with the first line where no start is given, and derives nothing', async () => {
    await books.post('2025-02-28', { account: '1000', amount: 100 }, { account: '4000', amount: -100 });
    await books.post('2026-03-01', { account: '1000', amount: 30 }, { account: '4000', amount: -30 });
    const { accounts } = await readReport(books.workspace.strict, 'general-ledger', {
      endDate: '2026-12-31',
    });
    expect(accounts).toMatchObject([
      { accountNumber: '1000', opening: '0.00', closing: '1.30' },
      { accountNumber: '4000', opening: '0.00', closing: '-1.30' },
    ]);
  });

  it('names an account without lines on one page alone, whatever page the lines before it fill', async () => {
    await books.post('2025-03-01', { account: '1500', amount: 7 }, { account: '2500', amount: -7 });
    await books.post('2026-03-01', { account: '1000', amount: 30 }, { account: '3010', amount: -30 });
    const query = { startDate: '2026-01-01', endDate: '2026-12-31', limit: '1' };
    const { strict } = books.workspace;
    const first = await readReport(strict, 'general-ledger', query);
    const second = await readReport(strict, 'general-ledger', { ...query, cursor: first.nextCursor });
    const numbers = ({ accounts }: Report) => accounts.map(({ accountNumber }: Report) => accountNumber);
    expect([numbers(first), numbers(second)]).toEqual([['1000'], ['1500', '2500', '3010']]);
    expect(second.nextCursor).toBeNull();
    const { body } = await strict.get('/reports/general-ledger', {
      startDate: query.startDate,
      endDate: query.endDate,
      format: 'csv',
    });
    expect(String(body).match(/,opening,/g)).toHaveLength(4);
  });

  it('goes on within an account from a cursor of another range with the balances of its own', async () => {
    for (const date of ['2025-03-01', '2026-03-01', '2026-03-02'])
      await books.post(date, { account: '1000', amount: 10 }, { account: '4000', amount: -10 });
    const accountUuids = books.ids.get('4000')!;
    const all = { endDate: '2026-12-31', accountUuids, limit: '1' };
    const { strict } = books.workspace;
    const { nextCursor: cursor } = await readReport(strict, 'general-ledger', all);
    const query = { ...all, startDate: '2026-01-01', limit: '9', cursor };
    const { accounts } = await readReport(strict, 'general-ledger', query);
    expect(accounts[0].lines.map(({ balance }: Report) => balance)).toEqual(['-0.10', '-0.20']);
    expect(accounts[0]).toMatchObject({ opening: '0.00', closing: '-0.20' });
  });
});
