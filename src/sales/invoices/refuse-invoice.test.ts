import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';

let server: InvoiceBooks['server'];
let fixtures: InvoiceBooks['fixtures'];
let other: InvoiceBooks['other'];
let foreign: InvoiceBooks['foreign'];
let line: InvoiceBooks['line'];
let body: InvoiceBooks['body'];
let countInvoices: InvoiceBooks['countInvoices'];

beforeAll(async () => {
  ({ server, fixtures, other, foreign, line, body, countInvoices } = await openInvoiceBooks());
});
afterAll(() => server.close());

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
    ['a number of two lines', { invoiceNumber: 'A\n1' }, 'invoiceNumber', 'INVALID_TEXT'],
    ['a number of 51 characters', { invoiceNumber: 'x'.repeat(51) }, 'invoiceNumber', 'TOO_LONG'],
    ['no products', { products: [] }, 'products', 'TOO_SHORT'],
    ['products that are no list', { products: {} }, 'products', 'INVALID_TYPE'],
    ['a line that is no object', { products: [null] }, 'products[0]', 'REQUIRED'],
    ['an unknown schedule', { recurrencePattern: 'hourly' }, 'recurrencePattern', 'INVALID_ENUM'],
    ['a credit without a memo', { applyCredit: true }, 'creditMemo', 'REQUIRED'],
    [
      'an invoice that names an invoice',
      { appliedToInvoiceUuid: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c' },
      'appliedToInvoiceUuid',
      'INVALID_VALUE',
    ],
    ['a numeric id of an invoice', { appliedToInvoiceId: 4711 }, 'appliedToInvoiceId', 'INVALID_VALUE'],
    ['another currency without a rate', { currency: 'EUR' }, 'exchangeRate', 'EXCHANGE_RATE_REQUIRED'],
    ['no currency', { currency: 'EURO' }, 'currency', 'INVALID_VALUE'],
    ['a rate of its own currency', { exchangeRate: 1.1 }, 'exchangeRate', 'INVALID_VALUE'],
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

  it('lists amounts of every kind that do not hold together', async () => {
    const huge = line({ price: 999_999_999, quantity: 999_999_999 });
    const lines = await refused({ products: [huge, line({ price: 10, discount: 500 })] });
    expect(lines.fields).toEqual({ 'products[0]': 'TOO_LARGE', 'products[1].discount': 'TOO_LARGE' });
    const deducted = { quantity: 10_000, price: -9_999_999 };
    const told = line({ price: 10, discount: 3, discountPercent: 50 });
    const { body: answer } = await server.strict.post(
      '/invoices',
      body({ products: [told, line(deducted), line(deducted)] }),
    );
    expect(answer.errors.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
      ['products', 'TOO_LARGE'],
      ['products', 'NEGATIVE_TOTAL'],
      ['products[0].discount', 'INVALID_VALUE'],
    ]);
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
