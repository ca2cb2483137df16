import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { addMember } from '../../partners/index.ts';

const YEAR = { startDate: '2020-01-01', endDate: '2999-12-31' };
let books: SettlementBooks;
let ids: Map<string, string>;
const client = () => books.server.strict;
const page = (query: Record<string, string> = {}) =>
  books.done(client().get('/ledger/audit', { ...YEAR, ...query }));

beforeAll(async () => {
  books = await openSettlementBooks();
  ids = await accountIds(books.server.database, books.server.workspaceId);
});
afterAll(() => books.server.close());

const journal = (date: string, account: string, more: object = {}) => {
  const lines = [
    { accountUuid: ids.get(account), amountDebit: 25 },
    { accountUuid: ids.get('3000'), amountCredit: 25 },
  ];
  return books.done(
    client().post('/journal-entries', { descriptionEntry: `On ${account}`, date, lines, ...more }),
  );
};
const today = () => new Date().toISOString().slice(0, 10);

describe('the auditor’s page', () => {
  it('is empty of new books, but for what was set up', async () => {
    const { strict } = await books.server.addWorkspace();
    const empty = await books.done(strict.get('/ledger/audit', YEAR));
    for (const list of ['backdated', 'afterClose', 'manualOnControlAccounts', 'missingNumbers'])
      expect(empty[list]).toEqual({ count: 0, rows: [] });
    // Who was let in when the books were made.
    const [first, ...later] = empty.masterDataChanges.rows;
    expect([first.entity, first.action, later]).toEqual(['membership', 'created', []]);
    const none = { count: 0, rows: [] };
    expect(empty.fourEyes).toEqual({ limit: null, since: null, entries: none, limitChanges: none });
  });

  it('tells what was recorded long after its date, and by whom', async () => {
    const { uuid, entryUuid } = await journal('2024-03-01', '1000');
    await journal(today(), '1000');
    const { backdated } = await page();
    expect(backdated.count).toBe(1);
    expect(backdated.rows[0]).toMatchObject({
      entryUuid,
      sourceUuid: uuid,
      date: '2024-03-01',
      description: 'On 1000',
      amount: '25.00',
      by: { name: 'Test person' },
    });
    expect(backdated.rows[0].days).toBeGreaterThan(900);
    expect((await page({ backdatedDays: '3650' })).backdated.count).toBe(0);
    expect((await page({ startDate: '2024-03-02' })).backdated.count).toBe(0);
  });

  it('tells manual entries on control accounts alone', async () => {
    const { entryUuid } = await journal(today(), '1200');
    await books.document(10, { date: today(), dueDate: today() });
    const { manualOnControlAccounts } = await page();
    expect(manualOnControlAccounts.rows.map((row: { entryUuid: string }) => row.entryUuid)).toEqual([
      entryUuid,
    ]);
  });

  it('tells entries of the cash book alone, which have no debit in the other', async () => {
    const dates = { date: '2024-05-01', dueDate: '2024-05-31' };
    const memo = await books.memo(30, dates);
    const { fixtures, done } = books;
    const product = await done(client().get(`/products/${fixtures.productUuid}`));
    const other = (await done(client().get('/chart-of-accounts', { search: 'Consulting' }))).accounts[0].uuid;
    await done(client().patch(`/products/${product.uuid}`, { categoryAccountUuid: other }));
    const advice = await books.document(30, dates);
    await done(
      client().patch(`/products/${product.uuid}`, { categoryAccountUuid: fixtures.incomeAccountUuid }),
    );
    const creditMemos = [{ id: memo.uuid, amount: 20 }];
    const apply = (uuid: string) => `/invoices/${uuid}/apply-multiple-credit-to-invoice`;
    await done(client().patch(apply(advice.uuid), { creditMemos, date: '2024-06-01' }));
    const { backdated } = await page({ startDate: '2024-06-01', endDate: '2024-06-30' });
    expect(backdated.rows).toMatchObject([{ source: 'allocation', amount: '0.00' }]);
  });

  it('tells numbers that are gone, with the reason', async () => {
    const invoice = await books.document(10);
    await books.done(client().patch(`/invoices/${invoice.uuid}/void`, {}));
    const { missingNumbers } = await page();
    expect(missingNumbers.rows[0]).toMatchObject({
      documentUuid: invoice.uuid,
      number: invoice.invoiceNumber,
      reason: 'void',
      by: { name: 'Test person' },
    });
  });

  it('tells what came after a close: late, and while it was open again', async () => {
    await books.done(client().patch('/workspace', { bookClosedThroughDate: '2025-12-31' }));
    const late = await journal('2025-06-01', '1000', { withCaution: true, reason: 'forgotten' });
    const without = await journal('2025-06-03', '1000', { withCaution: true, reason: ' ' });
    const lines = [
      { accountUuid: ids.get('1000'), amountDebit: 26 },
      { accountUuid: ids.get('3000'), amountCredit: 26 },
    ];
    const correction = { lines, withCaution: true, reason: 'a slip' };
    const changed = await books.done(client().patch(`/journal-entries/${without.uuid}`, correction));
    await books.done(client().patch('/workspace', { bookClosedThroughDate: null, reason: 'once more' }));
    const reopened = await journal('2025-06-02', '1000');
    await journal('2026-01-01', '1000');
    const { afterClose } = await page();
    expect(afterClose.rows).toMatchObject([
      { entryUuid: reopened.entryUuid, kind: 'original', bookClosedThroughDate: '2025-12-31', reason: null },
      { entryUuid: changed.entryUuid, kind: 'late', reason: 'a slip' },
      { kind: 'reversal', reason: 'a slip' },
      { entryUuid: without.entryUuid, kind: 'late', reason: 'On 1000' },
      { entryUuid: late.entryUuid, kind: 'late', bookClosedThroughDate: '2025-12-31', reason: 'forgotten' },
    ]);
  });

  it('tells changes of accounts and settings', async () => {
    await books.done(client().patch('/workspace', { taxRounding: 'line' }));
    const { masterDataChanges } = await page();
    expect(masterDataChanges.rows[0]).toMatchObject({
      entity: 'workspace',
      action: 'updated',
      changes: { taxRounding: { from: 'document', to: 'line' } },
    });
    expect((await page({ endDate: '2020-12-31' })).masterDataChanges.count).toBe(0);
  });

  it('tells who was given which role, changed and taken again', async () => {
    const { database, workspaceId } = books.server;
    const { personId } = await books.server.enterWorkspace(workspaceId);
    await addMember(database, { workspaceId, personId, role: 'auditor' });
    const { masterDataChanges } = await page();
    const membership = { entity: 'membership', entityUuid: personId, by: null, via: 'operator' };
    expect(masterDataChanges.rows.slice(0, 2)).toMatchObject([
      { ...membership, action: 'updated', changes: { role: { from: 'owner', to: 'auditor' } } },
      { ...membership, action: 'created', changes: { role: { from: null, to: 'owner' } } },
    ]);
  });

  it('tells what reaches the four-eyes limit, with writer and approver, and changes of the limit', async () => {
    const { server, done, document, pay } = books;
    const second = await server.enterWorkspace(server.workspaceId);
    const before = await document(500, { date: '2023-03-01', dueDate: '2023-03-01' });
    await done(client().patch('/workspace', { fourEyesLimit: 500 }));
    const dates = { date: '2023-03-02', dueDate: '2023-03-02' };
    const draft = await document(500, { ...dates, isDraft: true });
    await done(second.strict.patch(`/invoices/${draft.uuid}/approve`, {}));
    await document(499, dates);
    const payment = await pay(500, [], { date: '2023-03-03' });
    const accountUuid = ids.get('1000');
    const refund = { paymentUuid: payment.uuid, amount: 500, date: '2023-03-04', accountUuid };
    const { uuid } = await done(second.strict.post('/refunds', refund));
    const { fourEyes } = await page({ startDate: '2023-01-01', endDate: '2023-12-31' });
    const writer = { uuid: server.personId, name: 'Test person' };
    const other = { uuid: second.personId, name: 'Test person' };
    expect(fourEyes).toMatchObject({ limit: '500.00', entries: { count: 3 } });
    expect(fourEyes.entries.rows).toMatchObject([
      { source: 'refund', sourceUuid: uuid, writtenBy: [writer], by: other, secondPerson: true },
      {
        sourceUuid: draft.uuid,
        amount: '500.00',
        heldAmount: '500.00',
        writtenBy: [writer],
        by: other,
        secondPerson: true,
      },
      { sourceUuid: before.uuid, writtenBy: [writer], by: writer, secondPerson: false },
    ]);
    await done(client().patch('/workspace', { fourEyesLimit: null }));
    const { limit, entries, limitChanges } = (await page()).fourEyes;
    expect([limit, entries.count]).toEqual([null, 0]);
    expect(limitChanges.rows).toMatchObject([
      { from: '500.00', to: null, by: writer },
      { from: null, to: '500.00', by: writer },
    ]);
  });

  it('tells the instalment by which a refund or write-off reaches the limit, with what was given before', async () => {
    const { server, done, document, pay } = books;
    const second = await server.enterWorkspace(server.workspaceId);
    const date = '2022-03-01';
    const invoice = await document(499, { date, dueDate: date });
    const other = await document(499, { date, dueDate: date });
    const payment = await pay(600, [], { date });
    await done(client().patch('/workspace', { fourEyesLimit: 500 }));
    const writeOff = (uuid: string, amount: number) =>
      done(client().patch(`/invoices/${uuid}/write-off`, { amount, date }));
    const refund = (by: typeof server, amount: number) =>
      done(
        by.strict.post('/refunds', {
          paymentUuid: payment.uuid,
          amount,
          date,
          accountUuid: ids.get('1000'),
        }),
      );
    await writeOff(invoice.uuid, 498);
    await writeOff(other.uuid, 2);
    const undone = await refund(server, 400);
    await done(client().delete(`/payments/${undone.uuid}`));
    await refund(server, 300);
    const { uuid } = await refund({ ...server, strict: second.strict }, 200);
    const { fourEyes } = await page({ startDate: '2022-01-01', endDate: '2022-12-31' });
    expect(fourEyes.entries).toMatchObject({
      count: 1,
      rows: [
        { source: 'refund', sourceUuid: uuid, amount: '200.00', heldAmount: '500.00', secondPerson: true },
      ],
    });
    await done(client().patch('/workspace', { fourEyesLimit: null }));
  });

  it('tells nothing of another workspace, and refuses a period that runs backwards', async () => {
    const { strict } = books.other;
    const other = await books.done(strict.get('/ledger/audit', YEAR));
    expect([other.backdated.count, other.afterClose.count, other.manualOnControlAccounts.count]).toEqual([
      0, 0, 0,
    ]);
    const refused = await client().get('/ledger/audit', { startDate: '2026-02-01', endDate: '2026-01-01' });
    expect(refused.status).toBe(400);
  });
});
