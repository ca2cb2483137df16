import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { readMovement } from '../../../test/support/trial-balance.ts';

let server: InvoiceBooks['server'];
let fixtures: InvoiceBooks['fixtures'];
let line: InvoiceBooks['line'];
let body: InvoiceBooks['body'];
let countInvoices: InvoiceBooks['countInvoices'];

beforeAll(async () => {
  ({ server, fixtures, line, body, countInvoices } = await openInvoiceBooks());
});
afterAll(() => server.close());

describe('creating an invoice', () => {
  it('answers the invoice of the user’s page with 200 and moves the books by exactly it', async () => {
    let answer: Awaited<ReturnType<typeof server.strict.post>> | undefined;
    const moved = await readMovement(server.strict, async () => {
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
    const moved = await readMovement(server.strict, async () => {
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
      const moved = await readMovement(server.strict, async () => {
        expect((await server.strict.post('/invoices', body(changes))).status).toBe(200);
      });
      expect(moved).toEqual({});
    }
    const products = [line({ taxes: [fixtures.taxUuid] })];
    const invoiced = await readMovement(server.strict, () =>
      server.strict.post('/invoices', body({ products })),
    );
    const credited = await readMovement(server.strict, () =>
      server.strict.post('/invoices', body({ products, invoiceType: 'memo' })),
    );
    expect(credited).toEqual(
      Object.fromEntries(Object.entries(invoiced).map(([name, amount]) => [name, -amount])),
    );
  });

  it('posts no entry for a total of zero', async () => {
    const moved = await readMovement(server.strict, async () => {
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
    expect(dry.body.message).toBe('Dry run: all was checked, and nothing was kept.');
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

it('takes the blanks and defaults of a form for no schedule', async () => {
  for (const [recurrencePattern, recurrenceInterval, inAdvanceCreationDays] of [
    ['', '', ''],
    [' ', 1, 0],
    [null, '1', '0'],
    [undefined, 1, null],
  ]) {
    const given = body({
      recurrencePattern,
      recurrenceInterval,
      inAdvanceCreationDays,
      appliedToInvoiceId: '',
    });
    const { status, body: answer } = await server.strict.post('/invoices', given);
    expect(status, JSON.stringify(answer)).toBe(200);
    expect(answer.data.recurringInvoiceTemplateUuid).toBeNull();
  }
  for (const said of [{ recurrenceInterval: 2 }, { inAdvanceCreationDays: 3 }]) {
    const { body: answer } = await server.strict.post('/invoices', body({ recurrencePattern: '', ...said }));
    expect(answer.errors).toMatchObject([{ field: 'recurrencePattern', code: 'REQUIRED' }]);
  }
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
    for (const blank of ['', '  ']) {
      const given = body({ invoiceNumber: blank, dueDate: blank, invoiceType: blank, isDraft: null });
      const { status, body: answer } = await server.lenient.post('/invoices', given);
      expect(status, JSON.stringify(answer)).toBe(200);
      expect(answer.data).toMatchObject({ invoiceType: 'invoice', isDraft: true, dueDate: '2026-07-31' });
      expect(answer.data.invoiceNumber).toMatch(/^INV-/);
    }
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

async function incomeAccountName(): Promise<string> {
  const { rows } = await server.owner.query('SELECT name FROM account WHERE id = $1', [
    fixtures.incomeAccountUuid,
  ]);
  return rows[0].name;
}
