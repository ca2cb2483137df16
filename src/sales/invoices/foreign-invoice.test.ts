import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { createTax, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { readMovement } from '../../../test/support/trial-balance.ts';

let books: SettlementBooks;

beforeAll(async () => {
  books = await openSettlementBooks();
  for (const [date, rate] of [
    ['2026-06-01', '1.05'],
    ['2026-07-01', '1.0837'],
    ['2026-08-01', '1.1'],
  ])
    await setRate({ currency: 'EUR', date, rate });
});
afterAll(async () => {
  await books.verify();
  await books.server.close();
});

const client = () => books.server.strict;
const setRate = (body: Record<string, unknown>) => books.done(client().call('PUT', '/exchange-rates', body));
const create = (changes: Record<string, unknown>) =>
  client().post('/invoices', invoiceBody(books.fixtures, changes));

describe('a document in another currency', () => {
  it('takes the rate of the table that holds on its date, and says so', async () => {
    const made = await books.document(119, { currency: 'eur', date: '2026-07-15' });
    expect(made).toMatchObject({
      currency: 'EUR',
      total: '119.00',
      exchangeRate: '1.0837',
      exchangeRateDate: '2026-07-01',
      exchangeRateSource: 'table',
      baseTotal: '128.96',
    });
    expect(await books.read(made.uuid)).toEqual(made);
    const onTheDay = await books.document(100, {
      currency: 'EUR',
      date: '2026-08-01',
      dueDate: '2026-08-31',
    });
    expect(onTheDay).toMatchObject({
      exchangeRate: '1.1',
      exchangeRateDate: '2026-08-01',
      baseTotal: '110.00',
    });
  });

  it.each(['1.2', 1.2, '1.2000000000'])(
    'takes the rate that it is given instead: %j',
    async (exchangeRate) => {
      expect(await books.document(100, { currency: 'EUR', exchangeRate })).toMatchObject({
        exchangeRate: '1.2',
        exchangeRateDate: '2026-07-01',
        exchangeRateSource: 'given',
        baseTotal: '120.00',
      });
    },
  );

  it('in the workspace’s currency has the rate 1 from nowhere', async () => {
    const plain = {
      exchangeRate: '1',
      exchangeRateDate: null,
      exchangeRateSource: null,
      baseTotal: '100.00',
    };
    expect(await books.document(100)).toMatchObject(plain);
    expect(await books.document(100, { currency: 'USD', exchangeRate: 1 })).toMatchObject(plain);
  });

  it('without a rate is refused, drafts and quotes too, and leaves nothing', async () => {
    for (const changes of [{}, { isDraft: true }, { invoiceType: 'quote' }, { invoiceType: 'memo' }]) {
      const body = { currency: 'EUR', date: '2026-05-31', dueDate: '2026-07-31', ...changes };
      const { status, body: answer } = await create({ ...body, invoiceNumber: 'NO-RATE' });
      expect(status).toBe(400);
      expect(answer).toMatchObject({
        code: 'EXCHANGE_RATE_REQUIRED',
        message:
          'exchangeRate is required: no rate of EUR holds on 2026-05-31 in the table of exchange rates.',
        details: { currency: 'EUR', date: '2026-05-31' },
      });
    }
    expect((await client().get('/invoices', { search: 'NO-RATE' })).body.data.totalRecords).toBe(0);
  });

  it('does not see the rates of another workspace', async () => {
    const rate = { currency: 'GBP', date: '2026-01-01', rate: '1.27' };
    await books.other.strict.call('PUT', '/exchange-rates', rate);
    const { body } = await create({ currency: 'GBP' });
    expect(body.code).toBe('EXCHANGE_RATE_REQUIRED');
  });

  it.each([
    [{ currency: 'EUR', exchangeRate: 0 }, { exchangeRate: 'TOO_SMALL' }],
    [{ currency: 'EUR', exchangeRate: -1.1 }, { exchangeRate: 'TOO_SMALL' }],
    [{ currency: 'EUR', exchangeRate: '1.12345678901' }, { exchangeRate: 'INVALID_NUMBER' }],
    [{ currency: 'EUR', exchangeRate: '1,1' }, { exchangeRate: 'INVALID_NUMBER' }],
    [{ currency: 'EUR', exchangeRate: {} }, { exchangeRate: 'INVALID_TYPE' }],
    [{ currency: 'EUR', exchangeRate: '10000000000' }, { exchangeRate: 'TOO_LARGE' }],
    [{ currency: 'XXX', exchangeRate: 1 }, { currency: 'INVALID_VALUE' }],
    [{ currency: 7 }, { currency: 'INVALID_TYPE' }],
    [{ exchangeRate: '1.1' }, { exchangeRate: 'INVALID_VALUE' }],
    // Worth more than the books can hold.
    [{ currency: 'EUR', exchangeRate: 9_999_999_999 }, { products: 'TOO_LARGE' }],
  ])('is refused as %j', async (changes, codes) => {
    const { status, body } = await create(changes);
    expect([status, errorCodes(body)]).toEqual([400, codes]);
  });

  it('needs prices of its own: the product’s is in the workspace’s currency', async () => {
    const products = [{ productUuid: books.fixtures.productUuid, quantity: 1 }];
    const { status, body } = await create({ currency: 'EUR', products });
    expect([status, errorCodes(body)]).toEqual([400, { 'products[0].price': 'REQUIRED' }]);
    expect(body.message).toContain('the product’s own is in USD');
  });

  it('is created once under an Idempotency-Key, also where the rate has changed since', async () => {
    const headers = { 'idempotency-key': 'euros-1' };
    const body = invoiceBody(books.fixtures, { currency: 'SEK', isDraft: false });
    await setRate({ currency: 'SEK', date: '2026-07-01', rate: '0.095' });
    const first = await client().post('/invoices', body, { headers });
    await setRate({ currency: 'SEK', date: '2026-07-01', rate: '0.096' });
    const repeated = await client().post('/invoices', body, { headers });
    expect(repeated.body.data).toEqual(first.body.data);
    expect(repeated.body.data.exchangeRate).toBe('0.095');
  });
});

describe('the posting of a document in another currency', () => {
  it('balances in the workspace’s currency: total and taxes are converted, the lines have the rest', async () => {
    // 100.00 EUR with 10 % and 5.5 %: 115.50. At 1.0837 that is 125.17 (125.167...), the taxes 10.84 (10.837) and 5.96
    // (5.96035). 108.37 are left, and the lines of 33.33, 33.33 and 33.34 are worth 36.1197, 36.1197 and 36.1306.
    const other = await createTax(client(), 'County in euros', 5.5);
    const taxes = [books.fixtures.taxUuid, other];
    const products = [33.33, 33.33, 33.34].map((price) => ({
      productUuid: books.fixtures.productUuid,
      quantity: 1,
      price,
      taxes,
    }));
    let made: { uuid: string; baseTotal: string };
    const moved = await readMovement(client(), async () => {
      made = (await create({ currency: 'EUR', products })).body.data;
    });
    expect(made!.baseTotal).toBe('125.17');
    expect(moved).toMatchObject({ 'Accounts Receivable': 12_517n, Sales: -10_837n });
    const { rows } = await books.server.owner.query(
      `SELECT l.currency, l.amount::int, l.base_amount::int AS base, l.basis FROM journal_line l
        JOIN journal_entry e USING (workspace_id, effective, entry_id) WHERE e.source_id = $1 ORDER BY l.line_no`,
      [made!.uuid],
    );
    expect(rows).toEqual(
      [
        [11_550, 12_517],
        [-10_000, -10_837],
        [-1_000, -1_084],
        [-550, -596],
      ].map(([amount, base]) => ({ currency: 'EUR', amount, base, basis: 'accrual' })),
    );
  });

  it('of a memo is the mirror', async () => {
    const moved = await readMovement(client(), () => books.memo('33.33', { currency: 'EUR' }));
    expect(moved).toEqual({ 'Accounts Receivable': -3_612n, Sales: 3_612n });
  });

  it('is reversed whole when the document is made void', async () => {
    const moved = await readMovement(client(), async () => {
      const { uuid } = await books.document('77.77', { currency: 'EUR' });
      await books.done(client().patch(`/invoices/${uuid}/void`, {}));
    });
    expect(moved).toEqual({});
  });

  it('knows currencies without decimals and with three', async () => {
    const yen = await books.document(1_100, { currency: 'JPY', exchangeRate: '0.00655' });
    expect(yen).toMatchObject({ total: '1100', baseTotal: '7.21' });
    const dinar = await books.document('1.234', { currency: 'KWD', exchangeRate: '3.2546' });
    // 4.0161764 USD.
    expect(dinar).toMatchObject({ total: '1.234', baseTotal: '4.02' });
    const inYen = await books.server.addWorkspace({ currency: 'JPY' });
    const rate = { currency: 'KWD', date: '2026-07-01', rate: '489.5' };
    await inYen.strict.call('PUT', '/exchange-rates', rate);
    const account = (await inYen.strict.get('/chart-of-accounts', { type: 'Income', page: '1' })).body.data
      .accounts[0];
    const product = { name: 'In yen', unitPrice: 1, categoryAccountUuid: account.uuid };
    const productUuid = (await inYen.strict.post('/products', product)).body.data.uuid;
    const customerUuid = (await inYen.strict.post('/customers', { customer: 'Kuwaiti' })).body.data.uuid;
    const products = [{ productUuid, quantity: 1, price: '1.234' }];
    const body = { ...invoiceBody(books.fixtures), customerUuid, products, currency: 'KWD' };
    const { data } = (await inYen.strict.post('/invoices', body)).body;
    expect(data).toMatchObject({ total: '1.234', baseTotal: '604', exchangeRate: '489.5' });
  });

  it('of any rate, prices and taxes holds before every proof', async () => {
    const cents = fc.integer({ min: 0, max: 99_999 });
    const drawn = fc.record({
      rate: fc.integer({ min: 1, max: 40_000_000 }),
      prices: fc.array(cents, { minLength: 1, maxLength: 6 }),
      taxed: fc.boolean(),
      currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
      invoiceType: fc.constantFrom('invoice', 'memo'),
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ rate, prices, taxed, ...changes }) => {
        const taxes = taxed ? [books.fixtures.taxUuid] : [];
        const products = prices.map((price) => ({
          productUuid: books.fixtures.productUuid,
          quantity: 1,
          price: price / 100,
          taxes,
        }));
        const { status } = await create({ ...changes, exchangeRate: rate / 1_000_000, products });
        expect(status).toBe(200);
      }),
      { numRuns: 25 },
    );
    await books.verify();
  });
});

describe('a draft in another currency', () => {
  const draft = (changes: Record<string, unknown> = {}) =>
    books.document(100, { currency: 'EUR', isDraft: true, ...changes });
  const update = (id: string, changes: Record<string, unknown>) =>
    books.done(client().patch(`/invoices/${id}`, changes));

  it('takes the rate of its date anew with each change and when it is approved, from the table', async () => {
    const { uuid } = await draft();
    expect(await update(uuid, { date: '2026-06-10' })).toMatchObject({
      exchangeRate: '1.05',
      baseTotal: '105.00',
    });
    const day = { currency: 'EUR', date: '2026-06-09' };
    const rate = await setRate({ ...day, rate: '1.06' });
    const approved = await books.done(client().patch(`/invoices/${uuid}/approve`, {}));
    expect(approved).toMatchObject({
      exchangeRate: '1.06',
      exchangeRateDate: '2026-06-09',
      baseTotal: '106.00',
    });
    await books.done(client().delete(`/exchange-rates/${rate.uuid}`));
    expect((await books.read(uuid)).exchangeRate).toBe('1.06');
    const { rows } = await books.server.owner.query(
      `SELECT issued ->> 'exchangeRate' AS rate FROM invoice WHERE id = $1`,
      [uuid],
    );
    expect(rows[0].rate).toBe('1.06');
  });

  it('keeps the rate that it was given, until another or none is', async () => {
    const { uuid } = await draft({ exchangeRate: '1.3' });
    expect(await update(uuid, { date: '2026-06-10' })).toMatchObject({
      exchangeRate: '1.3',
      exchangeRateDate: '2026-06-10',
      exchangeRateSource: 'given',
    });
    expect(await update(uuid, { exchangeRate: '1.4' })).toMatchObject({ exchangeRate: '1.4' });
    expect(await update(uuid, { exchangeRate: null })).toMatchObject({
      exchangeRate: '1.05',
      exchangeRateSource: 'table',
    });
  });

  it('loses the rate that it was given with its currency', async () => {
    const { uuid } = await draft({ exchangeRate: '1.3' });
    expect(await update(uuid, { currency: 'USD' })).toMatchObject({
      exchangeRate: '1',
      exchangeRateSource: null,
    });
    const { body } = await client().patch(`/invoices/${uuid}`, { currency: 'NOK' });
    expect(body.code).toBe('EXCHANGE_RATE_REQUIRED');
    expect(await update(uuid, { currency: 'NOK', exchangeRate: '0.09' })).toMatchObject({
      baseTotal: '9.00',
    });
  });

  it('cannot be approved once its rate is gone from the table', async () => {
    const rate = await setRate({ currency: 'CHF', date: '2026-07-01', rate: '1.25' });
    const { uuid } = await draft({ currency: 'CHF' });
    await books.done(client().delete(`/exchange-rates/${rate.uuid}`));
    const { status, body } = await client().patch(`/invoices/${uuid}/approve`, {});
    expect([status, body.code]).toEqual([400, 'EXCHANGE_RATE_REQUIRED']);
  });
});

describe('a quote in another currency', () => {
  it('becomes an invoice at the rate of the invoice’s own date, or at one that is given', async () => {
    const quote = () => books.document(100, { currency: 'EUR', invoiceType: 'quote', exchangeRate: '1.3' });
    const convert = async (body: Record<string, unknown>) => {
      const { uuid } = await quote();
      return books.done(client().post(`/invoices/${uuid}/convert`, { isDraft: false, ...body }));
    };
    expect(await convert({ date: '2026-08-05', dueDate: '2026-09-05' })).toMatchObject({
      exchangeRate: '1.1',
      exchangeRateSource: 'table',
    });
    expect(await convert({ date: '2026-08-05', dueDate: '2026-09-05', exchangeRate: 1.2 })).toMatchObject({
      exchangeRate: '1.2',
      exchangeRateSource: 'given',
    });
  });
});
