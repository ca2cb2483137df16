import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestClient } from '../../../test/support/signed-client.ts';

let books: SettlementBooks;
let client: TestClient;

beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Document = any;
const make = (path: string, body: object): Promise<Document> => books.done(client.post(path, body));
const patch = (uuid: string, body: object) => client.patch(`/invoices/${uuid}`, body);
const approve = (uuid: string) => client.patch(`/invoices/${uuid}/approve`, {});

/** A draft of a product, a tax, a tag and a customer of its own. */
async function draft() {
  const number = Math.random().toString(36).slice(2);
  const product = await make('/products', {
    name: `Thing ${number}`,
    categoryAccountUuid: books.fixtures.incomeAccountUuid,
  });
  const tax = await make('/taxes', { name: `Tax ${number}`, percentage: 10 });
  const tag = await make('/tags', { name: `Tag ${number}` });
  const customer = await make('/customers', { customer: `Customer ${number}` });
  const line = { productUuid: product.uuid, quantity: 2, price: 50, taxes: [tax.uuid] };
  const invoice = await make(
    '/invoices',
    invoiceBody(books.fixtures, {
      customerUuid: customer.uuid,
      isDraft: true,
      tagUuids: [tag.uuid],
      products: [line],
    }),
  );
  return { product, tax, tag, customer, line, invoice };
}

describe('a draft', () => {
  it('is changed where its product was deleted since, but in its lines, and not approved', async () => {
    const { product, line, invoice } = await draft();
    await books.done(client.delete(`/products/${product.uuid}`));
    const changed = await books.done(
      patch(invoice.uuid, { notes: 'Changed', discount: 10, dueDate: '2999-01-01' }),
    );
    expect(changed).toMatchObject({
      notes: 'Changed',
      total: '99.00',
      products: invoice.products.map(({ uuid }: Document) => ({ uuid })),
    });
    expect(await books.read(invoice.uuid)).toMatchObject({ notes: 'Changed', total: '99.00' });
    const refusal = { statusCode: 400, code: 'PRODUCT_NOT_FOUND' };
    expect((await patch(invoice.uuid, { products: [{ ...line, quantity: 3 }] })).body).toMatchObject(refusal);
    expect((await patch(invoice.uuid, { isDraft: false })).body).toMatchObject(refusal);
    expect((await approve(invoice.uuid)).body).toMatchObject(refusal);
    const other = { ...line, productUuid: books.fixtures.productUuid };
    await books.done(patch(invoice.uuid, { products: [other] }));
    expect((await approve(invoice.uuid)).status).toBe(200);
    await books.verify();
  });

  it('is changed where its product, tax or customer is inactive by now, and approved when all are active', async () => {
    const { product, tax, customer, line, invoice } = await draft();
    const set = async (status: string) => {
      for (const path of [`/products/${product.uuid}`, `/taxes/${tax.uuid}`, `/customers/${customer.uuid}`])
        await books.done(client.call(path.startsWith('/customers') ? 'PUT' : 'PATCH', path, { status }));
    };
    await set('inactive');
    expect(await books.done(patch(invoice.uuid, { notes: 'Changed' }))).toMatchObject({ total: '110.00' });
    expect((await patch(invoice.uuid, { products: [line] })).body.errors).toMatchObject([
      { code: 'PRODUCT_INACTIVE' },
      { code: 'TAX_INACTIVE' },
    ]);
    expect((await approve(invoice.uuid)).body.errors).toMatchObject([
      { code: 'CUSTOMER_INACTIVE' },
      { code: 'PRODUCT_INACTIVE' },
      { code: 'TAX_INACTIVE' },
    ]);
    await set('active');
    expect((await approve(invoice.uuid)).status).toBe(200);
  });

  it('is changed where its customer or a tag was deleted since, and not approved', async () => {
    const { customer, tag, invoice } = await draft();
    await books.done(client.delete(`/customers/${customer.uuid}`));
    await books.done(client.delete(`/tags/${tag.uuid}`));
    const changed = await books.done(patch(invoice.uuid, { notes: 'Changed' }));
    expect(changed).toMatchObject({ customerUuid: customer.uuid, tagUuids: [tag.uuid], notes: 'Changed' });
    expect((await approve(invoice.uuid)).body.errors).toMatchObject([
      { field: 'customerUuid', code: 'CUSTOMER_NOT_FOUND' },
      { field: 'tagUuids[0]', code: 'TAG_NOT_FOUND' },
    ]);
    const other = await draft();
    expect((await patch(other.invoice.uuid, { customerUuid: customer.uuid })).body).toMatchObject({
      code: 'CUSTOMER_NOT_FOUND',
    });
    expect((await patch(other.invoice.uuid, { tagUuids: [tag.uuid] })).body).toMatchObject({
      code: 'TAG_NOT_FOUND',
    });
    await books.done(patch(invoice.uuid, { customerUuid: books.fixtures.customerUuid, tagUuids: [] }));
    expect((await approve(invoice.uuid)).status).toBe(200);
  });
});
