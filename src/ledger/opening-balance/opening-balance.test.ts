import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

const PATH = '/opening-balance';
const CUTOVER = '2026-01-01';

let books: SettlementBooks;
let ids: Map<string, string>;
const client = () => books.server.strict;

beforeAll(async () => {
  books = await openSettlementBooks();
  ids = await accountIds(books.server.database, books.server.workspaceId);
});
afterAll(() => books.server.close());

/** What the other tests left posted is taken back, and the books are open from the cutover on. */
beforeEach(async () => {
  await client().patch('/workspace', { bookClosedThroughDate: null, reason: 'the next test' });
  await client().patch('/workspace', { cutoverDate: CUTOVER, isOnboarding: true });
});

const row = (number: string, debit: unknown, credit: unknown = 0) => ({
  accountUuid: ids.get(number)!,
  debit,
  credit,
});
const ROWS = () => [
  row('1000', '12500.00'),
  row('1200', 2500),
  row('2100', 0, 1000),
  row('2200', 0, '250.00'),
  row('3900', 0, 13_750),
];
const set = (rows: unknown = ROWS(), more: object = { replaceExisting: true }) =>
  client().post(PATH, { rows, ...more });
const errorsOf = ({ body }: { body: { errors?: { field: string; code: string }[] } }) =>
  body.errors?.map(({ field, code }) => `${field} ${code}`);

describe('opening balances', () => {
  it('are none at first, and cannot be set without a cutover date', async () => {
    const { strict } = await books.server.addWorkspace();
    expect((await strict.get(PATH)).body.data).toMatchObject({ status: 'none', cutoverDate: null, rows: [] });
    const account = (await strict.get('/chart-of-accounts')).body[0].uuid;
    const refused = await strict.post(PATH, { rows: [{ accountUuid: account, debit: 1, credit: 0 }] });
    expect(refused.body).toMatchObject({ statusCode: 400, code: 'CUTOVER_DATE_MISSING' });
    expect((await strict.get(PATH)).body.data.status).toBe('none');
  });

  it('are posted as one entry at the cutover date, in which the cash book has no receivables', async () => {
    const made = await set();
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body.data).toMatchObject({
      status: 'published',
      cutoverDate: CUTOVER,
      totalDebit: '15000.00',
      totalCredit: '15000.00',
    });
    expect(made.body.data.rows[1]).toMatchObject({
      accountUuid: ids.get('1200'),
      accountName: 'Accounts Receivable',
      accountType: 'Assets',
      debit: '2500.00',
      credit: '0.00',
    });
    expect((await client().get(PATH)).body.data).toEqual(made.body.data);
    expect(await books.balances('accrual', CUTOVER)).toEqual({
      Checking: 1_250_000,
      'Accounts Receivable': 250_000,
      'Accounts Payable': -100_000,
      'Sales Tax Payable': -25_000,
      'Retained Earnings': -1_375_000,
    });
    expect(await books.balances('cash', CUTOVER)).toEqual({
      Checking: 1_250_000,
      'Sales Tax Payable': -25_000,
      'Retained Earnings': -1_375_000,
      'Opening Balance Equity': 150_000,
    });
    expect(await books.balances('accrual', '2025-12-31')).toEqual({});
    const entry = (await client().get(`/journal-entries/${made.body.data.entryUuid}`)).body.data;
    expect(entry).toMatchObject({ date: CUTOVER, kind: 'opening', source: 'opening_balance' });
    await books.verify();
  });

  it('are replaced only where that is asked for, and leave nothing behind', async () => {
    await set();
    const before = await books.balances('accrual');
    const again = await set(ROWS(), {});
    expect(again.body).toMatchObject({ statusCode: 409, code: 'OPENING_BALANCE_EXISTS' });
    expect((await set([row('1010', 5), row('3000', 0, 5)])).status).toBe(201);
    expect(await books.balances('accrual')).toEqual({ Savings: 500, "Owner's Equity": -500 });
    await set();
    expect(await books.balances('accrual')).toEqual(before);
    await books.verify();
  });

  it('are posted once, however many set them at the same time', async () => {
    const { strict, workspaceId } = await books.server.addWorkspace();
    await strict.patch('/workspace', { cutoverDate: CUTOVER });
    const own = await accountIds(books.server.database, workspaceId);
    const rows = [
      { accountUuid: own.get('1000'), debit: 7, credit: 0 },
      { accountUuid: own.get('3000'), debit: 0, credit: 7 },
    ];
    const answers = await Promise.all(Array.from({ length: 8 }, () => strict.post(PATH, { rows })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  it('are answered again to a repeat with the same key', async () => {
    const headers = { 'idempotency-key': 'opening-1' };
    const body = { rows: ROWS(), replaceExisting: true };
    const first = await client().call('POST', PATH, body, { headers });
    const second = await client().call('POST', PATH, body, { headers });
    expect(second.body.data).toEqual(first.body.data);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });

  it.each([
    ['no rows', () => [], ['rows TOO_SHORT']],
    ['nothing but zeros', () => [row('1000', 0), row('3000', 0)], ['rows REQUIRED']],
    ['both sides', () => [row('1000', 5, 5), row('3000', 0, 5)], ['rows[0].credit INVALID_VALUE']],
    [
      'less than nothing',
      () => [row('1000', -5), row('3000', 0, -5)],
      ['rows[0].debit TOO_SMALL', 'rows[1].credit TOO_SMALL'],
    ],
    ['sums that differ', () => [row('1000', 5), row('3000', 0, 4)], ['rows OPENING_BALANCE_UNBALANCED']],
    ['an account twice', () => [row('1000', 5), row('1000', 0, 5)], ['rows[1].accountUuid INVALID_VALUE']],
    [
      'half a cent',
      () => [row('1000', '5.005'), row('3000', 0, '5.005')],
      ['rows[0].debit INVALID_NUMBER', 'rows[1].credit INVALID_NUMBER'],
    ],
    [
      'too much',
      () => [row('1000', '100000000000.01'), row('3000', 0, '100000000000.01')],
      ['rows[0].debit TOO_LARGE', 'rows[1].credit TOO_LARGE'],
    ],
    [
      'no number',
      () => [row('1000', 'much'), row('3000', 0, null)],
      ['rows[0].debit INVALID_NUMBER', 'rows[1].credit REQUIRED'],
    ],
  ])('refuse %s, and stay as they are', async (_, rows, errors) => {
    const before = (await client().get(PATH)).body.data;
    const refused = await set(rows());
    expect(refused.status).toBe(400);
    expect(errorsOf(refused)).toEqual(errors);
    expect((await client().get(PATH)).body.data).toEqual(before);
  });

  it('refuse an account of another workspace', async () => {
    const own = await accountIds(books.server.database, books.other.workspaceId);
    const refused = await set([row('1000', 5), { accountUuid: own.get('3000'), debit: 0, credit: 5 }]);
    expect(refused.status).toBe(400);
    expect(errorsOf(refused)).toEqual(['rows[1].accountUuid ACCOUNT_NOT_FOUND']);
  });

  it('are fixed once the onboarding is finished, or their day is closed', async () => {
    await set();
    await books.done(client().patch('/workspace', { isOnboarding: false }));
    expect((await set()).body).toMatchObject({ statusCode: 400, code: 'ONBOARDING_FINISHED' });
    await books.done(client().patch('/workspace', { isOnboarding: true, bookClosedThroughDate: CUTOVER }));
    expect((await set()).body).toMatchObject({ statusCode: 400, code: 'PERIOD_CLOSED' });
  });

  it('are the trial balance of that day, whatever they are', async () => {
    const numbers = ['1000', '1200', '1500', '2000', '2100', '2200', '2300', '3000', '4000', '6200'];
    const amounts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), {
      minLength: 10,
      maxLength: 10,
    });
    const asked = (amount: number, number: string) => {
      const money = (Math.abs(amount) / 100).toFixed(2);
      return amount < 0 ? row(number, 0, money) : row(number, money);
    };
    await fc.assert(
      fc.asyncProperty(amounts, async (drawn) => {
        fc.pre(drawn.some((amount) => amount !== 0));
        const rest = -drawn.reduce((sum, amount) => sum + amount, 0);
        const rows = [...drawn.map((amount, index) => asked(amount, numbers[index]!)), asked(rest, '3010')];
        const made = await set(rows);
        expect(made.status, JSON.stringify(made.body)).toBe(201);
        const { rows: said } = await books.done(
          client().get('/reports/trial-balance', { startDate: CUTOVER, endDate: CUTOVER, basis: 'accrual' }),
        );
        const told = new Map<string, object>(
          said.map((one: { accountUuid: string }) => [one.accountUuid, one]),
        );
        for (const { accountUuid, debit, credit } of rows)
          expect(told.get(accountUuid) ?? { debit: '0.00', credit: '0.00' }).toMatchObject({
            debit: Number(debit).toFixed(2),
            credit: Number(credit).toFixed(2),
          });
      }),
      { numRuns: 12 },
    );
    await books.verify();
  });
});
