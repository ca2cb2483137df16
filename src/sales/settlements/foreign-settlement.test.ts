import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;

beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(async () => {
  await books.verify();
  await books.server.close();
});

const client = () => books.server.strict;
const GAIN = 'Realised Currency Gain/Loss';

/** An invoice in euros at this rate. */
const invoiced = (
  price: number | string,
  exchangeRate: number | string,
  changes: Record<string, unknown> = {},
) => books.document(price, { currency: 'EUR', exchangeRate, ...changes });

/** Pays in euros at this rate. */
const paid = (
  amount: number | string,
  exchangeRate: number | string,
  invoices: readonly object[] = [],
  changes: Record<string, unknown> = {},
) => books.pay(amount, invoices, { currency: 'EUR', exchangeRate, ...changes });

/** How both books move while something is done: by account, those that do not move left out. */
async function movements(act: () => Promise<unknown>) {
  const before = [await books.balances('accrual'), await books.balances('cash')];
  await act();
  const after = [await books.balances('accrual'), await books.balances('cash')];
  const [accrual, cash] = after.map((balances, index) => {
    const was = before[index]!;
    const names = new Set([...Object.keys(was), ...Object.keys(balances)]);
    const moved = [...names].map((name) => [name, (balances[name] ?? 0) - (was[name] ?? 0)] as const);
    return Object.fromEntries(moved.filter(([, amount]) => amount !== 0));
  });
  return { accrual: accrual!, cash: cash! };
}

describe('a payment in another currency', () => {
  it('at a better rate than the invoice’s gains the difference, in both books', async () => {
    // 100.00 EUR: invoiced at 1.08, paid at 1.10.
    const invoice = await invoiced(100, '1.08');
    let payment: Record<string, unknown> = {};
    const moved = await movements(async () => {
      payment = await paid(100, '1.1', [{ id: invoice.uuid, amount: 100 }]);
    });
    expect(payment).toMatchObject({
      currency: 'EUR',
      exchangeRate: '1.1',
      exchangeRateDate: '2026-07-05',
      exchangeRateSource: 'given',
      amount: '100.00',
      baseAmount: '110.00',
      currencyGain: '2.00',
    });
    expect(moved).toEqual({
      accrual: { 'Undeposited Funds': 11_000, 'Accounts Receivable': -10_800, [GAIN]: -200 },
      cash: { 'Undeposited Funds': 11_000, Sales: -10_800, [GAIN]: -200 },
    });
    expect(await books.read(invoice.uuid)).toMatchObject({ status: 'paid', amountDue: '0.00' });
  });

  it('in parts and at worse rates loses what it brings less than was owed, to the cent', async () => {
    // 100.01 EUR at 1.0837 are 108.38 (108.380837). 33.33 at 1.05 relieve 36.12 (36.1197...) and bring 35.00 (34.9965);
    // 66.68 at 1.07 relieve the rest, 72.26, and bring 71.35 (71.3476).
    const invoice = await invoiced('100.01', '1.0837');
    const parts = await movements(() => paid('33.33', '1.05', [{ id: invoice.uuid, amount: '33.33' }]));
    expect(parts.accrual).toEqual({ 'Undeposited Funds': 3_500, 'Accounts Receivable': -3_612, [GAIN]: 112 });
    expect(parts.cash).toEqual({ 'Undeposited Funds': 3_500, Sales: -3_612, [GAIN]: 112 });
    const rest = await movements(() => paid('66.68', '1.07', [{ id: invoice.uuid, amount: '66.68' }]));
    expect(rest.accrual).toEqual({ 'Undeposited Funds': 7_135, 'Accounts Receivable': -7_226, [GAIN]: 91 });
    expect(rest.cash).toEqual({ 'Undeposited Funds': 7_135, Sales: -7_226, [GAIN]: 91 });
  });

  it('takes the rate of the table on its date where it names none', async () => {
    const rate = { currency: 'CHF', date: '2026-07-03', rate: '1.12' };
    await books.done(client().call('PUT', '/exchange-rates', rate));
    const payment = await books.pay(10, [], { currency: 'chf' });
    expect(payment).toMatchObject({
      currency: 'CHF',
      exchangeRate: '1.12',
      exchangeRateDate: '2026-07-03',
      exchangeRateSource: 'table',
      baseAmount: '11.20',
    });
    expect(await books.readPayment(payment.uuid)).toEqual(payment);
  });

  it('leaves a fee and tax that were kept back in its own parts, and the bank has the rest', async () => {
    // 100.00 at 1.0837 are 108.37; 1.99 are 2.16 (2.156563), 10.00 are 10.84 (10.837): 95.37 reach the bank.
    const invoice = await invoiced(100, '1.0837');
    const kept = { bankFee: '1.99', taxWithheld: 10 };
    const moved = await movements(() => paid(100, '1.0837', [{ id: invoice.uuid, amount: 100 }], kept));
    expect(moved.accrual).toEqual({
      'Undeposited Funds': 9_537,
      'Bank Fees': 216,
      'Withholding Receivable': 1_084,
      'Accounts Receivable': -10_837,
    });
  });

  it('lies in an account of the workspace’s currency or of its own, and in no other', async () => {
    const accounts = (await client().get('/chart-of-accounts', { page: '1', search: 'Savings' })).body.data
      .accounts;
    const accountUuid = accounts[0].uuid;
    const keep = (currency: string) =>
      books.server.owner.query('UPDATE account SET currency = $2 WHERE id = $1', [accountUuid, currency]);
    await keep('EUR');
    const inEuros = await paid(100, '1.1', [], { accountUuid });
    const { rows } = await books.server.owner.query(
      `SELECT currency, amount::int, base_amount::int AS base FROM journal_line WHERE account_id = $1`,
      [accountUuid],
    );
    expect(rows).toEqual([{ currency: 'EUR', amount: 10_000, base: 11_000 }]);
    await books.done(client().delete(`/payments/${inEuros.uuid}`));
    await keep('GBP');
    const body = { customerUuid: books.fixtures.customerUuid, date: '2026-07-05', amount: 10, accountUuid };
    const refused = await client().post('/payments', { ...body, currency: 'EUR', exchangeRate: 1.1 });
    expect([refused.status, errorCodes(refused.body)]).toEqual([400, { accountUuid: 'CURRENCY_MISMATCH' }]);
    expect(refused.body.message).toBe('accountUuid must be an account in EUR or USD: this one is in GBP.');
    const dollars = await client().post('/payments', body);
    expect(errorCodes(dollars.body)).toEqual({ accountUuid: 'CURRENCY_MISMATCH' });
    await keep('USD');
  });

  it('is created once under an Idempotency-Key', async () => {
    const invoice = await invoiced(10, '1.08');
    const body = {
      customerUuid: books.fixtures.customerUuid,
      date: '2026-07-05',
      currency: 'EUR',
      exchangeRate: '1.1',
      amount: 10,
      invoices: [{ id: invoice.uuid, amount: 10 }],
    };
    const headers = { 'idempotency-key': 'paid-in-euros' };
    const first = await client().post('/payments', body, { headers });
    const moved = await movements(async () => {
      const repeated = await client().post('/payments', body, { headers });
      expect(repeated.body.data).toEqual(first.body.data);
    });
    expect(moved).toEqual({ accrual: {}, cash: {} });
  });
});

describe('what is refused of currencies', () => {
  const body = () => ({ customerUuid: books.fixtures.customerUuid, date: '2026-07-05', amount: 10 });

  it.each([
    [{ currency: 'NOK' }, { exchangeRate: 'EXCHANGE_RATE_REQUIRED' }],
    [{ exchangeRate: 1.1 }, { exchangeRate: 'INVALID_VALUE' }],
    [
      { currency: 'EURO', exchangeRate: 0 },
      { currency: 'INVALID_VALUE', exchangeRate: 'TOO_SMALL' },
    ],
    [{ currency: 'JPY', exchangeRate: 0.0065, amount: '10.5' }, { amount: 'INVALID_NUMBER' }],
    // Worth less than a cent.
    [{ currency: 'JPY', exchangeRate: '0.00001', amount: 10 }, { amount: 'TOO_SMALL' }],
    [{ currency: 'EUR', exchangeRate: 9_999_999_999, amount: 999_999 }, { amount: 'TOO_LARGE' }],
  ])('a payment of %j', async (changes, codes) => {
    const { status, body: answer } = await client().post('/payments', { ...body(), ...changes });
    expect([status, errorCodes(answer)]).toEqual([400, codes]);
  });

  it('paying, applying and crediting across currencies', async () => {
    const euros = await invoiced(100, '1.08');
    const dollars = await books.document(100);
    const inDollars = await client().post('/payments', {
      ...body(),
      invoices: [{ id: euros.uuid, amount: 10 }],
    });
    expect([inDollars.status, inDollars.body.code]).toEqual([400, 'CURRENCY_MISMATCH']);
    expect(inDollars.body.message).toContain('must be of a document in USD: the invoice');
    expect(inDollars.body.message).toContain('is in EUR');
    const onAccount = await paid(50, '1.1');
    const applied = await client().patch(`/payments/${onAccount.uuid}/apply`, {
      invoices: [{ id: dollars.uuid, amount: 10 }],
    });
    expect([applied.status, errorCodes(applied.body)]).toEqual([
      400,
      { 'invoices[0].id': 'CURRENCY_MISMATCH' },
    ]);
    const memo = await books.memo(30);
    const credited = await client().patch(`/invoices/${euros.uuid}/apply-multiple-credit-to-invoice`, {
      creditMemos: [{ id: memo.uuid, amount: 10 }],
    });
    expect([credited.status, errorCodes(credited.body)]).toEqual([
      400,
      { 'creditMemos[0].id': 'CURRENCY_MISMATCH' },
    ]);
    const spread = await client().patch(`/invoices/${memo.uuid}/apply-credit-to-multiple-invoices`, {
      invoices: [{ id: euros.uuid, amount: 10 }],
    });
    expect(errorCodes(spread.body)).toEqual({ 'invoices[0].id': 'CURRENCY_MISMATCH' });
  });

  it('rates so far apart that the journal could not hold what they restate', async () => {
    // 10.00 that are worth 50,000,000,000.00 are paid with a part of 100,000.00 that are worth 90,000,000,000.00.
    const invoice = await invoiced(10, 5_000_000_000);
    const payment = await paid(100_000, 900_000);
    const applied = await client().patch(`/payments/${payment.uuid}/apply`, {
      invoices: [{ id: invoice.uuid, amount: 10 }],
    });
    expect(applied.status).toBe(200);
    const again = { currency: 'EUR', exchangeRate: 900_000, amount: 100_000 };
    const dearer = await invoiced(10, 5_000_000_000);
    const { status, body: answer } = await client().post('/payments', {
      ...body(),
      ...again,
      invoices: [{ id: dearer.uuid, amount: 10 }],
    });
    expect([status, errorCodes(answer)]).toEqual([400, { amount: 'TOO_LARGE' }]);
  });

  it('a refund without a rate', async () => {
    const payment = await paid(50, '1.1');
    const refund = { paymentUuid: payment.uuid, date: '2026-07-06', amount: 10 };
    const { status, body: answer } = await client().post('/refunds', refund);
    expect([status, answer.code]).toEqual([400, 'EXCHANGE_RATE_REQUIRED']);
  });
});

describe('money on account and credit memos in another currency', () => {
  it('gain the difference when they are applied, and give it back when that is removed', async () => {
    // 200.00 EUR came at 1.10; 60.00 of them relieve 66.00 of the payment and 64.80 of an invoice at 1.08.
    const invoice = await invoiced(100, '1.08');
    const payment = await paid(200, '1.1');
    const applied = await movements(() =>
      books.done(
        client().patch(`/payments/${payment.uuid}/apply`, { invoices: [{ id: invoice.uuid, amount: 60 }] }),
      ),
    );
    expect(applied).toEqual({
      accrual: { 'Accounts Receivable': 120, [GAIN]: -120 },
      cash: { 'Customer Credits': 6_600, Sales: -6_480, [GAIN]: -120 },
    });
    expect((await books.readPayment(payment.uuid)).currencyGain).toBe('1.20');
    const removed = await movements(() =>
      books.done(client().patch(`/payments/${payment.uuid}/unapply`, {})),
    );
    expect(removed).toEqual({
      accrual: { 'Accounts Receivable': -120, [GAIN]: 120 },
      cash: { 'Customer Credits': -6_600, Sales: 6_480, [GAIN]: 120 },
    });
    expect((await books.readPayment(payment.uuid)).currencyGain).toBe('0.00');
  });

  it('of one rate move nothing in the accrual book', async () => {
    const invoice = await invoiced(100, '1.1');
    const payment = await paid(200, '1.1');
    const applied = await movements(() =>
      books.done(
        client().patch(`/payments/${payment.uuid}/apply`, { invoices: [{ id: invoice.uuid, amount: 60 }] }),
      ),
    );
    expect(applied).toEqual({ accrual: {}, cash: { 'Customer Credits': 6_600, Sales: -6_600 } });
  });

  it('a memo of another rate than its invoice realises the difference', async () => {
    const invoice = await invoiced(100, '1.08');
    const memo = await books.memo(50, { currency: 'EUR', exchangeRate: '1.05' });
    const credit = { creditMemos: [{ id: memo.uuid, amount: 50 }] };
    const applied = await movements(() =>
      books.done(client().patch(`/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`, credit)),
    );
    // 52.50 were credited against 54.00 that were owed: a loss of 1.50.
    expect(applied).toEqual({
      accrual: { 'Accounts Receivable': -150, [GAIN]: 150 },
      cash: { Sales: 5_250 - 5_400, [GAIN]: 150 },
    });
    const removed = await movements(() =>
      books.done(client().patch(`/invoices/${invoice.uuid}/remove-credit`, { memoId: memo.uuid })),
    );
    expect(removed.accrual).toEqual({ 'Accounts Receivable': 150, [GAIN]: -150 });
  });

  it('a memo that names its invoice is in its currency, and realises the difference at once', async () => {
    const invoice = await invoiced(100, '1.08');
    let memo: Record<string, unknown> = {};
    const credited = await movements(async () => {
      memo = await books.memo(50, { appliedToInvoiceUuid: invoice.uuid, exchangeRate: '1.05' });
    });
    expect(memo).toMatchObject({
      currency: 'EUR',
      exchangeRate: '1.05',
      baseTotal: '52.50',
      status: 'applied',
    });
    expect(credited).toEqual({
      accrual: { 'Accounts Receivable': -5_400, Sales: 5_250, [GAIN]: 150 },
      cash: { Sales: 5_250 - 5_400, [GAIN]: 150 },
    });
    const naming = invoiceBody(books.fixtures, {
      invoiceType: 'memo',
      appliedToInvoiceUuid: invoice.uuid,
      currency: 'USD',
    });
    const refused = await client().post('/invoices', naming);
    expect([refused.status, errorCodes(refused.body)]).toEqual([
      400,
      { appliedToInvoiceUuid: 'CURRENCY_MISMATCH' },
    ]);
  });

  it('a memo that is applied to a new invoice realises the difference at once', async () => {
    const memo = await books.memo(50, { currency: 'EUR', exchangeRate: '1.05' });
    const created = await movements(() =>
      invoiced(100, '1.08', { applyCredit: true, creditMemo: { id: memo.uuid, amount: 50 } }),
    );
    expect(created).toEqual({
      accrual: { 'Accounts Receivable': 10_800 - 150, Sales: -10_800, [GAIN]: 150 },
      cash: { Sales: 5_250 - 5_400, [GAIN]: 150 },
    });
  });

  it('are paid back at the rate of that day', async () => {
    const memo = await books.memo(50, { currency: 'EUR', exchangeRate: '1.05' });
    const refund = { memoUuid: memo.uuid, date: '2026-07-06', amount: 50, exchangeRate: '1.1' };
    let made: Record<string, unknown> = {};
    // 52.50 were owed, 55.00 are paid: a loss of 2.50.
    const paidBack = await movements(async () => {
      made = await books.done(client().post('/refunds', refund));
    });
    expect(made).toMatchObject({
      currency: 'EUR',
      exchangeRate: '1.1',
      baseAmount: '55.00',
      currencyGain: '-2.50',
    });
    expect(paidBack).toEqual({
      accrual: { 'Undeposited Funds': -5_500, 'Accounts Receivable': 5_250, [GAIN]: 250 },
      cash: { 'Undeposited Funds': -5_500, Sales: 5_250, [GAIN]: 250 },
    });
    const undone = await movements(() => books.done(client().delete(`/payments/${made.uuid}`)));
    expect(undone).toEqual({
      accrual: { 'Undeposited Funds': 5_500, 'Accounts Receivable': -5_250, [GAIN]: -250 },
      cash: { 'Undeposited Funds': 5_500, Sales: -5_250, [GAIN]: -250 },
    });
    const payment = await paid(20, '1.1');
    const fromAccount = { paymentUuid: payment.uuid, date: '2026-07-06', amount: 20, exchangeRate: '1.05' };
    const returned = await movements(() => books.done(client().post('/refunds', fromAccount)));
    expect(returned).toEqual({
      accrual: { 'Undeposited Funds': -2_100, 'Accounts Receivable': 2_200, [GAIN]: -100 },
      cash: { 'Undeposited Funds': -2_100, 'Customer Credits': 2_200, [GAIN]: -100 },
    });
    expect((await books.readPayment(payment.uuid)).currencyGain).toBe('0.00');
  });
});

describe('a write-off in another currency', () => {
  it('gives up what the books have of the invoice, without gain or loss, and is undone whole', async () => {
    const invoice = await invoiced('100.01', '1.0837');
    await paid('33.33', '1.05', [{ id: invoice.uuid, amount: '33.33' }]);
    const given = await movements(() =>
      books.done(client().patch(`/invoices/${invoice.uuid}/write-off`, {})),
    );
    expect(given).toEqual({ accrual: { 'Bad Debts': 7_226, 'Accounts Receivable': -7_226 }, cash: {} });
    const [{ uuid }] = (await books.read(invoice.uuid)).payments.filter(
      ({ kind }: { kind: string }) => kind === 'write_off',
    );
    expect(await books.readPayment(uuid)).toMatchObject({
      currency: 'EUR',
      amount: '66.68',
      exchangeRate: '1.0837',
      baseAmount: '72.26',
      currencyGain: '0.00',
    });
    const undone = await movements(() =>
      books.done(client().patch(`/invoices/${invoice.uuid}/remove-transaction`, { transactionId: uuid })),
    );
    expect(undone).toEqual({ accrual: { 'Bad Debts': -7_226, 'Accounts Receivable': 7_226 }, cash: {} });
  });
});

describe('undoing in another currency', () => {
  it('a payment that was applied, taken off and applied elsewhere leaves nothing, gain and loss included', async () => {
    const [first, second] = [await invoiced('77.77', '1.0837'), await invoiced('55.55', '1.2')];
    const moved = await movements(async () => {
      const { uuid } = await paid('99.99', '1.1234', [{ id: first.uuid, amount: '33.33' }]);
      const apply = (id: string, amount: string) =>
        books.done(client().patch(`/payments/${uuid}/apply`, { invoices: [{ id, amount }] }));
      await apply(second.uuid, '11.11');
      await books.done(client().patch(`/payments/${uuid}/unapply`, { invoices: [{ id: first.uuid }] }));
      await apply(first.uuid, '44.44');
      await books.done(client().delete(`/payments/${uuid}`));
    });
    expect(moved).toEqual({ accrual: {}, cash: {} });
    await books.verify();
  });

  it('payments in any order leaves nothing, and what is then paid at one go gains what was paid less what was owed', async () => {
    const invoice = await invoiced('100.01', '1.0837');
    const pay = (amount: string, rate: string) => paid(amount, rate, [{ id: invoice.uuid, amount }]);
    const moved = await movements(async () => {
      const made = [await pay('33.33', '1.05'), await pay('33.33', '1.07'), await pay('33.35', '1.3')];
      for (const index of [1, 0, 2]) await books.done(client().delete(`/payments/${made[index].uuid}`));
    });
    expect(moved).toEqual({ accrual: {}, cash: {} });
    const whole = await movements(() => pay('100.01', '1.1'));
    // 110.01 (110.011) less 108.38.
    expect(whole.accrual).toEqual({
      'Undeposited Funds': 11_001,
      'Accounts Receivable': -10_838,
      [GAIN]: -163,
    });
    expect(whole.cash).toEqual({ 'Undeposited Funds': 11_001, Sales: -10_838, [GAIN]: -163 });
  });

  it('one part of a paid invoice, and paying it again, leaves nothing of the receivable', async () => {
    const invoice = await invoiced('0.05', '1.3');
    // 0.07 (0.065): parts of a cent.
    const made = [];
    for (const rate of ['1.1', '1.2', '1.3', '1.4', '1.5'])
      made.push(await paid('0.01', rate, [{ id: invoice.uuid, amount: '0.01' }]));
    await books.done(client().delete(`/payments/${made[1].uuid}`));
    await books.done(client().delete(`/payments/${made[3].uuid}`));
    await paid('0.02', '1.45', [{ id: invoice.uuid, amount: '0.02' }]);
    await books.verify();
    expect((await books.read(invoice.uuid)).status).toBe('paid');
  });
});
