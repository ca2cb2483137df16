import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { readMovement } from '../../../test/support/trial-balance.ts';
import { verifyWorkspace } from '../../reports/verify/verify.ts';

let server: InvoiceBooks['server'];
let fixtures: InvoiceBooks['fixtures'];
let foreign: InvoiceBooks['foreign'];
let line: InvoiceBooks['line'];
let body: InvoiceBooks['body'];

beforeAll(async () => {
  ({ server, fixtures, foreign, line, body } = await openInvoiceBooks());
});
afterAll(() => server.close());

async function draft(changes: Record<string, unknown> = {}) {
  const answer = await server.lenient.post('/invoices', body({ isDraft: true, ...changes }));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data;
}
const update = (id: string, changes: unknown, options = {}) =>
  server.strict.patch(`/invoices/${id}`, changes, options);
const read = async (id: string) => (await server.strict.get(`/invoices/${id}`)).body.data;

describe('updating a draft', () => {
  it('changes what is given and leaves the rest, and moves no books', async () => {
    const before = await draft({
      products: [line({ taxes: [fixtures.taxUuid], discount: 10, discountType: 'percent' })],
      tagUuids: [fixtures.tagUuid],
      discount: 5,
      discountDescription: 'Loyal customer',
    });
    const moved = await readMovement(server.strict, async () => {
      const { status, body: answer } = await update(before.uuid, {
        notes: 'Changed',
        dueDate: '2026-08-15',
      });
      expect(status, JSON.stringify(answer)).toBe(200);
      const changed = { notes: 'Changed', dueDate: '2026-08-15', updatedAt: answer.data.updatedAt };
      expect(answer.data).toEqual({ ...before, ...changed });
    });
    expect(moved).toEqual({});
    expect(await read(before.uuid)).toMatchObject({ notes: 'Changed', dueDate: '2026-08-15' });
  });

  it('keeps on record which number it gave up, however often, so that the proofs know of it', async () => {
    const { uuid, invoiceNumber: allotted } = await draft({ invoiceNumber: undefined });
    for (const invoiceNumber of ['OURS-1', allotted, 'OURS-2'])
      expect((await update(uuid, { invoiceNumber })).body.data).toMatchObject({ invoiceNumber });
    const { rows } = await server.owner.query(
      'SELECT number, reason, person_id FROM number_register WHERE document_id = $1 ORDER BY recorded_at',
      [uuid],
    );
    const given = (number: string) => ({ number, reason: 'renumbered', person_id: server.personId });
    expect(rows).toEqual([given(allotted), given('OURS-1')]);
    const proofs = await verifyWorkspace(server.database, server.workspaceId);
    expect(proofs.flatMap(({ failures }) => failures)).toEqual([]);
    expect((await server.strict.delete(`/invoices/${uuid}`)).status).toBe(200);
  });

  it('keeps on record which number it gave up as a document of another type, or in other letters', async () => {
    const { uuid, invoiceNumber: allotted } = await draft({ invoiceNumber: undefined });
    expect((await update(uuid, { invoiceType: 'quote' })).status).toBe(200);
    expect((await update(uuid, { invoiceNumber: allotted.toLowerCase() })).status).toBe(200);
    expect((await server.strict.delete(`/invoices/${uuid}`)).status).toBe(200);
    const { uuid: second, invoiceNumber: next } = await draft({ invoiceNumber: undefined });
    expect((await update(second, { invoiceType: 'estimate' })).status).toBe(200);
    expect((await update(second, { invoiceNumber: 'OURS-3' })).status).toBe(200);
    const { rows } = await server.owner.query(
      'SELECT series, number, reason FROM number_register WHERE document_id = ANY ($1) ORDER BY recorded_at',
      [[uuid, second]],
    );
    expect(rows).toEqual([
      { series: 'INV-', number: allotted, reason: 'renumbered' },
      { series: 'INV-', number: allotted.toLowerCase(), reason: 'deleted' },
      { series: 'INV-', number: next, reason: 'renumbered' },
    ]);
    const proofs = await verifyWorkspace(server.database, server.workspaceId);
    expect(proofs.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('replaces lines and tags whole, and computes the document anew', async () => {
    const { uuid } = await draft({ products: [line(), line()], tagUuids: [fixtures.tagUuid] });
    const products = [line({ quantity: 2, price: '9.99', taxes: [fixtures.taxUuid] })];
    const { body: answer } = await update(uuid, { products, tagUuids: [] });
    expect(answer.data).toMatchObject({ subtotal: '19.98', tax: '2.00', total: '21.98', tagUuids: [] });
    expect(answer.data.products).toHaveLength(1);
    expect(await read(uuid)).toEqual(answer.data);
  });

  it('clears what may be empty with null, and keeps what may not', async () => {
    const before = await draft({ discount: 5, discountDescription: 'Loyal', tagUuids: [fixtures.tagUuid] });
    const cleared = { notes: null, discount: null, discountDescription: null, tagUuids: null };
    const kept = { invoiceNumber: null, isDraft: null, invoiceType: null, currency: null };
    const { body: answer } = await update(before.uuid, { ...cleared, ...kept });
    expect(answer.data).toMatchObject({
      notes: null,
      discount: '0.00',
      discountDescription: null,
      tags: [],
      invoiceNumber: before.invoiceNumber,
      isDraft: true,
      invoiceType: 'invoice',
      currency: 'USD',
    });
  });

  it('ignores what only the server decides and what it does not know, and says so', async () => {
    const before = await draft();
    const managed = {
      paymentStatus: 'paid',
      isSent: true,
      approved: true,
      total: 1,
      isDeleted: true,
      teamId: 7,
    };
    const { status, body: answer } = await update(before.uuid, { ...managed, colour: 'red' });
    expect(status).toBe(200);
    const { _partnerWarnings: warnings, ...record } = answer.data;
    expect(record).toEqual(before);
    const reasons = Object.fromEntries(
      warnings.map(({ field, reason }: { field: string; reason: string }) => [field, reason]),
    );
    const internal = Object.keys(managed).map((field) => [field, 'internal_only']);
    expect(reasons).toEqual({ ...Object.fromEntries(internal), colour: 'unknown_field' });
    expect((await update(before.uuid, {})).body.data).toEqual(before);
  });

  it('approves with the changes when isDraft is false, which is how a memo is finalised', async () => {
    for (const [invoiceType, receivable] of [
      ['invoice', 30000n],
      ['memo', -30000n],
    ] as const) {
      const { uuid } = await draft({ invoiceType });
      const moved = await readMovement(server.strict, () =>
        update(uuid, { isDraft: false, products: [line({ price: 300 })] }),
      );
      expect(moved['Accounts Receivable']).toBe(receivable);
      expect(await read(uuid)).toMatchObject({ isDraft: false, total: '300.00' });
    }
  });

  it('may become another type, under a number that is free there', async () => {
    const { uuid, invoiceNumber } = await draft({ invoiceType: 'quote' });
    const taken = await draft({ invoiceNumber });
    const refused = await update(uuid, { invoiceType: 'invoice' });
    expect(refused.body).toMatchObject({ statusCode: 400, code: 'DUPLICATE_INVOICE_NUMBER' });
    await update(taken.uuid, { invoiceNumber: `${invoiceNumber}-old` });
    expect((await update(uuid, { invoiceType: 'invoice' })).body.data).toMatchObject({
      invoiceType: 'invoice',
      invoiceNumber,
    });
  });

  it('may keep its number in another spelling, and not take one that is taken', async () => {
    const { invoiceNumber } = await draft({ invoiceNumber: 'Taken-1' });
    const { uuid } = await draft({ invoiceNumber: 'mine-1' });
    expect((await update(uuid, { invoiceNumber: 'MINE-1' })).body.data.invoiceNumber).toBe('MINE-1');
    expect((await update(uuid, { invoiceNumber: 'taken-1' })).body).toMatchObject({
      code: 'DUPLICATE_INVOICE_NUMBER',
      details: { invoiceNumber: 'taken-1' },
    });
    expect(invoiceNumber).toBe('Taken-1');
  });

  it.each([
    [{ products: [] }, 'products', 'TOO_SHORT'],
    [{ date: '2026-02-30' }, 'date', 'INVALID_DATE'],
    [{ date: '2026-09-01' }, 'dueDate', 'INVALID_DATE'],
    [{ dueDate: '2026-06-30' }, 'dueDate', 'INVALID_DATE'],
    [{ customerUuid: null }, 'customerUuid', 'REQUIRED'],
    [{ discount: 251 }, 'discount', 'TOO_LARGE'],
    [{ discount: 101, discountType: 'percent' }, 'discount', 'TOO_LARGE'],
    [{ invoiceNumber: 'x'.repeat(51) }, 'invoiceNumber', 'TOO_LONG'],
    [{ currency: 'EUR' }, 'exchangeRate', 'EXCHANGE_RATE_REQUIRED'],
    [{ recurrencePattern: 'monthly' }, 'recurrencePattern', 'INVALID_VALUE'],
  ])('refuses %j and changes nothing', async (changes, field, code) => {
    const before = await draft();
    const { status, body: answer } = await update(before.uuid, { notes: 'Never kept', ...changes });
    expect(status).toBe(400);
    expect(answer.errors).toEqual([expect.objectContaining({ field, code })]);
    expect(await read(before.uuid)).toEqual(before);
  });

  it('refuses references of another workspace, each by its path', async () => {
    const { uuid } = await draft();
    const { body: answer } = await update(uuid, {
      customerUuid: foreign.customerUuid,
      products: [line({ productUuid: foreign.productUuid, taxes: [foreign.taxUuid] })],
      tagUuids: [foreign.tagUuid],
    });
    expect(answer.errors.map(({ field, code }: Record<string, string>) => [field, code])).toEqual([
      ['customerUuid', 'CUSTOMER_NOT_FOUND'],
      ['products[0].productUuid', 'PRODUCT_NOT_FOUND'],
      ['products[0].taxes[0]', 'TAX_NOT_FOUND'],
      ['tagUuids[0]', 'TAG_NOT_FOUND'],
    ]);
  });

  it('takes 8 changes at once one after the other: each is kept', async () => {
    const { uuid } = await draft();
    const fields = ['notes', 'discountDescription', 'dueDate', 'discount'];
    const values = ['Note', 'Reason', '2026-12-24', 12.5];
    await Promise.all(fields.map((field, index) => update(uuid, { [field]: values[index] })));
    expect(await read(uuid)).toMatchObject({
      notes: 'Note',
      discountDescription: 'Reason',
      dueDate: '2026-12-24',
      discount: '12.50',
    });
    const { rows } = await server.owner.query('SELECT version FROM invoice WHERE id = $1', [uuid]);
    expect(rows[0].version).toBe(5);
  });
});

it('cannot update an approved document, whatever is asked of it', async () => {
  const { uuid } = await draft();
  await server.strict.patch(`/invoices/${uuid}/approve`);
  const before = await read(uuid);
  for (const changes of [{ notes: 'x' }, { isDraft: true }, { isDraft: false }, { products: [line()] }]) {
    const refused = await update(uuid, changes);
    expect(refused.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
    expect(refused.body.message).toMatch(/cannot update the invoice/);
  }
  expect((await update(uuid, { paymentStatus: 'paid' })).status).toBe(200);
  expect(await read(uuid)).toEqual(before);
});
