import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { accountIdsByName } from '../../../test/support/product-books.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import type { TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let books: InvoiceBooks;
let server: TestServer;
let account: Record<string, string>;

beforeAll(async () => {
  books = await openInvoiceBooks();
  server = books.server;
  account = await accountIdsByName(server.owner, server.workspaceId);
});
afterAll(() => server.close());

let count = 0;
function makeTax(changes: object = {}) {
  count += 1;
  return createTax(server.strict, `Tax ${count}`, 8.25, { ...changes });
}

const patch = (id: string, body: object) => server.strict.patch(`/taxes/${id}`, body);

/** Puts a tax on a document. */
async function charge(tax: string, changes: object = {}) {
  const body = books.body({ products: [books.line({ taxes: [tax] })], ...changes });
  const answer = await server.strict.post('/invoices', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data;
}

test('a tax is got by its id, in any case', async () => {
  const id = await makeTax();
  const { status, body } = await server.strict.get(`/taxes/${id.toUpperCase()}`);
  expect([status, body.data.uuid, body.data.percentage]).toEqual([200, id, 8.25]);
});

test('an unknown id is not found, and a malformed one is refused', async () => {
  expect((await server.strict.get(`/taxes/${UNKNOWN_UUID}`)).body.code).toBe('TAX_NOT_FOUND');
  expect((await patch(UNKNOWN_UUID, {})).status).toBe(404);
  expect((await patch('7', {})).body.code).toBe('INVALID_UUID');
});

describe('a tax that is on no approved document', () => {
  it('may be changed in every field, and leaves the others', async () => {
    const id = await makeTax({ taxNumber: 'T-1' });
    const first = await patch(id, { percentage: 19, inclusive: true });
    expect(first.body.data).toMatchObject({
      percentage: 19,
      inclusive: true,
      compound: false,
      taxNumber: 'T-1',
    });
    const changes = {
      name: 'Wholly new',
      percentage: 0,
      kind: 'exempt',
      inclusive: false,
      compound: true,
      salesAccountUuid: account['Income Tax Payable'],
      purchaseAccountUuid: account['Prepaid Expenses'],
      taxNumber: null,
      status: 'inactive',
    };
    const { status, body } = await patch(id, changes);
    expect(status).toBe(200);
    expect(body.data).toMatchObject(changes);
    expect((await server.strict.get(`/taxes/${id}`)).body.data).toEqual(body.data);
    const back = await patch(id, { salesAccountUuid: null, purchaseAccountUuid: null });
    expect(back.body.data).toMatchObject({
      salesAccountUuid: account.sales_tax,
      purchaseAccountUuid: account.input_tax,
    });
  });

  it('leaves a trail of what changed, and none where nothing did', async () => {
    const id = await makeTax();
    const changed = await patch(id, { percentage: 9, name: 'Renamed' });
    const same = await patch(id, { percentage: '9.0', name: 'Renamed', status: 'active', kind: null });
    expect(same.body.data).toEqual(changed.body.data);
    const { rows } = await server.owner.query(
      "SELECT changes FROM audit_log WHERE entity_id = $1 AND action = 'updated'",
      [id],
    );
    expect(rows.map(({ changes }) => Object.keys(changes).sort())).toEqual([['name', 'percentage']]);
    expect(rows[0].changes.percentage).toEqual({ from: 8.25, to: 9 });
    const { rows: events } = await server.owner.query(
      "SELECT document::json ->> 'percentage' AS percentage FROM outbox_event WHERE entity_id = $1 AND type = 'tax.updated'",
      [id],
    );
    expect(events).toEqual([{ percentage: '9' }]);
  });

  it('must be sound as it would stand, and is told every rule that it would break', async () => {
    const id = await makeTax();
    const zero = await patch(id, { kind: 'zero' });
    expect([zero.status, errorCodes(zero.body)]).toEqual([400, { percentage: 'INVALID_VALUE' }]);
    const taken = await makeTax();
    const { body: other } = await server.strict.get(`/taxes/${taken}`);
    const all = await patch(id, {
      name: other.data.name.toUpperCase(),
      kind: 'reverse_charge',
      inclusive: true,
      salesAccountUuid: UNKNOWN_UUID,
      purchaseAccountUuid: account.Checking,
    });
    expect(errorCodes(all.body)).toEqual({
      name: 'DUPLICATE_NAME',
      inclusive: 'INVALID_VALUE',
      salesAccountUuid: 'ACCOUNT_NOT_FOUND',
      purchaseAccountUuid: 'INVALID_ACCOUNT_TYPE',
    });
    const shape = await patch(id, { name: ' ', percentage: 101, kind: 'withholding', status: 'gone' });
    expect(errorCodes(shape.body)).toEqual({
      name: 'REQUIRED',
      percentage: 'TOO_LARGE',
      kind: 'NOT_AVAILABLE',
      status: 'INVALID_ENUM',
    });
    expect((await server.strict.get(`/taxes/${id}`)).body.data).toMatchObject({
      percentage: 8.25,
      kind: 'standard',
    });
  });

  it('may have its own name in another case', async () => {
    const id = await createTax(server.strict, 'county TAX', 1);
    expect((await patch(id, { name: 'County Tax' })).body.data.name).toBe('County Tax');
  });

  it('is still free when only drafts have it, which keep what they said', async () => {
    const id = await makeTax();
    const draft = await charge(id, { isDraft: true });
    expect((await patch(id, { percentage: 50 })).status).toBe(200);
    const { body } = await server.strict.get(`/invoices/${draft.uuid}`);
    expect(body.data).toEqual(draft);
  });
});

describe('a tax that is on an approved document', () => {
  it('keeps what decides its amount: each field is refused with a code of its own', async () => {
    const id = await makeTax();
    const invoice = await charge(id);
    const changes = {
      percentage: 0,
      kind: 'exempt',
      inclusive: true,
      compound: true,
      salesAccountUuid: account['Income Tax Payable'],
      purchaseAccountUuid: account['Prepaid Expenses'],
    };
    const { status, body } = await patch(id, changes);
    expect([status, body.code]).toEqual([400, 'TAX_LOCKED']);
    const locked = Object.keys(changes).map((field) => [field, 'TAX_LOCKED']);
    expect(errorCodes(body)).toEqual(Object.fromEntries(locked));
    const only = await patch(id, { percentage: 9 });
    expect([only.status, only.body.code]).toEqual([400, 'TAX_LOCKED']);
    expect(only.body.message).toContain('make a new tax, and set this one inactive');
    expect((await server.strict.get(`/invoices/${invoice.uuid}`)).body.data).toEqual(invoice);
  });

  it('may be renamed, renumbered and set inactive, and be sent back as it was read', async () => {
    const id = await makeTax();
    const invoice = await charge(id);
    const read = (await server.strict.get(`/taxes/${id}`)).body.data;
    expect((await patch(id, read)).status).toBe(200);
    const changes = { name: 'Until June', taxNumber: 'T-9', status: 'inactive' };
    expect((await patch(id, changes)).body.data).toMatchObject({ ...changes, percentage: 8.25 });
    expect((await server.strict.get(`/invoices/${invoice.uuid}`)).body.data).toEqual(invoice);
    const refused = await server.strict.post(
      '/invoices',
      books.body({ products: [books.line({ taxes: [id] })] }),
    );
    expect([refused.status, refused.body.code]).toEqual([400, 'TAX_INACTIVE']);
  });

  it.each<[string, object, number]>([
    ['a quote, which posts nothing', { invoiceType: 'quote' }, 250],
    ['an invoice of nothing', {}, 0],
    ['a memo', { invoiceType: 'memo' }, 250],
  ])('is locked by %s too', async (_what, changes, price) => {
    const id = await makeTax();
    await charge(id, { ...changes, products: [books.line({ price, taxes: [id] })] });
    expect((await patch(id, { percentage: 9 })).body.code).toBe('TAX_LOCKED');
  });
});

test('of many who take one name at once, one wins and the others are told why', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => makeTax()));
  const answers = await Promise.all(ids.map((id) => patch(id, { name: 'The one' })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'DUPLICATE_NAME')).toHaveLength(4);
});

test('a repeat under the same Idempotency-Key changes a tax once', async () => {
  const id = await makeTax();
  const headers = { 'idempotency-key': `update-${id}` };
  const first = await server.strict.patch(`/taxes/${id}`, { percentage: 9 }, { headers });
  await patch(id, { percentage: 10 });
  const again = await server.strict.patch(`/taxes/${id}`, { percentage: 9 }, { headers });
  expect(again.body).toEqual(first.body);
  expect((await server.strict.get(`/taxes/${id}`)).body.data.percentage).toBe(10);
});
