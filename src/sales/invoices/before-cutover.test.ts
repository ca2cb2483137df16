import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

const CUTOVER = '2026-07-01';
const BEFORE = { date: '2026-05-20', dueDate: '2026-06-20' };

let books: SettlementBooks;
let ids: Map<string, string>;
const client = () => books.server.strict;

beforeAll(async () => {
  books = await openSettlementBooks();
  ids = await accountIds(books.server.database, books.server.workspaceId);
  await books.done(client().patch('/workspace', { cutoverDate: CUTOVER }));
});
afterAll(() => books.server.close());

/** 1,000.00 and 10 % tax, from before the cutover. */
const taxed = (changes: object = {}) => {
  const products = [
    { productUuid: books.fixtures.productUuid, quantity: 4, price: 250, taxUuids: [books.fixtures.taxUuid] },
  ];
  return books.document(0, { ...BEFORE, products, ...changes });
};
const open = (receivable: number, tax: number) => {
  const row = (number: string, debit: number, credit: number) => ({
    accountUuid: ids.get(number),
    debit,
    credit,
  });
  const rows = [row('1200', receivable, 0), row('2200', 0, tax), row('3900', 0, receivable - tax)];
  return books.done(client().post('/opening-balance', { rows, replaceExisting: true }));
};
const undo = async () => {
  for (const { uuid } of (await books.done(client().get('/payments'))).payments)
    await books.done(client().delete(`/payments/${uuid}`));
  for (const { uuid, status } of (await books.done(client().get('/invoices', { limit: '100' }))).invoices)
    if (status !== 'void') await books.done(client().patch(`/invoices/${uuid}/void`, {}));
};

describe('an invoice from before the cutover', () => {
  it('may come before the opening balance', async () => {
    const invoice = await taxed();
    await open(1100, 100);
    expect(await books.balances('accrual')).toEqual({
      'Accounts Receivable': 110_000,
      'Sales Tax Payable': -10_000,
      'Retained Earnings': -100_000,
    });
    expect((await books.read(invoice.uuid)).amountDue).toBe('1100.00');
    await books.verify();
    await undo();
  });

  it('takes its part of the opening receivables at the cutover date, and earns nothing', async () => {
    await open(2000, 150);
    const opened = await books.balances('accrual');
    const invoice = await taxed();
    expect(invoice).toMatchObject({ date: BEFORE.date, amountDue: '1100.00' });
    expect(await books.balances('accrual')).toEqual(opened);
    expect(await books.balances('accrual', '2026-06-30')).toEqual({});
    const owed = await books.done(client().get(`/customers/${books.fixtures.customerUuid}/statement`, {}));
    expect(owed.statements[0].closingBalance).toBe('1100.00');
    await books.verify();
    await undo();
    expect(await books.balances('accrual')).toEqual(opened);
    await books.verify();
  });

  it('is earned and taxed in the cash book as it is paid, once', async () => {
    await open(1100, 100);
    const invoice = await taxed();
    expect(await books.balances('cash')).toEqual({
      'Retained Earnings': -100_000,
      'Opening Balance Equity': 100_000,
    });
    await books.pay(550, [{ id: invoice.uuid, amount: 550 }]);
    expect(await books.balances('cash')).toMatchObject({
      'Undeposited Funds': 55_000,
      Sales: -50_000,
      'Sales Tax Payable': -5_000,
    });
    const rest = await books.pay(550, [{ id: invoice.uuid, amount: 550 }]);
    expect(await books.balances('cash')).toMatchObject({
      'Undeposited Funds': 110_000,
      Sales: -100_000,
      'Sales Tax Payable': -10_000,
    });
    expect(await books.balances('accrual')).toEqual({
      'Undeposited Funds': 110_000,
      'Sales Tax Payable': -10_000,
      'Retained Earnings': -100_000,
    });
    await books.verify();
    await books.done(client().delete(`/payments/${rest.uuid}`));
    await books.verify();
    await undo();
    expect(await books.balances('cash')).toEqual({
      'Sales Tax Payable': -10_000,
      'Retained Earnings': -100_000,
      'Opening Balance Equity': 110_000,
    });
  });

  it('may be in another currency, or credited by a memo of its time', async () => {
    await open(5000, 0);
    const opened = await books.balances('accrual');
    await books.document(100, { ...BEFORE, currency: 'EUR', exchangeRate: '1.25' });
    const invoice = await taxed();
    const memo = await taxed({ invoiceType: 'memo', appliedToInvoiceUuid: invoice.uuid });
    expect((await books.read(invoice.uuid)).amountDue).toBe('0.00');
    expect(memo.amountDue).toBe('0.00');
    expect(await books.balances('accrual')).toEqual(opened);
    await books.verify();
  });
});

describe('before the cutover', () => {
  const refusal = async (call: ReturnType<ReturnType<typeof client>['get']>) => {
    const { status, body } = await call;
    expect(status, JSON.stringify(body)).toBe(400);
    expect(body.details).toMatchObject({ cutoverDate: CUTOVER });
    expect(body.message).toContain(CUTOVER);
    return body.code;
  };

  it('nothing else is posted', async () => {
    const before = await books.balances('accrual');
    const invoice = await taxed();
    const { customerUuid } = books.fixtures;
    const payment = {
      customerUuid,
      date: '2026-06-30',
      amount: 5,
      invoices: [{ id: invoice.uuid, amount: 5 }],
    };
    expect(await refusal(client().post('/payments', payment))).toBe('BEFORE_CUTOVER');
    const lines = [
      { accountUuid: ids.get('1000'), amountDebit: 5 },
      { accountUuid: ids.get('3000'), amountCredit: 5 },
    ];
    const journal = { descriptionEntry: 'Too early', date: '2026-06-30', lines };
    expect(await refusal(client().post('/journal-entries', journal))).toBe('BEFORE_CUTOVER');
    expect(await refusal(client().patch(`/invoices/${invoice.uuid}/write-off`, { date: '2026-06-30' }))).toBe(
      'BEFORE_CUTOVER',
    );
    const late = await client().call(
      'PATCH',
      `/invoices/${invoice.uuid}/void`,
      {},
      { query: { date: '2026-06-30' } },
    );
    expect(late.body).toMatchObject({ statusCode: 400, errors: [{ field: 'date', code: 'INVALID_DATE' }] });
    expect(await books.balances('accrual')).toEqual(before);
  });

  it('drafts, quotes and estimates may have any date', async () => {
    for (const changes of [{ isDraft: true }, { invoiceType: 'quote' }, { invoiceType: 'estimate' }])
      expect(await books.document(5, { ...BEFORE, ...changes })).toMatchObject({ date: BEFORE.date });
  });

  it('an approval waits until the period of the cutover date is open', async () => {
    const draft = await taxed({ isDraft: true });
    await books.done(client().patch('/workspace', { bookClosedThroughDate: CUTOVER }));
    const refused = await client().patch(`/invoices/${draft.uuid}/approve`, {});
    expect(refused.body).toMatchObject({ statusCode: 400, code: 'PERIOD_CLOSED' });
    await books.done(client().patch('/workspace', { bookClosedThroughDate: null, reason: 'old invoices' }));
    await books.done(client().patch(`/invoices/${draft.uuid}/approve`, {}));
    await books.verify();
  });

  it('the database itself refuses an entry', async () => {
    const posted = books.server.owner.query(
      `SELECT write_entries($1, ARRAY['{"entry": {"effective": "2026-06-30", "kind": "original"}}'::jsonb])`,
      [books.server.workspaceId],
    );
    await expect(posted).rejects.toMatchObject({ code: 'RC005' });
  });
});
