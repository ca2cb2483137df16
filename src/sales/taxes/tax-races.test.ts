import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { race } from '../../../test/support/race.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';

let books: InvoiceBooks;
beforeAll(async () => {
  books = await openInvoiceBooks();
});
afterAll(() => books.server.close());

const make = (name: string) => createTax(books.server.strict, name, 5);
const post = (tax: string, changes: object = {}) =>
  books.server.strict.post('/invoices', books.body({ products: [books.line({ taxes: [tax] })], ...changes }));
const remove = (tax: string) => books.server.strict.delete(`/taxes/${tax}`);
const raise = (tax: string) => books.server.strict.patch(`/taxes/${tax}`, { percentage: 9 });
const tell = ({ tax }: Record<string, unknown>) => tax;

const RAISED_OR_LOCKED = ['200 22.50, 200', '200 12.50, 400 TAX_LOCKED'];

it('an invoice has the percentage of its tax, also where that is changed at that moment', async () => {
  const outcomes = await race('Raised', { make, use: (tax) => post(tax), change: raise, tell });
  expect(RAISED_OR_LOCKED).toEqual(expect.arrayContaining(outcomes));
});

it('a draft that is approved has the percentage of its tax, also where that is changed at that moment', async () => {
  const outcomes = await race('Approved', {
    make: async (name) => {
      const tax = await make(name);
      const { body } = await post(tax, { isDraft: true });
      return { tax, draft: body.data.uuid };
    },
    use: ({ draft }) => books.server.strict.patch(`/invoices/${draft}/approve`, {}),
    change: ({ tax }) => raise(tax),
    tell,
  });
  expect(RAISED_OR_LOCKED).toEqual(expect.arrayContaining(outcomes));
});

it('an invoice never has a tax that is deleted at that moment', async () => {
  const outcomes = await race('Deleted', { make, use: (tax) => post(tax), change: remove, tell });
  const fitting = ['400 TAX_NOT_FOUND, 200', '200 12.50, 400 TAX_IN_USE'];
  expect(fitting).toEqual(expect.arrayContaining(outcomes));
});

it('a product never has a tax that is deleted at that moment', async () => {
  const outcomes = await race('Of a product', {
    make,
    use: (tax) => books.server.strict.post('/products', { name: `With ${tax}`, taxes: [tax] }),
    change: remove,
  });
  const fitting = ['400 TAX_NOT_FOUND, 200', '201, 400 TAX_IN_USE'];
  expect(fitting).toEqual(expect.arrayContaining(outcomes));
});
