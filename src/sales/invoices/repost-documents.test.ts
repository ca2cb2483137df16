import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BEFORE,
  BETWEEN,
  type CutoverBooks,
  EARLY,
  LATE,
  openCutoverBooks,
} from '../../../test/support/cutover-books.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';

let server: TestServer;
let books: CutoverBooks;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  books = await openCutoverBooks(server);
});

/** How many wait for a lock. */
async function countWaiting(): Promise<number> {
  const { rows } = await server.owner.query(
    `SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0].count;
}

describe('documents from before a cutover that moves to an earlier day', () => {
  it('become ordinary where they are not older than it, on their own day', async () => {
    await books.open(5000);
    const [old, between, onTheDay] = [
      await books.sell(BEFORE),
      await books.sell(BETWEEN),
      await books.sell(EARLY),
    ];
    await books.done(books.move(EARLY));
    expect(await books.entriesOf(old.uuid)).toEqual([
      `opening ${LATE} 1`,
      `reversal ${LATE} 1`,
      `opening ${EARLY} 2`,
    ]);
    expect(await books.entriesOf(between.uuid)).toEqual([
      `opening ${LATE} 1`,
      `reversal ${LATE} 1`,
      `original ${BETWEEN} 2`,
    ]);
    expect(await books.entriesOf(onTheDay.uuid)).toEqual([
      `opening ${LATE} 1`,
      `reversal ${LATE} 1`,
      `original ${EARLY} 2`,
    ]);
    expect(await books.balances('accrual', '2026-05-31')).toEqual({
      Checking: '75.00',
      'Accounts Receivable': '7200.00',
      'Sales Tax Payable': '-200.00',
      Sales: '-2000.00',
      'Retained Earnings': '-5075.00',
    });
    await books.verify();
  });

  it('are posted anew without an opening balance too', async () => {
    const [old, between] = [await books.sell(BEFORE), await books.sell(BETWEEN)];
    await books.done(books.move(EARLY));
    expect((await books.entriesOf(old.uuid)).at(-1)).toBe(`opening ${EARLY} 2`);
    expect((await books.entriesOf(between.uuid)).at(-1)).toBe(`original ${BETWEEN} 2`);
    expect((await books.client.get('/opening-balance')).body.data.status).toBe('none');
    await books.verify();
  });

  it('say what they said, and are paid as they were in both books', async () => {
    const documents = [
      await books.sell(BETWEEN),
      await books.sell(BETWEEN, { currency: 'EUR', exchangeRate: '1.25' }),
      await books.sell(BEFORE),
      await books.sell(BETWEEN, { invoiceType: 'memo' }),
    ];
    await books.pay(1100, documents[0]);
    const half = await books.pay(550, documents[2]);
    const before = await Promise.all(documents.map(({ uuid }) => books.read(uuid)));
    const paid = await books.balances('cash', '2026-07-31');
    await books.done(books.move(EARLY));
    expect(await Promise.all(documents.map(({ uuid }) => books.read(uuid)))).toEqual(before);
    expect(await books.balances('cash', '2026-06-30')).toMatchObject({ 'Sales Tax Payable': '100.00' });
    expect((await books.balances('cash', '2026-07-31')).Sales).toBe(paid.Sales);
    await books.verify();
    await books.pay(550, documents[2]);
    await books.done(books.client.delete(`/payments/${half.uuid}`));
    await books.verify();
    expect(await books.read(documents[2].uuid)).toMatchObject({ amountDue: '550.00' });
  });

  it('are credited on their own day by a memo that was applied in its approval, and tell so', async () => {
    const invoice = await books.sell(BETWEEN);
    const memo = await books.sell('2026-06-15', { invoiceType: 'memo', appliedToInvoiceUuid: invoice.uuid });
    expect((await books.read(invoice.uuid)).credits).toMatchObject([
      { uuid: memo.uuid, date: LATE, amount: '1100.00' },
    ]);
    const later = await books.sell(BETWEEN, { invoiceType: 'memo' });
    const other = await books.sell(BETWEEN);
    await books.done(
      books.client.patch(`/invoices/${other.uuid}/apply-multiple-credit-to-invoice`, {
        creditMemos: [{ id: later.uuid, amount: 1100 }],
        date: LATE,
      }),
    );
    await books.done(books.move(EARLY));
    expect((await books.read(invoice.uuid)).credits).toMatchObject([
      { uuid: memo.uuid, date: '2026-06-15', amount: '1100.00' },
    ]);
    expect((await books.read(other.uuid)).credits).toMatchObject([{ uuid: later.uuid, date: LATE }]);
    const { rows } = await server.owner.query(
      `SELECT entity_id, document FROM outbox_event WHERE workspace_id = $1 AND type = 'invoice.updated'
        ORDER BY id DESC LIMIT 2`,
      [books.workspaceId],
    );
    expect(rows.map(({ entity_id }) => entity_id).sort()).toEqual([invoice.uuid, memo.uuid].sort());
    expect(JSON.parse(rows[0].document)).toEqual(
      expect.objectContaining({ credits: [expect.objectContaining({ date: '2026-06-15' })] }),
    );
    await books.verify();
    await books.done(books.client.patch(`/invoices/${invoice.uuid}/remove-credit`, { memoId: memo.uuid }));
    expect(await books.read(invoice.uuid)).toMatchObject({ amountDue: '1100.00', credits: [] });
    await books.verify();
  });

  it('are left alone while they are void or drafts', async () => {
    const gone = await books.sell(BETWEEN);
    await books.done(books.client.patch(`/invoices/${gone.uuid}/void`, {}));
    const draft = await books.sell(BETWEEN, { isDraft: true });
    const before = await books.countEntries();
    await books.done(books.move(EARLY));
    expect(await books.countEntries()).toBe(before);
    await books.done(books.client.patch(`/invoices/${draft.uuid}/approve`, {}));
    expect(await books.entriesOf(draft.uuid)).toEqual([`original ${BETWEEN} 2`]);
    await books.verify();
  });

  it('become void as ever', async () => {
    await books.open(5000);
    const documents = [await books.sell(BETWEEN), await books.sell(BEFORE)];
    await books.done(books.move(EARLY));
    for (const { uuid } of documents) await books.done(books.client.patch(`/invoices/${uuid}/void`, {}));
    expect(await books.balances('accrual', '2026-12-31')).toMatchObject({ 'Accounts Receivable': '5000.00' });
    expect(await books.read(documents[0].uuid)).toMatchObject({ voidDate: BETWEEN, status: 'void' });
    await books.verify();
  });

  it('stay approved by the second person who approved them, whoever moves it', async () => {
    const { strict: second } = await server.enterWorkspace(books.workspaceId);
    await books.done(books.client.patch('/workspace', { fourEyesLimit: '500.00' }));
    const draft = await books.sell(BETWEEN, { isDraft: true });
    await books.done(second.patch(`/invoices/${draft.uuid}/approve`, {}));
    await books.done(books.move(EARLY));
    expect((await books.entriesOf(draft.uuid)).at(-1)).toBe(`original ${BETWEEN} 3`);
    await books.verify();
    const writeOff = { date: '2026-07-20' };
    expect((await second.patch(`/invoices/${draft.uuid}/write-off`, writeOff)).body.code).toBe(
      'SECOND_PERSON_NEEDED',
    );
    await books.done(books.client.patch(`/invoices/${draft.uuid}/write-off`, writeOff));
  });

  it('give back what they had taken of the opening receivables and take no more', async () => {
    await books.open(1100);
    await books.sell(BETWEEN);
    expect((await books.client.post('/invoices', books.bodyOf(BEFORE))).body.code).toBe(
      'OPENING_RECEIVABLES_EXCEEDED',
    );
    await books.done(books.move(EARLY));
    await books.sell(BEFORE);
    await books.done(books.move('2026-02-01'));
    await books.verify();
  });
});

describe('while a cutover moves', () => {
  it('a document that was laid out for the old one is laid out anew', async () => {
    const moving = await server.owner.connect();
    try {
      await moving.query('BEGIN');
      await moving.query('SELECT FROM books WHERE workspace_id = $1 FOR UPDATE', [books.workspaceId]);
      const selling = books.sell(BETWEEN);
      await expect.poll(countWaiting, { timeout: 20_000 }).toBe(1);
      await moving.query('UPDATE books SET cutover_date = $2 WHERE workspace_id = $1', [
        books.workspaceId,
        EARLY,
      ]);
      await moving.query('COMMIT');
      expect(await books.entriesOf((await selling).uuid)).toEqual([`original ${BETWEEN} 1`]);
    } finally {
      moving.release();
    }
    await books.verify();
  });

  it('documents that are approved, paid and made void at the same time are posted for it', async () => {
    await books.open(50_000);
    const standing = await Promise.all(Array.from({ length: 6 }, () => books.sell(BETWEEN)));
    const drafts = await Promise.all(Array.from({ length: 4 }, () => books.sell(BEFORE, { isDraft: true })));
    const [paid, gone] = [standing.slice(0, 3), standing.slice(3, 5)];
    const acts = [
      ...Array.from({ length: 6 }, () => () => books.sell(BETWEEN)),
      ...paid.map((invoice) => () => books.pay(300, invoice)),
      // Refused where the other came first.
      () => books.move('2026-06-01'),
      ...gone.map(
        ({ uuid }) =>
          () =>
            books.done(books.client.patch(`/invoices/${uuid}/void`, {})),
      ),
      () => books.done(books.move(EARLY)),
      ...drafts.map(
        ({ uuid }) =>
          () =>
            books.done(books.client.patch(`/invoices/${uuid}/approve`, {})),
      ),
      ...Array.from({ length: 6 }, () => () => books.sell(BETWEEN)),
    ];
    await Promise.all(acts.map((one) => one()));
    await books.done(books.move(EARLY));
    const { rows } = await server.owner.query(
      `SELECT DISTINCT i.date, e.kind, e.effective
         FROM invoice i JOIN journal_entry e ON e.workspace_id = i.workspace_id AND e.source_id = i.id AND e.source_version = i.version
        WHERE i.workspace_id = $1 AND i.voided_at IS NULL AND e.kind <> 'reversal' ORDER BY i.date`,
      [books.workspaceId],
    );
    expect(rows).toEqual([
      { date: BEFORE, kind: 'opening', effective: EARLY },
      { date: BETWEEN, kind: 'original', effective: BETWEEN },
    ]);
    await books.verify();
  });
});
