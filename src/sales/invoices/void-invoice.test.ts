import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { createSalesFixtures, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { readMovement } from '../../../test/support/trial-balance.ts';
import { verifyWorkspace } from '../../reports/verify/index.ts';

let server: InvoiceBooks['server'];
let fixtures: InvoiceBooks['fixtures'];
let line: InvoiceBooks['line'];
let body: InvoiceBooks['body'];

beforeAll(async () => {
  ({ server, fixtures, line, body } = await openInvoiceBooks());
});
afterAll(() => server.close());

async function approved(changes: Record<string, unknown> = {}): Promise<string> {
  const answer = await server.strict.post('/invoices', body(changes));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body.data.uuid;
}
const makeVoid = (id: string, date?: string) =>
  server.strict.patch(`/invoices/${id}/void`, {}, date ? { query: { date } } : {});
const read = async (id: string) => (await server.strict.get(`/invoices/${id}`)).body.data;

describe('voiding a document', () => {
  it('reverses what it posted, so that the books are as if it had not been', async () => {
    for (const invoiceType of ['invoice', 'memo']) {
      const moved = await readMovement(server.strict, async () => {
        const products = [line({ quantity: 3, price: 33.33, taxes: [fixtures.taxUuid] })];
        const id = await approved({ invoiceType, products, discount: 7, tagUuids: [fixtures.tagUuid] });
        const { status, body: answer } = await makeVoid(id);
        expect(status, JSON.stringify(answer)).toBe(200);
        expect(answer.data).toMatchObject({
          status: 'void',
          paymentStatus: 'unpaid',
          voidDate: '2026-07-01',
          amountDue: '0.00',
        });
        expect(await read(id)).toEqual(answer.data);
      });
      expect(moved).toEqual({});
    }
  });

  it('warns of what a body says, since it takes none, and repeats the warning with the answer', async () => {
    const id = await approved();
    const headers = { 'idempotency-key': `void-${id}` };
    const call = () =>
      server.strict.patch(`/invoices/${id}/void`, { date: '2026-12-01', foo: 1 }, { headers });
    const { status, body: answer } = await call();
    expect(status).toBe(200);
    const { _partnerWarnings: warnings, ...record } = answer.data;
    expect(warnings).toEqual(
      ['date', 'foo'].map((field) => ({
        field,
        reason: 'unknown_field',
        message: `${field} is not a field of this endpoint and was ignored.`,
      })),
    );
    expect(record).toEqual(await read(id));
    expect((await call()).body).toEqual(answer);
  });

  it('keeps the number, and says in the register who gave it up', async () => {
    const id = await approved({ invoiceNumber: 'Void-1' });
    await makeVoid(id);
    const again = await server.strict.post('/invoices', body({ invoiceNumber: 'void-1' }));
    expect(again.body.code).toBe('DUPLICATE_INVOICE_NUMBER');
    const { rows } = await server.owner.query(
      'SELECT number, reason, person_id FROM number_register WHERE document_id = $1',
      [id],
    );
    expect(rows).toEqual([{ number: 'Void-1', reason: 'void', person_id: server.personId }]);
  });

  it('takes another date than the document’s, on or after it', async () => {
    const id = await approved();
    const early = await makeVoid(id, '2026-06-30');
    expect(early.body.errors).toMatchObject([{ field: 'date', code: 'INVALID_DATE' }]);
    expect((await makeVoid(id, '2026-08-02')).body.data.voidDate).toBe('2026-08-02');
    const { rows } = await server.owner.query(
      `SELECT kind, effective FROM journal_entry WHERE source_id = $1 ORDER BY effective`,
      [id],
    );
    expect(rows).toEqual([
      { kind: 'original', effective: '2026-07-01' },
      { kind: 'reversal', effective: '2026-08-02' },
    ]);
  });

  it('voids quotes and estimates, and what posted nothing', async () => {
    for (const changes of [{ invoiceType: 'quote' }, { products: [line({ price: 0 })] }]) {
      const id = await approved(changes);
      expect((await makeVoid(id)).body.data.status).toBe('void');
    }
  });

  it('is refused on a draft, on what is void, and on what is paid or applied in part', async () => {
    const made = await server.lenient.post('/invoices', body({ isDraft: true }));
    const onDraft = await makeVoid(made.body.data.uuid);
    expect(onDraft.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
    expect(onDraft.body.message).toMatch(/invoice .*must be approved/);
    const id = await approved();
    await server.owner.query('UPDATE invoice SET paid_amount = 1 WHERE id = $1', [id]);
    const onPaid = await makeVoid(id);
    expect(onPaid.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
    expect(onPaid.body.message).toContain('0.01 USD');
    await server.owner.query('UPDATE invoice SET paid_amount = 0 WHERE id = $1', [id]);
    expect((await makeVoid(id)).status).toBe(200);
    const again = await makeVoid(id);
    expect(again.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
    for (const changes of [{ notes: 'x' }]) {
      const refused = await server.strict.patch(`/invoices/${id}`, changes);
      expect(refused.body.message).toMatch(/cannot update the invoice .*void/);
    }
  });

  it('happens once for 12 callers at once', async () => {
    const id = await approved();
    const answers = await Promise.all(Array.from({ length: 12 }, () => makeVoid(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(400)]);
    const { rows } = await server.owner.query(
      `SELECT count(*)::int AS count FROM journal_entry WHERE source_id = $1 AND kind = 'reversal'`,
      [id],
    );
    expect(rows[0].count).toBe(1);
  });

  it('needs a date in an open period where the document’s is closed', async () => {
    const closing = await server.addWorkspace();
    const masters = await createSalesFixtures(closing.strict);
    const made = await closing.strict.post('/invoices', invoiceBody(masters));
    await server.owner.query(`UPDATE books SET closed_through = '2026-07-31' WHERE workspace_id = $1`, [
      closing.workspaceId,
    ]);
    const path = `/invoices/${made.body.data.uuid}/void`;
    for (const query of [{}, { date: '2026-07-31' }]) {
      const refused = await closing.strict.patch(path, {}, { query });
      expect(refused.body).toMatchObject({ code: 'PERIOD_CLOSED', details: { closedThrough: '2026-07-31' } });
      expect(refused.body.message).toContain('?date=');
    }
    const done = await closing.strict.patch(path, {}, { query: { date: '2026-08-01' } });
    expect(done.body.data).toMatchObject({ status: 'void', voidDate: '2026-08-01' });
  });
});

describe('deleting a draft', () => {
  it('takes it off every list, and frees its number for whoever asks for it by name', async () => {
    const made = await server.lenient.post('/invoices', body({ isDraft: true, invoiceNumber: 'Gone-1' }));
    const { uuid } = made.body.data;
    const deleted = await server.strict.delete(`/invoices/${uuid}`);
    expect(deleted.status).toBe(200);
    expect(deleted.body.data).toEqual({ id: uuid, uuid, deleted: true });
    expect((await server.strict.get(`/invoices/${uuid}`)).body.code).toBe('INVOICE_NOT_FOUND');
    expect((await server.strict.delete(`/invoices/${uuid}`)).body.code).toBe('INVOICE_NOT_FOUND');
    const { body: list } = await server.strict.get('/invoices', { search: 'Gone-1' });
    expect(list.data.totalRecords).toBe(0);
    expect((await server.strict.post('/invoices', body({ invoiceNumber: 'Gone-1' }))).status).toBe(200);
  });

  it('never lets the workspace allot its number a second time, and leaves no hole unexplained', async () => {
    const unnumbered = () => server.lenient.post('/invoices', body({ invoiceNumber: undefined }));
    const first = (await unnumbered()).body.data.invoiceNumber;
    const made = await server.lenient.post('/invoices', body({ isDraft: true, invoiceNumber: undefined }));
    await server.strict.delete(`/invoices/${made.body.data.uuid}`);
    const next = (await unnumbered()).body.data.invoiceNumber;
    const numberOf = (text: string) => Number(text.replace('INV-', ''));
    expect(numberOf(next)).toBe(numberOf(first) + 2);
  });

  it('is refused on an approved document, which can be made void', async () => {
    const id = await approved();
    const refused = await server.strict.delete(`/invoices/${id}`);
    expect(refused.body).toMatchObject({ statusCode: 400, code: 'INVALID_DOCUMENT_STATE' });
    expect(refused.body.message).toMatch(/must be of a draft: the invoice .*already approved.*void/);
  });
});

it('leaves books in which every proof holds', async () => {
  const results = await verifyWorkspace(server.database, server.workspaceId);
  expect(results.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
});
