import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../../test/support/invoice-books.ts';
import { race } from '../../../../test/support/race.ts';
import { createTax } from '../../../../test/support/sales-fixtures.ts';

const PATH = '/recurring-invoice-templates';

let books: InvoiceBooks;
beforeAll(async () => {
  books = await openInvoiceBooks();
});
afterAll(() => books.server.close());

async function made(path: string, body: object): Promise<string> {
  const answer = await books.server.strict.post(path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.data.uuid;
}
const makeCustomer = (customer: string) => made('/customers', { customer });
const makeProduct = (name: string) =>
  made('/products', { name, unitPrice: 5, categoryAccountUuid: books.fixtures.incomeAccountUuid });
const makeTax = (name: string) => createTax(books.server.strict, name, 5);

/** A body of a template that begins in a far future, with changes. */
const template = (changes: object) => ({
  customerUuid: books.fixtures.customerUuid,
  date: '2999-01-31',
  recurrencePattern: 'daily',
  products: [books.line()],
  ...changes,
});
const KINDS = [
  {
    kind: 'customers',
    make: makeCustomer,
    naming: (customerUuid: string) => ({ customerUuid }),
    code: 'CUSTOMER_HAS_OPEN_INVOICES',
    missing: 'CUSTOMER_NOT_FOUND',
  },
  {
    kind: 'products',
    make: makeProduct,
    naming: (productUuid: string) => ({ products: [books.line({ productUuid })] }),
    code: 'PRODUCT_IN_USE',
    missing: 'PRODUCT_NOT_FOUND',
  },
  {
    kind: 'taxes',
    make: makeTax,
    naming: (tax: string) => ({ products: [books.line(), books.line({ taxes: [tax] })] }),
    code: 'TAX_IN_USE',
    missing: 'TAX_NOT_FOUND',
  },
] as const;

describe.each(KINDS)('$kind that a template names', ({ kind, make, naming, code, missing }) => {
  const remove = (uuid: string) => books.server.strict.delete(`/${kind}/${uuid}`);

  it('are not deleted while it is active or paused, but once it has ended or is deleted', async () => {
    const { strict } = books.server;
    const [ending, leaving] = [await make(`Ending ${kind}`), await make(`Leaving ${kind}`)];
    const first = await made(PATH, template(naming(ending)));
    const second = await made(PATH, template({ ...naming(leaving), isDraft: false }));
    for (const uuid of [ending, leaving])
      expect((await remove(uuid)).body).toMatchObject({ statusCode: 400, code });
    expect((await strict.patch(`${PATH}/${second}`, naming(ending))).status).toBe(200);
    expect((await remove(leaving)).status).toBe(200);
    expect((await strict.delete(`${PATH}/${second}`)).status).toBe(200);
    expect((await remove(ending)).body.code).toBe(code);
    await books.server.owner.query('UPDATE recurring_invoice_template SET next_date = NULL WHERE id = $1', [
      first,
    ]);
    expect((await remove(ending)).status).toBe(200);
  });

  it('are never deleted while one is created', async () => {
    const outcomes = await race(`Template of ${kind}`, {
      make,
      use: (uuid) => books.server.strict.post(PATH, template(naming(uuid))),
      change: remove,
    });
    const fitting = [`400 ${missing}, 200`, `201, 400 ${code}`];
    expect(fitting).toEqual(expect.arrayContaining(outcomes));
  });

  it('are never deleted while a draft is created with a schedule', async () => {
    const outcomes = await race(`Schedule of ${kind}`, {
      make,
      use: (uuid) => {
        const scheduled = { ...naming(uuid), date: '2999-01-01', dueDate: '2999-02-01', isDraft: true };
        const body = books.body({ ...scheduled, recurrencePattern: 'daily' });
        return books.server.strict.post('/invoices', body);
      },
      change: remove,
    });
    const fitting = [`400 ${missing}, 200`, `200, 400 ${code}`];
    expect(fitting).toEqual(expect.arrayContaining(outcomes));
  });
});
