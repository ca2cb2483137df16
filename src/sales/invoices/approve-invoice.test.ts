import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { readMovement } from '../../../test/support/trial-balance.ts';

let server: InvoiceBooks['server'];
let fixtures: InvoiceBooks['fixtures'];
let other: InvoiceBooks['other'];
let foreign: InvoiceBooks['foreign'];
let line: InvoiceBooks['line'];
let body: InvoiceBooks['body'];

beforeAll(async () => {
  ({ server, fixtures, other, foreign, line, body } = await openInvoiceBooks());
});
afterAll(() => server.close());

async function draft(changes: Record<string, unknown> = {}): Promise<string> {
  const answer = await server.lenient.post('/invoices', body({ isDraft: true, ...changes }));
  return answer.body.data.uuid;
}
const approve = (id: string, options = {}) => server.strict.patch(`/invoices/${id}/approve`, {}, options);

describe('approving a draft', () => {
  it('posts to the books what creating it approved would have posted, and answers the same document', async () => {
    const made = { products: [line({ quantity: 3, price: 33.33, taxes: [fixtures.taxUuid] })], discount: 5 };
    const atOnce = await readMovement(server.strict, () => server.lenient.post('/invoices', body(made)));
    const id = await draft({ ...made, tagUuids: [fixtures.tagUuid] });
    const before = (await server.strict.get(`/invoices/${id}`)).body.data;
    const later = await readMovement(server.strict, () => approve(id));
    expect(later).toEqual(atOnce);
    const { data } = (await server.strict.get(`/invoices/${id}`)).body;
    const approved = { status: 'overdue', approvalStatus: 'approved', isDraft: false };
    expect(data).toEqual({ ...before, ...approved, updatedAt: data.updatedAt });
    expect(data.updatedAt > before.updatedAt).toBe(true);
  });

  it('freezes what the document says, whatever becomes of its masters', async () => {
    const customer = await server.strict.post('/customers', { customer: 'Before' });
    const id = await draft({ customerUuid: customer.body.data.uuid });
    const rename = (name: string) =>
      server.strict.put(`/customers/${customer.body.data.uuid}`, { customer: name });
    await rename('At approval');
    expect((await server.strict.get(`/invoices/${id}`)).body.data.customer.customer).toBe('At approval');
    await approve(id);
    await rename('Afterwards');
    expect((await server.strict.get(`/invoices/${id}`)).body.data.customer.customer).toBe('At approval');
  });

  it('approves quotes and estimates without moving the books', async () => {
    for (const invoiceType of ['quote', 'estimate']) {
      const id = await draft({ invoiceType, dueDate: '2999-01-01' });
      expect(await readMovement(server.strict, () => approve(id))).toEqual({});
      expect((await server.strict.get(`/invoices/${id}`)).body.data.status).toBe('approved');
    }
  });

  it('is refused a second time, and on a document that was approved at its creation', async () => {
    const id = await draft();
    await approve(id);
    const made = await server.strict.post('/invoices', body());
    for (const uuid of [id, made.body.data.uuid]) {
      const refused = await approve(uuid);
      expect(refused.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
      expect(refused.body.message).toMatch(/invoice .*already approved/);
    }
  });

  it('is refused for a memo, which is finalised by an update instead', async () => {
    const id = await draft({ invoiceType: 'memo' });
    const refused = await approve(id);
    expect(refused.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
    expect(refused.body.message).toMatch(/memo invoice .*draft/);
  });

  it('names every reason why the document cannot be posted, and leaves the draft', async () => {
    const customer = await server.strict.post('/customers', { customer: 'Leaves us' });
    const product = { productUuid: fixtures.uncategorisedProductUuid, quantity: 1 };
    const id = await draft({ customerUuid: customer.body.data.uuid, products: [line(), product] });
    await server.strict.put(`/customers/${customer.body.data.uuid}`, { status: 'inactive' });
    const refused = await approve(id);
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toMatchObject([
      { field: 'customerUuid', code: 'CUSTOMER_INACTIVE' },
      { field: 'products[1].productUuid', code: 'PRODUCT_WITHOUT_CATEGORY_ACCOUNT' },
    ]);
    expect((await server.strict.get(`/invoices/${id}`)).body.data.isDraft).toBe(true);
  });

  it('happens once for 12 callers at once', async () => {
    const id = await draft();
    const moved = await readMovement(server.strict, async () => {
      const answers = await Promise.all(Array.from({ length: 12 }, () => approve(id)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(400)]);
    });
    expect(moved['Accounts Receivable']).toBe(25000n);
  });

  it('is answered alike when it is repeated with its key', async () => {
    const id = await draft();
    const options = { headers: { 'idempotency-key': `approve-${id}` } };
    const first = await approve(id, options);
    const second = await approve(id, options);
    expect(first.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });

  it('is refused in a closed period, and leaves the draft', async () => {
    const closing = await server.addWorkspace();
    const masters = await createSalesFixtures(closing.strict);
    const made = await closing.lenient.post('/invoices', invoiceBody(masters, { isDraft: true }));
    await server.owner.query(`UPDATE books SET closed_through = '2026-07-31' WHERE workspace_id = $1`, [
      closing.workspaceId,
    ]);
    const refused = await closing.strict.patch(`/invoices/${made.body.data.uuid}/approve`);
    expect(refused.body).toMatchObject({
      code: 'PERIOD_CLOSED',
      details: { closedThrough: '2026-07-31' },
      errors: [{ field: 'date' }],
    });
    expect((await closing.strict.get(`/invoices/${made.body.data.uuid}`)).body.data.isDraft).toBe(true);
  });

  it('is not there for another workspace', async () => {
    const made = await other.lenient.post('/invoices', invoiceBody(foreign, { isDraft: true }));
    expect((await approve(made.body.data.uuid)).body).toMatchObject({ code: 'INVOICE_NOT_FOUND' });
    expect((await other.strict.get(`/invoices/${made.body.data.uuid}`)).body.data.isDraft).toBe(true);
  });
});
