import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { race } from '../../../test/support/race.ts';

let books: InvoiceBooks;
beforeAll(async () => {
  books = await openInvoiceBooks();
});
afterAll(() => books.server.close());

async function make(customer: string): Promise<string> {
  const { body } = await books.server.strict.post('/customers', { customer });
  return body.data.uuid;
}
const remove = (customerUuid: string) => books.server.strict.delete(`/customers/${customerUuid}`);
const post = (customerUuid: string, changes: object = {}) =>
  books.server.strict.post('/invoices', books.body({ customerUuid, ...changes }));

it('a customer is never deleted while an invoice of it is created approved', async () => {
  const outcomes = await race('Billed', { make, use: (customer) => post(customer), change: remove });
  const fitting = ['400 CUSTOMER_NOT_FOUND, 200', '200, 400 CUSTOMER_HAS_OPEN_INVOICES'];
  expect(fitting).toEqual(expect.arrayContaining(outcomes));
});

it('a customer is never deleted while a draft of it is approved', async () => {
  const outcomes = await race('Approved', {
    make: async (name) => {
      const customer = await make(name);
      const { body } = await post(customer, { isDraft: true });
      return { customer, draft: body.data.uuid };
    },
    use: ({ draft }) => books.server.strict.patch(`/invoices/${draft}/approve`, {}),
    change: ({ customer }) => remove(customer),
  });
  const fitting = ['400 CUSTOMER_NOT_FOUND, 200', '200, 400 CUSTOMER_HAS_OPEN_INVOICES'];
  expect(fitting).toEqual(expect.arrayContaining(outcomes));
});

it('a customer is never deleted while money of it is put on account', async () => {
  const outcomes = await race('Paying', {
    make,
    use: (customerUuid) =>
      books.server.strict.post('/payments', { customerUuid, date: '2026-07-05', amount: 5 }),
    change: remove,
  });
  const fitting = ['400 CUSTOMER_NOT_FOUND, 200', '201, 400 CUSTOMER_HAS_OPEN_INVOICES'];
  expect(fitting).toEqual(expect.arrayContaining(outcomes));
});
