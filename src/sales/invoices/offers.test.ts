import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { readMovement } from '../../../test/support/trial-balance.ts';

let server: InvoiceBooks['server'];
let fixtures: InvoiceBooks['fixtures'];
let line: InvoiceBooks['line'];
let body: InvoiceBooks['body'];

beforeAll(async () => {
  ({ server, fixtures, line, body } = await openInvoiceBooks());
});
afterAll(() => server.close());

const OPEN = { invoiceType: 'quote', date: '2026-07-01', dueDate: '2999-01-01' };

async function quote(changes: Record<string, unknown> = {}) {
  const answer = await server.lenient.post('/invoices', body({ ...OPEN, ...changes }));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data;
}
const read = async (id: string) => (await server.strict.get(`/invoices/${id}`)).body.data;
const accept = (id: string) => server.strict.patch(`/invoices/${id}/accept`);
const decline = (id: string) => server.strict.patch(`/invoices/${id}/decline`);
const convert = (id: string, given: object = {}) => server.strict.post(`/invoices/${id}/convert`, given);

describe('a quote or estimate', () => {
  it('is accepted or declined, and the customer may think again until it is converted', async () => {
    for (const invoiceType of ['quote', 'estimate']) {
      const { uuid } = await quote({ invoiceType });
      expect((await accept(uuid)).body.data.status).toBe('accepted');
      expect((await accept(uuid)).body.data.status).toBe('accepted');
      expect((await decline(uuid)).body.data.status).toBe('declined');
      expect((await convert(uuid)).body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
      expect((await accept(uuid)).status).toBe(200);
      expect((await convert(uuid)).status).toBe(201);
      expect((await read(uuid)).status).toBe('converted');
      for (const answer of [await accept(uuid), await decline(uuid), await convert(uuid)])
        expect(answer.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
      const { body: log } = await server.strict.get(`/invoices/${uuid}/audit-log`);
      expect(log.data.auditLog.map(({ action }: { action: string }) => action)).toEqual([
        'converted',
        'accepted',
        'declined',
        'accepted',
        'created',
      ]);
    }
  });

  it('expires after its due date: then it cannot be accepted, but may still be honoured', async () => {
    const { uuid, status } = await quote({ dueDate: '2026-07-02' });
    expect(status).toBe('expired');
    expect((await accept(uuid)).body.message).toMatch(/expired after 2026-07-02/);
    expect((await convert(uuid)).status).toBe(201);
  });

  it('is not converted into an invoice that is due before it is made, where that is today', async () => {
    const { uuid } = await quote();
    for (const date of [undefined, null]) {
      const { status, body: answer } = await convert(uuid, { date, dueDate: '2020-01-01', isDraft: false });
      expect([status, answer.errors?.[0]]).toMatchObject([400, { field: 'dueDate', code: 'INVALID_DATE' }]);
    }
    expect((await convert(uuid)).status).toBe(201);
  });

  it('becomes an invoice with its lines, prices, discounts, taxes and tags; each names the other', async () => {
    const lines = [
      line({ quantity: 3, price: 33.33, taxes: [fixtures.taxUuid], discount: 5, discountType: 'percent' }),
      line({ price: 10, description: 'Stairs' }),
    ];
    const offer = await quote({
      products: lines,
      discount: 4,
      tagUuids: [fixtures.tagUuid],
      notes: 'As agreed',
    });
    const moved = await readMovement(server.strict, async () => {
      const { status, body: answer } = await convert(offer.uuid, { date: '2026-07-05' });
      expect(status, JSON.stringify(answer)).toBe(201);
      const invoice = answer.data;
      for (const field of ['subtotal', 'discount', 'tax', 'total', 'notes', 'tagUuids', 'customerUuid'])
        expect(invoice[field], field).toEqual(offer[field]);
      const shown = (one: typeof offer) =>
        one.products.map((sold: Record<string, unknown>) => ({ ...sold, id: null, uuid: null }));
      expect(shown(invoice)).toEqual(shown(offer));
      expect(invoice).toMatchObject({
        invoiceType: 'invoice',
        invoiceNumber: expect.stringMatching(/^INV-\d{6}$/),
        status: 'draft',
        date: '2026-07-05',
        dueDate: '2026-08-04',
        convertedFromUuid: offer.uuid,
        convertedToUuid: null,
      });
      expect(await read(offer.uuid)).toMatchObject({ convertedToUuid: invoice.uuid, status: 'converted' });
      expect(await read(invoice.uuid)).toEqual(invoice);
    });
    expect(moved).toEqual({});
  });

  it('becomes an approved invoice at once where that is asked for, under a number of the client’s', async () => {
    const { uuid } = await quote();
    const moved = await readMovement(server.strict, async () => {
      const { body: answer } = await convert(uuid, {
        isDraft: false,
        invoiceNumber: 'From-quote',
        date: '2026-07-05',
        dueDate: '2026-07-06',
      });
      expect(answer.data).toMatchObject({
        invoiceNumber: 'From-quote',
        dueDate: '2026-07-06',
        isDraft: false,
      });
    });
    expect(moved['Accounts Receivable']).toBe(25000n);
    const other = await quote();
    const taken = await convert(other.uuid, { invoiceNumber: 'from-QUOTE' });
    expect(taken.body).toMatchObject({ statusCode: 400, code: 'DUPLICATE_INVOICE_NUMBER' });
    expect((await read(other.uuid)).status).toBe('approved');
  });

  it('is converted once, also by 8 callers at once, and again after the draft was deleted', async () => {
    const { uuid } = await quote();
    const answers = await Promise.all(Array.from({ length: 8 }, () => convert(uuid)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(400)]);
    const made = answers.find(({ status }) => status === 201)!.body.data;
    await server.strict.delete(`/invoices/${made.uuid}`);
    expect(await read(uuid)).toMatchObject({ status: 'approved', convertedToUuid: null });
    expect((await convert(uuid)).status).toBe(201);
  });

  it('must be approved first, and not void; nothing else can be accepted, declined or converted', async () => {
    const draft = await quote({ isDraft: true });
    const gone = await quote();
    await server.strict.patch(`/invoices/${gone.uuid}/void`);
    const invoice = await server.strict.post('/invoices', body());
    for (const id of [draft.uuid, gone.uuid, invoice.body.data.uuid]) {
      for (const answer of [await accept(id), await decline(id), await convert(id)])
        expect(answer.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
    }
    expect((await accept(draft.uuid)).body.message).toMatch(/quote invoice .*must be approved/);
  });

  it('cannot become an invoice that would be unsound, and says why', async () => {
    const { uuid } = await quote();
    const refused = await convert(uuid, {
      date: '2026-07-05',
      dueDate: '2026-07-04',
      invoiceNumber: 'x'.repeat(51),
    });
    expect(refused.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'dueDate',
      'invoiceNumber',
    ]);
    expect((await read(uuid)).convertedToUuid).toBeNull();
  });
});

describe('the audit log of a document', () => {
  it('says who did what by which app, when, from where, and what it changed', async () => {
    const made = await server.lenient.post('/invoices', body({ isDraft: true }));
    const { uuid } = made.body.data;
    await server.strict.patch(`/invoices/${uuid}`, { notes: 'Changed' });
    await server.strict.patch(`/invoices/${uuid}/approve`);
    await server.strict.patch(`/invoices/${uuid}/approve`);
    const { body: answer } = await server.strict.get(`/invoices/${uuid}/audit-log`);
    const [approved, updated, created] = answer.data.auditLog;
    expect(answer.data.totalRecords).toBe(3);
    const by = { person: { uuid: server.personId, name: 'Test person' }, remoteAddress: '127.0.0.1' };
    const strict = { uuid: server.strictAppId, name: 'Strict app' };
    expect(created).toMatchObject({
      ...by,
      action: 'created',
      changes: null,
      partnerApp: { uuid: server.lenientAppId, name: 'Lenient app' },
    });
    expect(updated).toMatchObject({ ...by, action: 'updated', partnerApp: strict });
    expect(updated.changes.notes).toEqual({ from: 'Thank you', to: 'Changed' });
    expect(Object.keys(updated.changes).sort()).toEqual(['notes', 'updatedAt']);
    expect(approved).toMatchObject({
      ...by,
      action: 'approved',
      changes: { isDraft: { from: true, to: false } },
    });
  });

  it('stays when the document is deleted, is paged, and is not there for another workspace', async () => {
    const { uuid } = await quote({ isDraft: true });
    await server.strict.delete(`/invoices/${uuid}`);
    const { body: page } = await server.strict.get(`/invoices/${uuid}/audit-log`, { limit: '1', page: '1' });
    expect(page.data).toMatchObject({ totalRecords: 2, totalPages: 2, auditLog: [{ action: 'deleted' }] });
    const elsewhere = await server.addWorkspace();
    expect((await elsewhere.strict.get(`/invoices/${uuid}/audit-log`)).body.code).toBe('INVOICE_NOT_FOUND');
  });
});
