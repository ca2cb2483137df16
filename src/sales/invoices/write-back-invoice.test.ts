import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arbitraryInvoice } from '../../../test/support/arbitrary-invoice.ts';
import { invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestClient } from '../../../test/support/signed-client.ts';
import { updateInvoiceBody } from './invoice-body.schema.ts';

let books: SettlementBooks;
let client: TestClient;
let taxes: string[];

beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
  const tax = async (fields: object) => (await books.done(client.post('/taxes', fields))).uuid;
  taxes = [
    await tax({ name: 'VAT', percentage: 19 }),
    await tax({ name: 'City', percentage: '7.25' }),
    await tax({ name: 'Contained', percentage: 8, inclusive: true }),
  ];
});
afterAll(() => books.server.close());

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Document = any;
const patch = (uuid: string, body: object) => client.patch(`/invoices/${uuid}`, body);
const read = (uuid: string): Promise<Document> => books.read(uuid);
/** What a document says, without what tells one version or document from another. */
const said = ({ updatedAt: _, ...document }: Document) => document;
const saidByCopy = ({ id, uuid, invoiceNumber, createdAt, updatedAt, products, ...document }: Document) => ({
  ...document,
  products: products.map(({ id: _, uuid: __, ...line }: Document) => line),
});
const line = (changes: object = {}) => ({
  productUuid: books.fixtures.productUuid,
  quantity: 3,
  price: '33.33',
  taxes: [taxes[2]],
  ...changes,
});
const draft = (changes: object = {}): Promise<Document> =>
  books.done(
    client.post('/invoices', invoiceBody(books.fixtures, { isDraft: true, products: [line()], ...changes })),
  );

describe('a record that is written back as it was answered', () => {
  it('changes nothing of a draft, and makes an equal one', async () => {
    const WRITABLE = Object.keys(updateInvoiceBody.shape);
    await fc.assert(
      fc.asyncProperty(arbitraryInvoice(books.fixtures, taxes), async (fields) => {
        const body = invoiceBody(books.fixtures, { ...fields, isDraft: true });
        const { status, body: made } = await client.post('/invoices', body);
        if (status === 400) return;
        const before = await read(made.data.uuid);
        const writable = Object.fromEntries(
          Object.entries(before).filter(([field]) => WRITABLE.includes(field)),
        );
        for (const record of [writable, before]) {
          const { status: done, body: answer } = await patch(before.uuid, record);
          expect([done, answer.message]).toEqual([200, 'Invoice updated successfully.']);
          expect(said(await read(before.uuid))).toEqual(said(before));
        }
        const invoiceNumber = `${before.invoiceNumber}-2`;
        const copy = await client.post('/invoices', { ...before, invoiceNumber });
        expect(copy.status, JSON.stringify(copy.body)).toBe(200);
        expect(saidByCopy(await read(copy.body.data.uuid))).toEqual(saidByCopy(before));
      }),
      { numRuns: 12, seed: 20260801 },
    );
  });

  it('keeps a discount of prices that contain taxes', async () => {
    const before = await draft({ discount: 10, products: [line({ discount: '1.005' })] });
    expect(before).toMatchObject({
      discount: '9.26',
      discountAmount: 10,
      discountPercent: null,
      products: [{ discount: '1.01', discountAmount: 1.005 }],
    });
    await books.done(patch(before.uuid, before));
    expect(said(await read(before.uuid))).toEqual(said(before));
  });

  it('keeps a percentage where lines change, and takes a discount that alone is another', async () => {
    const before = await draft({ discount: 10, discountType: 'percent' });
    const [first] = before.products;
    const more = await books.done(patch(before.uuid, { ...before, products: [{ ...first, quantity: 6 }] }));
    expect(more).toMatchObject({ discountPercent: 10, total: '179.98', products: [{ uuid: first.uuid }] });
    const changed = await books.done(patch(before.uuid, { ...more, discount: '20.00' }));
    expect(changed).toMatchObject({ discountPercent: null, discountAmount: 20, total: '179.98' });
    const percent = await books.done(
      patch(before.uuid, { ...changed, discountPercent: 50, discountAmount: null }),
    );
    expect(percent).toMatchObject({ discountPercent: 50, total: '99.99' });
    const alone = await books.done(patch(before.uuid, { discount: 99.99 }));
    expect(alone).toMatchObject({ discountPercent: null, discountAmount: 99.99, total: '99.99' });
    const cleared = await books.done(patch(before.uuid, { discount: null }));
    expect(cleared).toMatchObject({ discountPercent: null, discountAmount: 0, total: '199.98' });
  });

  it('keeps the rate of the table, and a rate that was given', async () => {
    await books.done(
      client.call('PUT', '/exchange-rates', { currency: 'EUR', rate: '1.1', date: '2026-01-01' }),
    );
    const table = await draft({ currency: 'EUR', date: '2026-02-01', dueDate: '2026-02-02' });
    expect(table).toMatchObject({ exchangeRateSource: 'table', exchangeRateDate: '2026-01-01' });
    await books.done(patch(table.uuid, table));
    expect(said(await read(table.uuid))).toEqual(said(table));
    const pinned = await books.done(patch(table.uuid, { exchangeRate: table.exchangeRate }));
    expect(pinned).toMatchObject({ exchangeRateSource: 'given', exchangeRateDate: '2026-02-01' });
    await books.done(patch(table.uuid, pinned));
    expect(said(await read(table.uuid))).toEqual(said(pinned));
    const back = await books.done(patch(table.uuid, { exchangeRateSource: 'table' }));
    expect(back).toMatchObject({ exchangeRateSource: 'table', exchangeRateDate: '2026-01-01' });
  });

  it('is refused where a discount is told as two that differ', async () => {
    const refusal = async (given: object) => {
      const { status, body } = await client.post(
        '/invoices',
        invoiceBody(books.fixtures, { products: [line()], ...given }),
      );
      expect(status, JSON.stringify(body)).toBe(400);
      return body.errors.map(({ field, code }: Document) => `${field} ${code}`);
    };
    expect(await refusal({ discount: 20, discountPercent: 10 })).toEqual(['discount INVALID_VALUE']);
    expect(await refusal({ discountAmount: 20, discountPercent: 10 })).toEqual([
      'discountAmount INVALID_VALUE',
    ]);
    expect(await refusal({ discountPercent: 10, discountType: 'amount' })).toEqual([
      'discountType INVALID_VALUE',
    ]);
    expect(await refusal({ discountPercent: 101 })).toEqual(['discountPercent TOO_LARGE']);
    expect(await refusal({ products: [line({ discount: 2, discountAmount: 1 })] })).toEqual([
      'products[0].discount INVALID_VALUE',
    ]);
    expect(await refusal({ discountAmount: 1000 })).toEqual(['discount TOO_LARGE']);
  });

  it('makes a template of the same discount', async () => {
    const recurrence = {
      recurrencePattern: 'monthly',
      isDraft: false,
      date: '2026-02-01',
      dueDate: '2026-02-02',
    };
    const made = await draft({ discountPercent: 10, products: [line({ discountAmount: 5 })], ...recurrence });
    const template = await books.done(
      client.get(`/recurring-invoice-templates/${made.recurringInvoiceTemplateUuid}`),
    );
    expect(template).toMatchObject({
      discount: 10,
      discountType: 'percent',
      products: [{ discount: 5, discountType: 'amount' }],
    });
  });
});
