import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BEFORE,
  BETWEEN,
  type CutoverBooks,
  EARLY,
  LATE,
  openCutoverBooks,
} from '../../../../test/support/cutover-books.ts';
import { createSalesFixtures, invoiceBody } from '../../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../../test/support/test-server.ts';

let server: TestServer;
let books: CutoverBooks;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  books = await openCutoverBooks(server);
});

describe('a cutover that moves to an earlier day', () => {
  it('takes the opening balance along, with the same rows', async () => {
    const before = await books.open(2000);
    await books.done(books.move(EARLY));
    const { data: after } = (await books.client.get('/opening-balance')).body;
    expect(after).toEqual({ ...before, cutoverDate: EARLY, entryUuid: after.entryUuid });
    expect(after.entryUuid).not.toBe(before.entryUuid);
    expect(await books.entriesOf(books.workspaceId)).toEqual([
      `opening ${LATE} 1`,
      `reversal ${LATE} 1`,
      `opening ${EARLY} 2`,
    ]);
    expect(await books.balances('accrual', '2026-04-30')).toEqual({});
    expect(await books.balances('accrual', EARLY)).toMatchObject({ 'Accounts Receivable': '2000.00' });
    await books.verify();
    await books.open(1500);
    expect(await books.balances('accrual', EARLY)).toMatchObject({ 'Accounts Receivable': '1500.00' });
    await books.verify();
  });

  it('posts nothing when it is repeated', async () => {
    await books.open(5000);
    await books.sell(BEFORE);
    const headers = { 'idempotency-key': 'cutover-1' };
    const first = await books.client.call('PATCH', '/workspace', { cutoverDate: EARLY }, { headers });
    const posted = await books.countEntries();
    const again = await books.client.call('PATCH', '/workspace', { cutoverDate: EARLY }, { headers });
    expect(again.body.data).toEqual(first.body.data);
    await books.done(books.move(EARLY));
    expect(await books.countEntries()).toBe(posted);
  });

  it('tells in the audit log how many documents were posted anew, and of the opening balance', async () => {
    await books.open(5000);
    await books.sell(BEFORE);
    await books.sell(BETWEEN);
    await books.done(books.move(EARLY));
    const { rows } = await server.owner.query(
      `SELECT entity_type, action, changes FROM audit_log WHERE workspace_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT 2`,
      [books.workspaceId],
    );
    expect(rows).toEqual([
      { entity_type: 'opening_balance', action: 'replaced', changes: null },
      {
        entity_type: 'workspace',
        action: 'updated',
        changes: expect.objectContaining({
          cutoverDate: { from: LATE, to: EARLY },
          repostedDocuments: { from: null, to: 2 },
        }),
      },
    ]);
  });

  it('is refused where one of these postings lies in a closed period, and changes nothing', async () => {
    await books.open(5000);
    const invoice = await books.sell(BETWEEN);
    const close = (bookClosedThroughDate: string | null) =>
      books.done(books.client.patch('/workspace', { bookClosedThroughDate, reason: 'the cutover' }));
    await close(LATE);
    const before = [
      await books.countEntries(),
      await books.read(invoice.uuid),
      await books.balances('accrual', '2026-12-31'),
    ];
    const refused = await books.move(EARLY);
    expect(refused.body).toMatchObject({
      statusCode: 400,
      code: 'PERIOD_CLOSED',
      details: { closedThrough: LATE },
      errors: [{ field: 'cutoverDate', code: 'PERIOD_CLOSED' }],
    });
    expect(refused.body.message).toContain('the opening balance and 1 document');
    expect(refused.body.message).toContain('reopen it first');
    expect((await books.client.get('/workspace')).body.data.cutoverDate).toBe(LATE);
    expect([
      await books.countEntries(),
      await books.read(invoice.uuid),
      await books.balances('accrual', '2026-12-31'),
    ]).toEqual(before);
    // The new day may be open in no period either.
    await close('2026-06-30');
    expect((await books.move(EARLY)).body.code).toBe('PERIOD_CLOSED');
    await books.done(books.move(EARLY, { bookClosedThroughDate: null, reason: 'the cutover' }));
    await books.verify();
  });

  it('closes the books with it only where nothing is posted anew in what is closed', async () => {
    await books.sell(BETWEEN);
    expect((await books.move(EARLY, { bookClosedThroughDate: '2026-05-31' })).body.code).toBe(
      'PERIOD_CLOSED',
    );
    await books.done(books.move(EARLY, { bookClosedThroughDate: '2026-04-30' }));
    await books.verify();
  });

  it('is never refused where nothing was posted for the old one', async () => {
    await books.sell('2026-08-01');
    await books.done(books.client.patch('/workspace', { bookClosedThroughDate: '2026-07-31' }));
    expect((await books.done(books.move(EARLY))).cutoverDate).toBe(EARLY);
  });

  it('puts the tax of a filed period into the next return', async () => {
    await books.sell(BETWEEN);
    const file = async (body: object) => {
      const { uuid } = await books.done(books.client.post('/tax-returns', body));
      return books.done(books.client.post(`/tax-returns/${uuid}/file`, {}));
    };
    await file({ startDate: '2026-04-01', endDate: '2026-06-30', basis: 'accrual' });
    await books.done(books.move(EARLY));
    const next = await books.done(books.client.post('/tax-returns', { endDate: '2026-09-30' }));
    expect(next).toMatchObject({ lateTotals: { netTax: '100.00' }, lateEntries: [{ date: BETWEEN }] });
    await books.verify();
  });

  it('and is no matter of another workspace', async () => {
    const mine = books;
    const other = await server.addWorkspace();
    const foreign = await createSalesFixtures(other.strict);
    await books.done(other.strict.patch('/workspace', { cutoverDate: LATE }));
    const body = invoiceBody(foreign, { date: BETWEEN, dueDate: '2026-12-31' });
    const { uuid } = await books.done(other.strict.post('/invoices', body));
    const before = [
      await books.countEntries(other.workspaceId),
      await books.done(other.strict.get(`/invoices/${uuid}`)),
    ];
    await books.sell(BETWEEN);
    await books.done(mine.client.patch('/workspace', { cutoverDate: EARLY }));
    expect([
      await books.countEntries(other.workspaceId),
      await books.done(other.strict.get(`/invoices/${uuid}`)),
    ]).toEqual(before);
    expect((await other.strict.get('/workspace')).body.data.cutoverDate).toBe(LATE);
  });
});
