import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sealAll } from '../../../test/support/seal-all.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
/** The customer that stays. */
let kept: string;
/** The one that is merged into it, made anew for each test. */
let double: string;
let count = 0;
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

const customer = async (name: string, more: object = {}) =>
  (await books.done(client.post('/customers', { customer: name, ...more }))).uuid;
beforeEach(async () => {
  count += 1;
  kept = await customer(`Kept ${count}`, { email: `kept-${count}@merge.example` });
  double = await customer(`Double ${count}`, { email: `double-${count}@merge.example` });
});

const merge = (id: string, intoUuid: string, query = {}) =>
  client.call('POST', `/customers/${id}/merge`, { intoUuid }, { query });
const unmerge = (id: string) => client.post(`/customers/${id}/unmerge`, {});
const get = async (id: string) => books.done(client.get(`/customers/${id}`));
const aging = async (query = {}) => books.done(client.get('/reports/receivables-aging', query));
const rowOf = (report: { rows: { customerUuid: string | null; link?: string | null }[] }, id: string) =>
  report.rows.find(({ customerUuid }) => customerUuid === id);
const bill = (price: number, customerUuid: string, changes = {}) =>
  books.document(price, { customerUuid, ...changes });
/** Seals all there is; another sealer may be at it. */
const seal = () =>
  expect
    .poll(async () => {
      const { database, owner, workspaceId } = books.server;
      await sealAll(database, workspaceId);
      const { rows } = await owner.query('SELECT FROM unsealed_entry WHERE workspace_id = $1', [workspaceId]);
      return rows.length;
    })
    .toBe(0);

describe('a customer that is merged into another', () => {
  it('says so, is left out of lists, and is found under the other', async () => {
    const data = await books.done(merge(double, kept));
    expect(data).toMatchObject({ uuid: double, mergedIntoUuid: kept, mergedUuids: [] });
    expect(await get(double)).toEqual(data);
    expect(await get(kept)).toMatchObject({ mergedIntoUuid: null, mergedUuids: [double] });
    const list = async (query: object) =>
      (
        await books.done(client.get('/customers', { search: `${count}@merge.example`, ...query }))
      ).customers.map(({ uuid }: { uuid: string }) => uuid);
    expect(await list({})).toEqual([kept]);
    expect(await list({ search: `Double ${count}` })).toEqual([kept]);
    expect(await list({ includeMerged: 'true' })).toEqual([double, kept]);
    const found = await books.done(
      client.get('/customers/find-by-email', { email: `double-${count}@merge.example` }),
    );
    expect(found.uuid).toBe(kept);
    await books.verify();
  });

  it('leads to its lines in aging, but told by itself where the other paid for it: no line of it says so', async () => {
    const [first, second] = [await bill(40, double), await bill(100, kept)];
    await books.done(merge(double, kept));
    await books.pay(70, [{ id: second.uuid, amount: 70 }], { customerUuid: kept });
    const linksOf = async (query: object) => {
      const report = await aging(query);
      const { pathname } = new URL(rowOf(await aging(), kept)!.link!, 'http://x');
      const told = (link: string | null | undefined) =>
        link && new URL(link, 'http://x').pathname === pathname;
      return [double, kept].map((id) => told(rowOf(report, id)?.link)).concat(told(report.link));
    };
    const own = { merged: 'false', customerUuids: [double, kept].join() };
    expect(await linksOf(own)).toEqual([true, true, true]);
    await books.pay(25, [{ id: first.uuid, amount: 25 }], { customerUuid: kept });
    expect(await linksOf(own)).toEqual([null, null, true]);
    expect(await linksOf({ merged: 'false', customerUuids: kept })).toEqual([undefined, null, null]);
    expect(await linksOf({})).toEqual([undefined, true, true]);
    expect(rowOf(await aging(own), double)).toMatchObject({ total: '15.00' });
  });

  it('is told under the other in every report, list and statement, and by itself where that is asked for', async () => {
    const [own, others] = [await bill(100, kept), await bill(40, double)];
    await books.pay(15, [], { customerUuid: double });
    const before = await aging();
    await books.done(merge(double, kept));
    const after = await aging();
    expect(after.totals).toEqual(before.totals);
    expect(rowOf(after, double)).toBeUndefined();
    expect(rowOf(after, kept)).toMatchObject({ total: '125.00' });
    for (const customerUuids of [kept, double]) {
      const { rows } = await aging({ customerUuids, detail: 'true' });
      expect(
        rows.map((row: { customerUuid: string; total: string }) => [row.customerUuid, row.total]),
      ).toEqual([[kept, '125.00']]);
      expect(rows[0].documents).toHaveLength(3);
    }
    expect(rowOf(await aging({ merged: 'false' }), double)).toMatchObject({ total: '25.00' });
    expect((await aging({ merged: 'false', customerUuids: kept })).total).toBe('100.00');
    const period = { startDate: '2026-07-01', endDate: '2026-07-31' };
    const sales = await books.done(
      client.get('/reports/sales-by-customer', { ...period, customerUuids: kept }),
    );
    expect(sales.rows).toMatchObject([{ customerUuid: kept, netSales: '140.00' }]);
    const { rows } = await books.done(client.get('/reports/sales-by-customer', period));
    expect(rowOf({ rows }, double)).toBeUndefined();
    const linked = new URL(sales.rows[0].link, 'http://x').searchParams;
    const lines = await books.done(client.get('/reports/general-ledger', Object.fromEntries(linked)));
    expect(lines.accounts[0].lines.map(({ party }: { party: string }) => party)).toEqual(
      Array(2).fill(`Kept ${count}`),
    );
    for (const customerUuid of [kept, double]) {
      const listed = await books.done(client.get('/invoices', { customerUuid }));
      expect(listed.invoices.map(({ uuid }: { uuid: string }) => uuid).sort()).toEqual(
        [own.uuid, others.uuid].sort(),
      );
      expect((await books.done(client.get('/payments', { customerUuid }))).totalRecords).toBe(1);
      const statement = await books.done(client.get(`/customers/${customerUuid}/statement`, period));
      expect(statement).toMatchObject({ customerUuid: kept, customer: `Kept ${count}` });
      expect(statement.statements[0]).toMatchObject({ closingBalance: '125.00' });
    }
    expect((await books.done(client.get('/invoices', { search: `Kept ${count}` }))).totalRecords).toBe(2);
    expect((await books.done(client.get('/payments', { search: `Kept ${count}` }))).totalRecords).toBe(1);
    expect(await books.read(others.uuid)).toMatchObject({ customerUuid: double });
    await books.verify();
  });

  it('gives its reports back to the byte when it is told apart', async () => {
    await bill(70, double);
    await bill(30, kept);
    await seal();
    const read = () =>
      Promise.all(
        ['receivables-aging', 'sales-by-customer', 'trial-balance', 'general-ledger', 'journal'].map(
          async (report) => {
            const period = { startDate: '2026-01-01', endDate: '2026-12-31', asOf: '2026-12-31' };
            return JSON.stringify((await client.get(`/reports/${report}`, period)).body.data);
          },
        ),
      );
    const before = await read();
    await books.done(merge(double, kept));
    await books.done(unmerge(double));
    expect(isDeepStrictEqual(await read(), before)).toBe(true);
    expect(await get(double)).toMatchObject({ mergedIntoUuid: null });
    await books.verify();
  });

  it('may not be named by a new document, which is told whom to name', async () => {
    await books.done(merge(double, kept));
    const entry = {
      descriptionEntry: 'By hand',
      date: '2026-07-01',
      lines: [
        { accountUuid: books.fixtures.incomeAccountUuid, amountDebit: 1, customerUuid: double },
        { accountUuid: books.fixtures.incomeAccountUuid, amountCredit: 1 },
      ],
    };
    const products = [{ productUuid: books.fixtures.productUuid, quantity: 1, price: 1, taxes: [] }];
    const invoice = {
      ...{ customerUuid: double, invoiceNumber: `M-${count}`, date: '2026-07-01', dueDate: '2026-07-31' },
      ...{ isDraft: true, invoiceType: 'invoice', products },
    };
    const { invoiceNumber: _, dueDate: __, ...template } = invoice;
    for (const [path, body] of [
      ['/invoices', invoice],
      ['/recurring-invoice-templates', { ...template, recurrencePattern: 'monthly' }],
      ['/payments', { customerUuid: double, date: '2026-07-05', amount: 1 }],
      ['/journal-entries', entry],
    ] as const) {
      const { status, body: answer } = await client.post(path, body);
      expect([path, status, answer.code, answer.details.mergedIntoUuid]).toEqual([
        path,
        400,
        'CUSTOMER_MERGED',
        kept,
      ]);
    }
    const draft = await bill(5, kept, { isDraft: true });
    const moved = await client.patch(`/invoices/${draft.uuid}`, { customerUuid: double });
    expect([moved.status, moved.body.code]).toEqual([400, 'CUSTOMER_MERGED']);
  });

  it('stays as it is, and so does whom it is merged into', async () => {
    await books.done(merge(double, kept));
    const refused = async (call: Promise<{ status: number; body: { code: string } }>) => {
      const { status, body } = await call;
      return [status, body.code];
    };
    expect(await refused(client.call('PUT', `/customers/${double}`, { notes: 'x' }))).toEqual([
      400,
      'CUSTOMER_MERGED',
    ]);
    expect(await refused(client.delete(`/customers/${double}`))).toEqual([400, 'CUSTOMER_MERGED']);
    expect(await refused(client.delete(`/customers/${kept}`))).toEqual([400, 'HAS_MERGED_RECORDS']);
    const bulk = await client.call('PATCH', '/customers/bulk', { customers: [{ uuid: double, notes: 'x' }] });
    expect(bulk.body.results[0]).toMatchObject({ success: false, code: 'CUSTOMER_MERGED' });
    expect((await get(double)).notes).toBeNull();
    await books.done(unmerge(double));
    await books.done(client.delete(`/customers/${kept}`));
  });

  it('leaves its drafts, quotes and templates to the other, whom their documents then name', async () => {
    const draft = await bill(10, double, { isDraft: true });
    const edited = await bill(11, double, { isDraft: true });
    const quote = await bill(20, double, { invoiceType: 'quote' });
    const products = [{ productUuid: books.fixtures.productUuid, quantity: 1, price: 1, taxes: [] }];
    const template = await books.done(
      client.post('/recurring-invoice-templates', {
        ...{ customerUuid: double, date: '2999-01-01', invoiceType: 'invoice', products },
        ...{ recurrencePattern: 'monthly', isDraft: false },
      }),
    );
    await books.done(merge(double, kept));
    const approved = await books.done(client.patch(`/invoices/${draft.uuid}/approve`, {}));
    expect(approved).toMatchObject({ customerUuid: kept, isDraft: false });
    expect(approved.customer).toMatchObject({ customer: `Kept ${count}` });
    const changed = await books.done(client.patch(`/invoices/${edited.uuid}`, { notes: 'Edited' }));
    expect(changed).toMatchObject({ customerUuid: kept });
    const converted = await books.done(client.post(`/invoices/${quote.uuid}/convert`, {}));
    expect(converted).toMatchObject({ customerUuid: kept });
    expect(await books.read(quote.uuid)).toMatchObject({ customerUuid: double });
    const renamed = await client.patch(`/recurring-invoice-templates/${template.uuid}`, { notes: 'Renamed' });
    expect(renamed.status).toBe(200);
    await books.verify();
  });
});

describe('between two customers that are one', () => {
  const settle = async () => {
    const invoice = await bill(50, double);
    const payment = await books.pay(20, [], { customerUuid: kept });
    const memo = await books.memo(10, { customerUuid: kept });
    await books.done(merge(double, kept));
    const invoices = (amount: number) => [{ id: invoice.uuid, amount }];
    await books.done(client.patch(`/payments/${payment.uuid}/apply`, { invoices: invoices(20) }));
    const creditMemos = [{ id: memo.uuid, amount: 10 }];
    await books.done(
      client.patch(`/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`, { creditMemos }),
    );
    const further = await books.pay(5, invoices(5), { customerUuid: kept });
    return { invoice, payment, memo, further };
  };

  it('money and credit of the one settle what the other owes', async () => {
    const { invoice } = await settle();
    expect(await books.read(invoice.uuid)).toMatchObject({ amountDue: '15.00', customerUuid: double });
    expect(rowOf(await aging(), kept)).toMatchObject({ total: '15.00', credits: '0.00' });
    await books.verify();
    const foreign = await client.post('/payments', {
      ...{ customerUuid: books.stranger, date: '2026-07-05', amount: 1 },
      invoices: [{ id: invoice.uuid, amount: 1 }],
    });
    expect(foreign.body.code).toBe('DIFFERENT_CUSTOMER');
  });

  it('what is settled must be taken back before they are told apart', async () => {
    const { invoice, payment, memo, further } = await settle();
    const refused = await unmerge(double);
    expect([refused.status, refused.body.code]).toEqual([400, 'CANNOT_UNMERGE']);
    expect(refused.body.details.invoiceNumbers).toEqual(
      expect.arrayContaining([invoice.invoiceNumber, memo.invoiceNumber]),
    );
    await books.done(client.patch(`/payments/${payment.uuid}/unapply`, { invoices: [{ id: invoice.uuid }] }));
    await books.done(client.patch(`/invoices/${invoice.uuid}/remove-credit`, { memoId: memo.uuid }));
    expect((await unmerge(double)).body.code).toBe('CANNOT_UNMERGE');
    await books.done(client.delete(`/payments/${further.uuid}`));
    await books.done(unmerge(double));
    expect(rowOf(await aging(), double)).toMatchObject({ total: '50.00' });
    await books.verify();
  });

  it('a memo may name an invoice of the other, which holds them together while it stands', async () => {
    const invoice = await bill(50, double);
    await books.done(merge(double, kept));
    const memo = await books.memo(50, { customerUuid: kept, appliedToInvoiceUuid: invoice.uuid });
    expect((await unmerge(double)).body.code).toBe('CANNOT_UNMERGE');
    await books.verify();
    await books.done(client.patch(`/invoices/${invoice.uuid}/remove-credit`, { memoId: memo.uuid }));
    expect((await unmerge(double)).body.code).toBe('CANNOT_UNMERGE');
    await books.done(client.patch(`/invoices/${memo.uuid}/void`, {}));
    await books.done(unmerge(double));
    await books.verify();
  });
});

describe('merging', () => {
  it('never makes a chain: who follows returns to whom it was merged into', async () => {
    const third = await customer('Third');
    await books.done(merge(double, kept));
    await books.done(merge(kept, third));
    expect((await get(double)).mergedIntoUuid).toBe(third);
    expect((await get(third)).mergedUuids).toEqual([kept, double].sort());
    await books.verify();
    await books.done(unmerge(kept));
    expect(await get(kept)).toMatchObject({ mergedIntoUuid: null, mergedUuids: [double] });
    expect((await get(third)).mergedUuids).toEqual([]);
    await books.done(merge(kept, third));
    await books.done(unmerge(double));
    expect((await get(third)).mergedUuids).toEqual([kept]);
    expect((await get(double)).mergedIntoUuid).toBeNull();
    await books.verify();
  });

  it('is refused into itself, an unknown one, one of another workspace, and one that is merged', async () => {
    const codeOf = async (id: string, into: string) => {
      const { status, body } = await merge(id, into);
      return [status, body.code, body.errors?.[0]?.field];
    };
    expect(await codeOf(double, double)).toEqual([400, 'CANNOT_MERGE', 'intoUuid']);
    expect(await codeOf(double, UNKNOWN_UUID)).toEqual([400, 'CUSTOMER_NOT_FOUND', 'intoUuid']);
    expect(await codeOf(double, books.foreign.customerUuid)).toEqual([400, 'CUSTOMER_NOT_FOUND', 'intoUuid']);
    expect(await codeOf(UNKNOWN_UUID, kept)).toEqual([404, 'CUSTOMER_NOT_FOUND', undefined]);
    await books.done(merge(double, kept));
    expect((await codeOf(kept, double)).slice(0, 2)).toEqual([400, 'CUSTOMER_MERGED']);
    expect((await codeOf(double, books.stranger)).slice(0, 2)).toEqual([400, 'CUSTOMER_MERGED']);
    expect((await client.post(`/customers/${kept}/merge`, {})).body.code).toBe('VALIDATION_ERROR');
    const apart = await unmerge(kept);
    expect([apart.status, apart.body.code]).toEqual([400, 'NOT_MERGED']);
    expect((await unmerge(UNKNOWN_UUID)).status).toBe(404);
  });

  it('keeps nothing of a dry run, and does a repeat once', async () => {
    const dry = await merge(double, kept, { dryRun: 'true' });
    expect(dry.body.data).toMatchObject({ dryRun: true, mergedIntoUuid: kept });
    expect(dry.body.message).toBe('Dry run: all was checked, and nothing was kept.');
    expect((await get(double)).mergedIntoUuid).toBeNull();
    const options = { headers: { 'idempotency-key': `merge-${count}` } };
    const first = await client.post(`/customers/${double}/merge`, { intoUuid: kept }, options);
    const again = await client.post(`/customers/${double}/merge`, { intoUuid: kept }, options);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });

  it('leaves an audit row on both, an event, and a history that nobody can change', async () => {
    await books.done(client.post(`/customers/${double}/merge`, { intoUuid: kept, reason: 'Entered twice' }));
    await books.done(unmerge(double));
    const { owner, workspaceId } = books.server;
    for (const id of [double, kept]) {
      const audit = await owner.query(
        'SELECT action FROM audit_log WHERE entity_id = $1 ORDER BY recorded_at, id',
        [id],
      );
      expect(audit.rows.map(({ action }) => action)).toEqual(['created', 'merged', 'unmerged']);
      const events = await owner.query(
        `SELECT type FROM outbox_event WHERE entity_id = $1 AND type = 'customer.updated'`,
        [id],
      );
      expect(events.rows).toHaveLength(2);
    }
    const history = await owner.query(
      'SELECT action, into_id, reason FROM record_merge WHERE workspace_id = $1 AND merged_id = $2 ORDER BY recorded_at',
      [workspaceId, double],
    );
    expect(history.rows).toEqual([
      { action: 'merged', into_id: kept, reason: 'Entered twice' },
      { action: 'unmerged', into_id: kept, reason: null },
    ]);
    await expect(owner.query('DELETE FROM record_merge')).rejects.toThrow();
  });

  it('lets the other take over its email, which then keeps them one', async () => {
    const email = `double-${count}@merge.example`;
    const taken = () => client.post('/customers', { customer: 'New', email });
    await books.done(merge(double, kept));
    expect((await taken()).body.code).toBe('DUPLICATE_EMAIL');
    await books.done(client.call('PUT', `/customers/${kept}`, { email }));
    expect((await taken()).body.code).toBe('DUPLICATE_EMAIL');
    const refused = await unmerge(double);
    expect([refused.status, refused.body.code]).toEqual([409, 'DUPLICATE_EMAIL']);
    await books.done(client.call('PUT', `/customers/${kept}`, { email: null }));
    await books.done(unmerge(double));
  });

  it('comes out the same where two are merged into each other at once', async () => {
    const answers = await Promise.all([merge(double, kept), merge(kept, double)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    await books.verify();
  });
});
