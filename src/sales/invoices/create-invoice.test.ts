import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { readBalances } from '../../../test/support/trial-balance.ts';

let server: TestServer;
let fixtures: SalesFixtures;
let other: TestWorkspace;
let foreign: SalesFixtures;

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
  other = await server.addWorkspace();
  foreign = await createSalesFixtures(other.strict);
});
afterAll(() => server.close());

const line = (changes: Record<string, unknown> = {}) => ({
  productUuid: fixtures.productUuid,
  quantity: 1,
  price: 250,
  taxes: [],
  ...changes,
});
const body = (changes: Record<string, unknown> = {}) => invoiceBody(fixtures, changes);

/** How the balances of the accounts moved, in debits less credits, in minor units. */
async function movement(act: () => Promise<unknown>): Promise<Record<string, bigint>> {
  const before = await readBalances(server.strict);
  await act();
  const after = await readBalances(server.strict);
  const moved = Object.entries(after).map(
    ([name, balance]) => [name, balance - (before[name] ?? 0n)] as const,
  );
  return Object.fromEntries(moved.filter(([, amount]) => amount !== 0n));
}

async function countInvoices(): Promise<number> {
  const { rows } = await server.owner.query('SELECT count(*)::int AS count FROM invoice');
  return rows[0].count;
}

describe('creating an invoice', () => {
  it('answers the invoice of the user’s page with 200 and moves the books by exactly it', async () => {
    let answer: Awaited<ReturnType<typeof server.strict.post>> | undefined;
    const moved = await movement(async () => {
      answer = await server.strict.post('/invoices', body({ date: '2999-01-01', dueDate: '2999-01-31' }));
    });
    expect(answer!.status).toBe(200);
    const { data } = answer!.body;
    expect(data).toMatchObject({
      status: 'approved',
      approvalStatus: 'approved',
      paymentStatus: 'unpaid',
      isDraft: false,
      subtotal: '250.00',
      tax: '0.00',
      total: '250.00',
      paidAmount: '0.00',
      amountDue: '250.00',
      customer: { customer: 'Aimee', billingAddress: { street: '12 Elm Street', zipCode: '01103' } },
    });
    expect(data.id).toBe(data.uuid);
    expect(data.products[0]).toMatchObject({
      quantity: 1,
      price: 250,
      unitPrice: 250,
      total: '250.00',
      taxes: [],
    });
    expect(moved).toEqual({ 'Accounts Receivable': 25000n, [await incomeAccountName()]: -25000n });
    const read = await server.strict.get(`/invoices/${data.uuid}`);
    expect(read.body.data).toEqual(data);
  });

  it('posts each line’s income net of both discounts, and each tax on what is left', async () => {
    const products = [
      line({ quantity: '2', price: '100', taxes: [fixtures.taxUuid], discount: 10, discountType: 'percent' }),
      line({ quantity: 1, price: -20 }),
    ];
    const moved = await movement(async () => {
      const { body: answer } = await server.strict.post(
        '/invoices',
        body({ products, discount: '16', discountType: 'amount' }),
      );
      expect(answer.data).toMatchObject({
        subtotal: '160.00',
        discount: '16.00',
        tax: '16.40',
        total: '160.40',
      });
      expect(answer.data.products[0]).toMatchObject({
        discount: '20.00',
        subtotal: '180.00',
        documentDiscount: '16.00',
      });
      expect(answer.data.taxes).toMatchObject([{ percentage: 10, taxable: '164.00', amount: '16.40' }]);
    });
    expect(moved).toEqual({
      'Accounts Receivable': 16040n,
      [await incomeAccountName()]: -14400n,
      'Sales Tax Payable': -1640n,
    });
  });

  it('keeps a draft, a quote and an estimate out of the books, and mirrors an invoice by a memo', async () => {
    for (const changes of [{ isDraft: true }, { invoiceType: 'quote' }, { invoiceType: 'estimate' }]) {
      const moved = await movement(async () => {
        expect((await server.strict.post('/invoices', body(changes))).status).toBe(200);
      });
      expect(moved).toEqual({});
    }
    const products = [line({ taxes: [fixtures.taxUuid] })];
    const invoiced = await movement(() => server.strict.post('/invoices', body({ products })));
    const credited = await movement(() =>
      server.strict.post('/invoices', body({ products, invoiceType: 'memo' })),
    );
    expect(credited).toEqual(
      Object.fromEntries(Object.entries(invoiced).map(([name, amount]) => [name, -amount])),
    );
  });

  it('posts no entry for a total of zero', async () => {
    const moved = await movement(async () => {
      const answer = await server.strict.post('/invoices', body({ products: [line({ price: 0 })] }));
      expect(answer.body.data).toMatchObject({ total: '0.00', status: 'paid', paymentStatus: 'paid' });
    });
    expect(moved).toEqual({});
  });

  it('takes what a line leaves out from the product, then the customer', async () => {
    const taxed = await server.strict.post('/products', {
      name: 'Taxed by itself',
      unitPrice: '19.99',
      description: 'Said by the product',
      categoryAccountUuid: fixtures.incomeAccountUuid,
      taxUuids: [fixtures.taxUuid],
    });
    const customer = await server.strict.post('/customers', {
      customer: 'Taxed',
      taxUuids: [fixtures.taxUuid],
    });
    const exempt = await server.strict.post('/customers', { customer: 'Exempt', taxExcluded: true });
    const products = [{ productUuid: taxed.body.data.uuid, quantity: 1 }];
    const byProduct = await server.strict.post(
      '/invoices',
      body({ products, customerUuid: customer.body.data.uuid }),
    );
    expect(byProduct.body.data.products[0]).toMatchObject({
      description: 'Said by the product',
      price: 19.99,
      tax: '2.00',
    });
    expect(byProduct.body.data.products[0].taxes).toHaveLength(1);
    const byCustomer = await server.strict.post(
      '/invoices',
      body({
        products: [{ productUuid: fixtures.productUuid, quantity: 1 }],
        customerUuid: customer.body.data.uuid,
      }),
    );
    expect(byCustomer.body.data.tax).toBe('25.00');
    const untaxed = await server.strict.post(
      '/invoices',
      body({ products, customerUuid: exempt.body.data.uuid }),
    );
    expect(untaxed.body.data.tax).toBe('0.00');
    const given = [{ ...products[0], taxes: [{ uuid: fixtures.taxUuid }] }];
    const always = await server.strict.post(
      '/invoices',
      body({ products: given, customerUuid: exempt.body.data.uuid }),
    );
    expect(always.body.data.tax).toBe('2.00');
  });

  it('accepts the other names of its fields, UUIDs in any case, and numbers as text or beyond six decimals', async () => {
    const products = [
      {
        productUuid: null,
        uuid: fixtures.productUuid.toUpperCase(),
        quantity: '3.000000',
        unitPrice: 3.3000000000000003,
        taxUuids: '',
      },
      {
        productUuid: fixtures.productUuid,
        uuid: fixtures.productUuid,
        quantity: 0.0000005,
        price: '5',
        unitPrice: '5.0',
        taxes: null,
      },
    ];
    const { status, body: answer } = await server.strict.post(
      '/invoices',
      body({ products, tagUuids: [fixtures.tagUuid, fixtures.tagUuid.toUpperCase()] }),
    );
    expect(status, JSON.stringify(answer)).toBe(200);
    expect(
      answer.data.products.map((one: { quantity: number; price: number }) => [one.quantity, one.price]),
    ).toEqual([
      [3, 3.3],
      [0.000001, 5],
    ]);
    expect(answer.data.tagUuids).toEqual([fixtures.tagUuid]);
  });

  it('keeps texts exactly: emoji, right-to-left and combining marks, quotes, percent signs', async () => {
    const notes = '👩‍👩‍👧 עברית العربية e\u0301 é \'"`;--% \\u0041 \\ \n\t <script>';
    const { body: answer } = await server.strict.post(
      '/invoices',
      body({ notes, products: [line({ description: notes })], invoiceNumber: `№ ${notes.slice(0, 20)}` }),
    );
    const read = await server.strict.get(`/invoices/${answer.data.uuid}`);
    expect(read.body.data.notes).toBe(notes);
    expect(read.body.data.products[0].description).toBe(notes);
  });

  it('warns about fields it does not know and ignores them', async () => {
    const { status, body: answer } = await server.strict.post(
      '/invoices',
      body({ colour: 'red', paymentStatus: 'paid', products: [line({ id: 7 })] }),
    );
    expect(status).toBe(200);
    const warnings = [
      { field: 'products[0].id', reason: 'internal_only' },
      { field: 'colour', reason: 'unknown_field' },
      { field: 'paymentStatus', reason: 'internal_only' },
    ];
    expect(answer.data._partnerWarnings).toMatchObject(warnings);
    expect(answer.data.paymentStatus).toBe('unpaid');
    const rehearsed = { colour: 'red', paymentStatus: 'paid', products: [line({ id: 7 })] };
    const dry = await server.strict.post('/invoices', body(rehearsed), { query: { dryRun: 'true' } });
    expect(dry.body.data).toMatchObject({ dryRun: true, _partnerWarnings: warnings });
  });

  it('takes back what it answered, to the same document, with warnings for what only it decides', async () => {
    const products = [
      line({
        quantity: 3,
        price: '33.33',
        discount: 12.5,
        discountType: 'percent',
        taxes: [fixtures.taxUuid],
      }),
    ];
    const first = await server.strict.post(
      '/invoices',
      body({ products, discount: '7.5', discountType: 'percent', tagUuids: [fixtures.tagUuid] }),
    );
    expect(first.body.data).toMatchObject({ discountPercent: 7.5, products: [{ discountPercent: 12.5 }] });
    const { status, body: answer } = await server.strict.post('/invoices', {
      ...first.body.data,
      invoiceNumber: 'Sent back',
    });
    expect(status, JSON.stringify(answer)).toBe(200);
    const same = ['subtotal', 'discount', 'tax', 'total', 'tagUuids', 'dueDate', 'customerUuid'];
    for (const key of same) expect([key, answer.data[key]]).toEqual([key, first.body.data[key]]);
    const reasons = answer.data._partnerWarnings.map((warning: { reason: string }) => warning.reason);
    expect(new Set(reasons)).toEqual(new Set(['internal_only']));
  });

  it('warns of a hundred unknown fields by name and counts the others', async () => {
    const unknown = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`unknown${index}`, index]),
    );
    const { body: answer } = await server.strict.post('/invoices', body(unknown));
    expect(answer.data._partnerWarnings).toHaveLength(101);
    expect(answer.data._partnerWarnings[100].message).toBe('and 4900 more fields were ignored.');
  });

  it('says of an approved document what was said at its approval, and of a draft what holds now', async () => {
    const product = await server.strict.post('/products', {
      name: 'Old name',
      unitPrice: 5,
      categoryAccountUuid: fixtures.incomeAccountUuid,
    });
    const customer = await server.strict.post('/customers', { customer: 'Before' });
    const given = {
      customerUuid: customer.body.data.uuid,
      products: [line({ productUuid: product.body.data.uuid })],
    };
    const approved = await server.strict.post('/invoices', body(given));
    const draft = await server.strict.post('/invoices', body({ ...given, isDraft: true }));
    await server.strict.put(`/customers/${customer.body.data.uuid}`, {
      customer: 'After',
      billingAddress: { city: 'Elsewhere' },
    });
    await server.strict.patch(`/products/${product.body.data.uuid}`, { name: 'New name' });
    const readApproved = (await server.strict.get(`/invoices/${approved.body.data.uuid}`)).body.data;
    const readDraft = (await server.strict.get(`/invoices/${draft.body.data.uuid}`)).body.data;
    expect(readApproved).toEqual(approved.body.data);
    expect(readDraft.customer).toMatchObject({
      customer: 'After',
      billingAddress: { city: 'Elsewhere', street: null },
    });
    expect(readDraft.products[0].product.name).toBe('New name');
  });

  it('computes everything and keeps nothing on a dry run, and takes no number', async () => {
    const before = await countInvoices();
    const dry = await server.lenient.post('/invoices', body({ invoiceNumber: undefined }), {
      query: { dryRun: 'true' },
    });
    expect(dry.body.data).toMatchObject({ dryRun: true, total: '250.00' });
    const again = await server.lenient.post('/invoices', body({ invoiceNumber: undefined }), {
      query: { dryRun: 'true' },
    });
    expect(again.body.data.invoiceNumber).toBe(dry.body.data.invoiceNumber);
    const kept = await server.lenient.post('/invoices', body({ invoiceNumber: undefined }));
    expect(kept.body.data.invoiceNumber).toBe(dry.body.data.invoiceNumber);
    expect(kept.body.data.dryRun).toBeUndefined();
    expect(await countInvoices()).toBe(before + 1);
    const taken = await server.strict.post(
      '/invoices',
      body({ invoiceNumber: kept.body.data.invoiceNumber.toLowerCase() }),
      { query: { dryRun: 'true' } },
    );
    expect(taken.body.code).toBe('DUPLICATE_INVOICE_NUMBER');
  });
});

describe('lenient validation', () => {
  it('fills in number, due date, draft and type', async () => {
    const { customerUuid, date, products } = body() as Record<string, unknown>;
    const { status, body: answer } = await server.lenient.post('/invoices', { customerUuid, date, products });
    expect(status, JSON.stringify(answer)).toBe(200);
    expect(answer.data).toMatchObject({
      invoiceType: 'invoice',
      isDraft: true,
      dueDate: '2026-07-31',
      status: 'draft',
    });
    expect(answer.data.invoiceNumber).toMatch(/^INV-\d{6}$/);
  });

  it('takes a blank for what is missing', async () => {
    const given = body({ invoiceNumber: '', dueDate: '', invoiceType: '', isDraft: null });
    const { status, body: answer } = await server.lenient.post('/invoices', given);
    expect(status, JSON.stringify(answer)).toBe(200);
    expect(answer.data).toMatchObject({ invoiceType: 'invoice', isDraft: true, dueDate: '2026-07-31' });
  });

  it('skips numbers that were taken by hand, and has a series for each type', async () => {
    const first = await server.lenient.post('/invoices', body({ invoiceNumber: null, invoiceType: 'quote' }));
    expect(first.body.data.invoiceNumber).toBe('QUO-000001');
    await server.strict.post('/invoices', body({ invoiceNumber: 'quo-000002', invoiceType: 'quote' }));
    const third = await server.lenient.post('/invoices', body({ invoiceNumber: null, invoiceType: 'quote' }));
    expect(third.body.data.invoiceNumber).toBe('QUO-000003');
    const memo = await server.lenient.post('/invoices', body({ invoiceNumber: null, invoiceType: 'memo' }));
    expect(memo.body.data.invoiceNumber).toBe('CM-000001');
  });

  it('follows the customer’s payment term, then the workspace’s', async () => {
    const customer = await server.strict.post('/customers', { customer: 'Quick payer', paymentTerm: 'net7' });
    const given = body({ dueDate: undefined, customerUuid: customer.body.data.uuid });
    expect((await server.lenient.post('/invoices', given)).body.data.dueDate).toBe('2026-07-08');
    const last = body({ dueDate: undefined, date: '2999-12-20' });
    expect((await server.lenient.post('/invoices', last)).body.data.dueDate).toBe('2999-12-31');
  });

  it('lets a draft hold a product without a category account, but no approved document', async () => {
    const products = [line({ productUuid: fixtures.uncategorisedProductUuid })];
    expect((await server.lenient.post('/invoices', body({ products, isDraft: true }))).status).toBe(200);
    for (const client of [server.lenient, server.strict]) {
      const { status, body: answer } = await client.post(
        '/invoices',
        body({ products, isDraft: client === server.strict }),
      );
      expect(status).toBe(400);
      expect(answer.code).toBe('PRODUCT_WITHOUT_CATEGORY_ACCOUNT');
      expect(answer.errors[0].field).toBe('products[0].productUuid');
    }
  });

  it('allots numbers without a gap to 24 callers at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, () =>
        server.lenient.post('/invoices', body({ invoiceNumber: undefined, invoiceType: 'estimate' })),
      ),
    );
    const numbers = answers.map((answer) => answer.body.data.invoiceNumber).sort();
    expect(numbers).toEqual(
      Array.from({ length: 24 }, (_, index) => `EST-${String(index + 1).padStart(6, '0')}`),
    );
  });
});

describe('what is refused, with nothing written', () => {
  async function refused(
    changes: Record<string, unknown>,
  ): Promise<{ code: string; fields: Record<string, string>; message: string }> {
    const before = await countInvoices();
    const { status, body: answer } = await server.strict.post('/invoices', body(changes));
    expect(status, JSON.stringify(answer)).toBe(400);
    expect(await countInvoices()).toBe(before);
    const fields = Object.fromEntries(
      answer.errors.map((error: { field: string; code: string }) => [error.field, error.code]),
    );
    return { code: answer.code, fields, message: answer.message };
  }

  it('names each of the seven required fields at once', async () => {
    const { status, body: answer } = await server.strict.post('/invoices', {});
    expect(status).toBe(400);
    expect(answer.code).toBe('VALIDATION_ERROR');
    expect(answer.errors.map((error: { field: string }) => error.field).sort()).toEqual(
      ['customerUuid', 'date', 'dueDate', 'invoiceNumber', 'invoiceType', 'isDraft', 'products'].sort(),
    );
    for (const error of answer.errors) {
      expect(error.code).toBe('REQUIRED');
      expect(answer.message).toContain(error.message);
    }
  });

  it.each([
    ['a malformed customer', { customerUuid: 'nonsense' }, 'customerUuid', 'INVALID_UUID'],
    ['a customer by number', { customerUuid: 17 }, 'customerUuid', 'INVALID_TYPE'],
    ['February 30', { date: '2026-02-30' }, 'date', 'INVALID_DATE'],
    ['a date with a time', { date: '2026-02-03T00:00:00Z' }, 'date', 'INVALID_DATE'],
    ['a date before 1900', { date: '1899-12-31' }, 'date', 'INVALID_DATE'],
    ['a due date before the date', { dueDate: '2026-06-30' }, 'dueDate', 'INVALID_DATE'],
    ['another type', { invoiceType: 'receipt' }, 'invoiceType', 'INVALID_ENUM'],
    ['a draft by text', { isDraft: 'true' }, 'isDraft', 'INVALID_TYPE'],
    ['an empty number', { invoiceNumber: '   ' }, 'invoiceNumber', 'REQUIRED'],
    ['a number of 51 characters', { invoiceNumber: 'x'.repeat(51) }, 'invoiceNumber', 'TOO_LONG'],
    ['no products', { products: [] }, 'products', 'TOO_SHORT'],
    ['products that are no list', { products: {} }, 'products', 'INVALID_TYPE'],
    ['a line that is no object', { products: [null] }, 'products[0]', 'REQUIRED'],
    ['a schedule', { recurrencePattern: 'monthly' }, 'recurrencePattern', 'NOT_AVAILABLE'],
    ['a credit', { applyCredit: true }, 'applyCredit', 'NOT_AVAILABLE'],
    ['another currency', { currency: 'EUR' }, 'currency', 'NOT_AVAILABLE'],
    ['a percentage above 100', { discount: '100.01', discountType: 'percent' }, 'discount', 'TOO_LARGE'],
    ['a discount above the total', { discount: 250.01 }, 'discount', 'TOO_LARGE'],
    ['a discount below zero', { discount: -1 }, 'discount', 'TOO_SMALL'],
    ['a NUL', { notes: 'a\0b' }, 'notes', 'INVALID_TEXT'],
    ['a lone surrogate', { notes: 'a\ud800b' }, 'notes', 'INVALID_TEXT'],
    [
      'too many tags',
      { tagUuids: Array.from({ length: 101 }, () => '75dd724b-c01d-4e75-91db-86675cd7f563') },
      'tagUuids',
      'TOO_LARGE',
    ],
  ])('refuses %s', async (_name, changes, field, code) => {
    const refusal = await refused(changes);
    expect(refusal.fields).toEqual({ [field]: code });
    expect(refusal.message).toContain(field);
  });

  it.each([
    ['no product', { productUuid: undefined }, 'products[0].productUuid', 'REQUIRED'],
    ['a malformed product', { productUuid: '1' }, 'products[0].productUuid', 'INVALID_UUID'],
    ['no quantity', { quantity: undefined }, 'products[0].quantity', 'REQUIRED'],
    ['a quantity of 0', { quantity: 0 }, 'products[0].quantity', 'TOO_SMALL'],
    ['a quantity below 0', { quantity: '-1' }, 'products[0].quantity', 'TOO_SMALL'],
    ['1e400', { quantity: '1e400' }, 'products[0].quantity', 'INVALID_NUMBER'],
    [
      'a number of 30 decimals as text',
      { price: `0.${'1'.repeat(30)}` },
      'products[0].price',
      'INVALID_NUMBER',
    ],
    ['words for a price', { price: 'ten' }, 'products[0].price', 'INVALID_NUMBER'],
    ['a price that is an object', { price: {} }, 'products[0].price', 'INVALID_TYPE'],
    ['a price of ten digits', { price: 1_000_000_000 }, 'products[0].price', 'TOO_LARGE'],
    ['two prices', { unitPrice: 251 }, 'products[0].unitPrice', 'INVALID_VALUE'],
    ['a line too large', { price: 999_999_999, quantity: 999_999_999 }, 'products[0]', 'TOO_LARGE'],
    ['a tax by number', { taxes: [3] }, 'products[0].taxes[0]', 'INVALID_TYPE'],
    ['a malformed tax', { taxes: ['x'] }, 'products[0].taxes[0]', 'INVALID_UUID'],
    ['a discount above the line', { discount: 250.01 }, 'products[0].discount', 'TOO_LARGE'],
    [
      'another kind of discount',
      { discount: 1, discountType: 'half' },
      'products[0].discountType',
      'INVALID_ENUM',
    ],
    ['a description too long', { description: 'x'.repeat(4001) }, 'products[0].description', 'TOO_LONG'],
  ])('refuses a line with %s', async (_name, changes, field, code) => {
    expect((await refused({ products: [line(changes)] })).fields).toEqual({ [field]: code });
  });

  it('refuses a document whose total is below zero', async () => {
    expect(await refused({ products: [line(), line({ price: -250.01 })] })).toMatchObject({
      code: 'NEGATIVE_TOTAL',
    });
  });

  it('refuses 1e400 as a bare number, and more than 500 lines', async () => {
    const rawBody = JSON.stringify(body()).replace('"quantity":1', '"quantity":1e400');
    const huge = await server.strict.post('/invoices', undefined, { rawBody });
    expect(huge.body.errors).toMatchObject([{ field: 'products[0].quantity', code: 'INVALID_NUMBER' }]);
    const many = await server.strict.post(
      '/invoices',
      body({ products: Array.from({ length: 501 }, () => line()) }),
    );
    expect(many.body.errors).toMatchObject([{ field: 'products', code: 'TOO_LARGE' }]);
    const most = await server.strict.post(
      '/invoices',
      body({ products: Array.from({ length: 500 }, () => line()) }),
    );
    expect(most.body.data.total).toBe('125000.00');
  });

  it('lists faults of every kind together, and rules only once all references are sound', async () => {
    const shape = await refused({
      customerUuid: 1,
      date: 'soon',
      products: [line({ quantity: 'x' }), line({ price: [] })],
    });
    expect(Object.keys(shape.fields).sort()).toEqual([
      'customerUuid',
      'date',
      'products[0].quantity',
      'products[1].price',
    ]);
    const unknown = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';
    const references = await refused({
      customerUuid: unknown,
      tagUuids: [fixtures.tagUuid, unknown],
      products: [line({ productUuid: unknown }), line({ taxes: [unknown] })],
    });
    expect(references.fields).toEqual({
      customerUuid: 'CUSTOMER_NOT_FOUND',
      'tagUuids[1]': 'TAG_NOT_FOUND',
      'products[0].productUuid': 'PRODUCT_NOT_FOUND',
      'products[1].taxes[0]': 'TAX_NOT_FOUND',
    });
    expect(references.code).toBe('VALIDATION_ERROR');
  });

  it('tells in `details` which record, number or day is meant', async () => {
    const unknown = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';
    const details = async (changes: Record<string, unknown>) =>
      (await server.strict.post('/invoices', body(changes))).body.details;
    expect(await details({ customerUuid: unknown, tagUuids: [unknown] })).toEqual({
      references: [
        { field: 'customerUuid', uuid: unknown },
        { field: 'tagUuids[0]', uuid: unknown },
      ],
    });
    const products = [line({ productUuid: fixtures.uncategorisedProductUuid })];
    expect(await details({ products })).toEqual({
      references: [{ field: 'products[0].productUuid', uuid: fixtures.uncategorisedProductUuid }],
    });
    await server.strict.post('/invoices', body({ invoiceNumber: 'Told' }));
    expect(await details({ invoiceNumber: 'told' })).toEqual({ invoiceNumber: 'told' });
    expect(await details({ date: 'never' })).toBeUndefined();
  });

  it('refuses amounts that only a deduction brings below the limit', async () => {
    const big = { quantity: 10_000, price: 9_999_999 };
    const refusal = await refused({
      products: [
        line(big),
        line(big),
        line({ ...big, price: -9_999_999 }),
        line({ ...big, price: -9_999_999 }),
      ],
    });
    expect(refusal.fields).toEqual({ products: 'TOO_LARGE' });
  });

  it('refuses what belongs to another workspace as if it did not exist', async () => {
    expect(await refused({ customerUuid: foreign.customerUuid })).toMatchObject({
      code: 'CUSTOMER_NOT_FOUND',
    });
    expect(await refused({ products: [line({ productUuid: foreign.productUuid })] })).toMatchObject({
      code: 'PRODUCT_NOT_FOUND',
    });
    expect(await refused({ products: [line({ taxes: [foreign.taxUuid] })] })).toMatchObject({
      code: 'TAX_NOT_FOUND',
    });
    expect(await refused({ tagUuids: [foreign.tagUuid] })).toMatchObject({ code: 'TAG_NOT_FOUND' });
  });

  it('refuses inactive customers and products', async () => {
    const customer = await server.strict.post('/customers', { customer: 'Gone', status: 'inactive' });
    const product = await server.strict.post('/products', {
      name: 'Gone',
      unitPrice: 1,
      status: 'inactive',
      categoryAccountUuid: fixtures.incomeAccountUuid,
    });
    const refusal = await refused({
      customerUuid: customer.body.data.uuid,
      products: [line({ productUuid: product.body.data.uuid })],
    });
    expect(refusal.fields).toEqual({
      customerUuid: 'CUSTOMER_INACTIVE',
      'products[0].productUuid': 'PRODUCT_INACTIVE',
    });
  });

  it('refuses a line for which nobody knows a price', async () => {
    const product = await server.strict.post('/products', {
      name: 'Priceless',
      categoryAccountUuid: fixtures.incomeAccountUuid,
    });
    const refusal = await refused({ products: [{ productUuid: product.body.data.uuid, quantity: 1 }] });
    expect(refusal.fields).toEqual({ 'products[0].price': 'REQUIRED' });
  });

  it('refuses a number that is used, whatever its case and blanks, but not for another type', async () => {
    const invoiceNumber = 'Ünique-7';
    expect((await server.strict.post('/invoices', body({ invoiceNumber }))).status).toBe(200);
    const refusal = await refused({ invoiceNumber: '  üNIQUE-7 ' });
    expect(refusal).toMatchObject({
      code: 'DUPLICATE_INVOICE_NUMBER',
      message: 'invoiceNumber must be unique: üNIQUE-7 is already used.',
    });
    expect(
      (await server.strict.post('/invoices', body({ invoiceNumber, invoiceType: 'quote' }))).status,
    ).toBe(200);
    const elsewhere = await other.strict.post('/invoices', invoiceBody(foreign, { invoiceNumber }));
    expect(elsewhere.status).toBe(200);
  });

  it('refuses a date in a closed period, also when the close comes between look and posting', async () => {
    const closed = await server.addWorkspace();
    const own = await createSalesFixtures(closed.strict);
    await server.owner.query(`UPDATE books SET closed_through = '2026-06-30' WHERE workspace_id = $1`, [
      closed.workspaceId,
    ]);
    const late = await closed.strict.post('/invoices', invoiceBody(own, { date: '2026-06-30' }));
    expect(late.body).toMatchObject({ code: 'PERIOD_CLOSED', errors: [{ field: 'date' }] });
    expect(
      (await closed.strict.post('/invoices', invoiceBody(own, { date: '2026-06-30', isDraft: true }))).status,
    ).toBe(200);
    expect((await closed.strict.post('/invoices', invoiceBody(own, { date: '2026-07-01' }))).status).toBe(
      200,
    );
    const closing = await server.owner.connect();
    await closing.query('BEGIN');
    await closing.query('SELECT 1 FROM books WHERE workspace_id = $1 FOR UPDATE', [closed.workspaceId]);
    const racing = closed.strict.post('/invoices', invoiceBody(own, { date: '2026-07-02' }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await closing.query(`UPDATE books SET closed_through = '2026-07-31' WHERE workspace_id = $1`, [
      closed.workspaceId,
    ]);
    await closing.query('COMMIT');
    closing.release();
    expect((await racing).body).toMatchObject({ status: 'error', code: 'PERIOD_CLOSED' });
  });
});

describe('many callers at once', () => {
  it('lets one of 16 have a number, and tells 15 that it is taken', async () => {
    const invoiceNumber = 'contested';
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => server.strict.post('/invoices', body({ invoiceNumber }))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(15).fill(400)]);
    const refused = answers.filter(({ status }) => status === 400);
    expect(new Set(refused.map((answer) => answer.body.code))).toEqual(new Set(['DUPLICATE_INVOICE_NUMBER']));
  });

  it('makes one invoice for 12 callers with one idempotency key', async () => {
    const before = await countInvoices();
    const given = body();
    const options = { headers: { 'idempotency-key': 'twelve-at-once' } };
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => server.strict.post('/invoices', given, options)),
    );
    for (const { status, body: answer, headers } of answers) {
      expect([200, 409]).toContain(status);
      if (status === 409) {
        expect(answer.code).toBe('IDEMPOTENCY_IN_PROGRESS');
        expect(headers.get('retry-after')).toBe('1');
      }
    }
    expect(await countInvoices()).toBe(before + 1);
    const ids = new Set(
      answers.filter(({ status }) => status === 200).map((answer) => answer.body.data.uuid),
    );
    expect(ids.size).toBe(1);
  });
});

describe('an Idempotency-Key', () => {
  const key = (value: string) => ({ headers: { 'idempotency-key': value } });

  it('answers a repeat with the first answer, byte for byte, warnings included', async () => {
    const given = body({ colour: 'red' });
    const first = await server.strict.post('/invoices', given, key('repeat'));
    const second = await server.strict.post('/invoices', given, key('repeat'));
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(JSON.stringify(second.body)).toBe(JSON.stringify(first.body));
  });

  it('answers a repeat of an allotted number with that number', async () => {
    const given = body({ invoiceNumber: undefined });
    const first = await server.lenient.post('/invoices', given, key('allotted'));
    const second = await server.lenient.post('/invoices', given, key('allotted'));
    expect(second.body).toEqual(first.body);
    expect(first.body.data.invoiceNumber).toMatch(/^INV-\d{6}$/);
  });

  it('is refused with another body, also an unsound one', async () => {
    await server.strict.post('/invoices', body(), key('reused'));
    for (const given of [body(), {}, { products: 'x' }]) {
      const { status, body: answer } = await server.strict.post('/invoices', given, key('reused'));
      expect(status).toBe(422);
      expect(answer.code).toBe('IDEMPOTENCY_KEY_REUSED');
    }
  });

  it('stays free after a refusal, and is another app’s own', async () => {
    const given = body({ customerUuid: foreign.customerUuid });
    expect((await server.strict.post('/invoices', given, key('free'))).status).toBe(400);
    expect((await server.strict.post('/invoices', body(), key('free'))).status).toBe(200);
    expect((await server.lenient.post('/invoices', body(), key('free'))).status).toBe(200);
    const elsewhere = await other.strict.post('/invoices', invoiceBody(foreign), key('free'));
    expect(elsewhere.headers.get('idempotent-replayed')).toBeNull();
  });

  it('is ignored by a dry run, also an unsound key or body', async () => {
    await server.strict.post('/invoices', body(), key('before-a-dry-run'));
    const dryRun = (given: object, value: string) =>
      server.strict.post('/invoices', given, { ...key(value), query: { dryRun: 'true' } });
    expect((await dryRun(body(), 'before-a-dry-run')).status).toBe(200);
    expect((await dryRun(body(), 'with blank')).status).toBe(200);
    expect((await dryRun({}, 'before-a-dry-run')).body.code).toBe('VALIDATION_ERROR');
  });

  it('must be 1 to 255 visible characters', async () => {
    for (const value of ['x'.repeat(256), 'with blank']) {
      expect((await server.strict.post('/invoices', body(), key(value))).body.code).toBe(
        'INVALID_IDEMPOTENCY_KEY',
      );
    }
  });
});

async function incomeAccountName(): Promise<string> {
  const { rows } = await server.owner.query('SELECT name FROM account WHERE id = $1', [
    fixtures.incomeAccountUuid,
  ]);
  return rows[0].name;
}
