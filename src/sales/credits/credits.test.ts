import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

const toInvoice = (id: string, creditMemos: readonly object[], more: object = {}) =>
  client.patch(`/invoices/${id}/apply-multiple-credit-to-invoice`, { creditMemos, ...more });
const toInvoices = (id: string, invoices: readonly object[], more: object = {}) =>
  client.patch(`/invoices/${id}/apply-credit-to-multiple-invoices`, { invoices, ...more });
const messagesOf = ({ body }: { body: { errors?: { message: string }[]; code: string } }) =>
  body.errors?.map(({ message }) => message) ?? [body.code];

describe('applying credits', () => {
  it('takes many memos to one invoice, and one memo to many invoices', async () => {
    const invoices = [await books.document(100), await books.document(50)];
    const memos = [await books.memo(30), await books.memo(40)];
    const receivable = (await books.balances('accrual'))['Accounts Receivable'];
    const credited = await books.done(
      toInvoice(invoices[0].uuid, [
        { id: memos[0].uuid, amount: 30 },
        { id: memos[1].uuid, amount: '15.50' },
      ]),
    );
    expect(credited).toMatchObject({ paidAmount: '45.50', amountDue: '54.50', paymentStatus: 'partial' });
    expect(await books.read(invoices[0].uuid)).toEqual(credited);
    expect(await books.read(memos[0].uuid)).toMatchObject({ status: 'applied', amountDue: '0.00' });
    const applied = await books.done(
      toInvoices(memos[1].uuid, [
        { id: invoices[0].uuid, amount: 4.5 },
        { id: invoices[1].uuid, amount: 20 },
      ]),
    );
    expect(applied).toMatchObject({ invoiceType: 'memo', status: 'applied', paidAmount: '40.00' });
    expect(applied.credits.map(({ amount }: { amount: string }) => amount)).toEqual([
      '15.50',
      '4.50',
      '20.00',
    ]);
    expect(await books.read(memos[1].uuid)).toEqual(applied);
    expect((await books.balances('accrual'))['Accounts Receivable']).toBe(receivable);
    await books.verify();
    const removed = await books.done(
      client.patch(`/invoices/${invoices[0].uuid}/remove-credit`, { memoId: memos[1].uuid }),
    );
    expect(removed).toMatchObject({
      amountDue: '70.00',
      credits: [{ uuid: memos[0].uuid, amount: '30.00' }],
    });
    expect(await books.read(memos[1].uuid)).toMatchObject({ status: 'partial', amountDue: '20.00' });
    await books.verify();
  });

  it('is dated today, or on the day that is asked for', async () => {
    const [invoice, memo] = [await books.document(10), await books.memo(10)];
    const { rows } = await books.server.owner.query('SELECT (clock_timestamp())::date AS today');
    const first = await books.done(toInvoice(invoice.uuid, [{ id: memo.uuid, amount: 4 }]));
    expect(first.credits[0].date).toBe(rows[0].today);
    const second = await books.done(
      toInvoice(invoice.uuid, [{ id: memo.uuid, amount: 1 }], { date: '2026-07-02' }),
    );
    expect(second.credits[1].date).toBe('2026-07-02');
  });

  it('is all or nothing, and says what is wrong with each', async () => {
    const invoice = await books.document(100, { invoiceNumber: 'C-1' });
    const sound = await books.memo(30, { invoiceNumber: 'C-2' });
    const draft = await books.memo(30, { invoiceNumber: 'C-3', isDraft: true });
    const foreign = await books.memo(30, { invoiceNumber: 'C-4', customerUuid: books.stranger });
    const answer = await toInvoice(invoice.uuid, [
      { id: sound.uuid, amount: 10 },
      { id: draft.uuid, amount: 10 },
      { id: foreign.uuid, amount: 10 },
      { id: invoice.uuid, amount: 10 },
    ]);
    expect(answer.status).toBe(400);
    expect(messagesOf(answer)).toEqual([
      'creditMemos[1].id must be of what is approved: the memo invoice C-3 is a draft and must be approved first.',
      'creditMemos[2].id must be of the same customer: the memo invoice C-4 is of another.',
      'creditMemos[3].id must be of a credit memo: it is that of the invoice C-1.',
    ]);
    expect(await books.read(sound.uuid)).toEqual(sound);
    expect(await books.read(invoice.uuid)).toEqual(invoice);
  });

  it('goes beyond neither side', async () => {
    const [invoice, memo] = [
      await books.document(20, { invoiceNumber: 'L-1' }),
      await books.memo(30, { invoiceNumber: 'L-2' }),
    ];
    expect(messagesOf(await toInvoice(invoice.uuid, [{ id: memo.uuid, amount: 30 }]))).toEqual([
      'creditMemos together must be at most 20.00 USD, which is open of the invoice L-1.',
    ]);
    expect(messagesOf(await toInvoices(memo.uuid, [{ id: invoice.uuid, amount: 20.01 }]))).toEqual([
      'invoices[0].amount must be at most 20.00 USD, which is open of the invoice L-1.',
    ]);
    const big = await books.document(1000, { invoiceNumber: 'L-3' });
    expect(messagesOf(await toInvoices(memo.uuid, [{ id: big.uuid, amount: 30.01 }]))).toEqual([
      'invoices together must be at most 30.00 USD, which is open of the memo invoice L-2.',
    ]);
    await books.done(toInvoices(memo.uuid, [{ id: big.uuid, amount: 30 }]));
    expect(messagesOf(await toInvoice(invoice.uuid, [{ id: memo.uuid, amount: 0.01 }]))).toEqual([
      'creditMemos[0].amount must be at most 0.00 USD, which is open of the memo invoice L-2.',
    ]);
  });

  it('is refused on a document of the path that is not approved, or of the wrong type', async () => {
    const draft = await books.document(20, { invoiceNumber: 'P-1', isDraft: true });
    const [invoice, memo] = [await books.document(20, { invoiceNumber: 'P-2' }), await books.memo(30)];
    expect(messagesOf(await toInvoice(draft.uuid, [{ id: memo.uuid, amount: 1 }]))[0]).toContain(
      'the invoice P-1 is a draft and must be approved first',
    );
    expect(messagesOf(await toInvoices(invoice.uuid, [{ id: invoice.uuid, amount: 1 }]))[0]).toBe(
      'id must be of a credit memo: it is that of the invoice P-2.',
    );
  });

  it('answers 404 for a document of another workspace, and 400 for a number', async () => {
    const [invoice, memo] = [await books.document(20), await books.memo(30)];
    const alien = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';
    for (const answer of [
      await toInvoice(invoice.uuid, [{ id: alien, amount: 1 }]),
      await toInvoices(memo.uuid, [{ id: alien, amount: 1 }]),
      await toInvoices(alien, [{ id: invoice.uuid, amount: 1 }]),
    ])
      expect(answer.body).toMatchObject({ statusCode: 404, code: 'INVOICE_NOT_FOUND' });
    for (const id of [4711, '4711'])
      expect(messagesOf(await toInvoice(invoice.uuid, [{ id, amount: 1 }]))).toEqual([
        'creditMemos[0].id must be a UUID: numeric ids are not exposed.',
      ]);
    expect((await toInvoice(invoice.uuid, [])).body.errors[0].code).toBe('TOO_SHORT');
  });

  it('with the same Idempotency-Key takes place once', async () => {
    const [invoice, memo] = [await books.document(20), await books.memo(30)];
    const path = `/invoices/${invoice.uuid}/apply-multiple-credit-to-invoice`;
    const body = { creditMemos: [{ id: memo.uuid, amount: 5 }] };
    const options = { headers: { 'idempotency-key': 'credit-once' } };
    const first = await client.patch(path, body, options);
    const again = await client.patch(path, body, options);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body.data).toEqual(first.body.data);
    expect(await books.read(invoice.uuid)).toEqual(first.body.data);
  });

  it('is told in the audit log of both documents, and as events', async () => {
    const [invoice, memo] = [await books.document(20), await books.memo(30)];
    await books.done(toInvoice(invoice.uuid, [{ id: memo.uuid, amount: 5 }]));
    for (const { uuid } of [invoice, memo]) {
      const log = await books.done(client.get(`/invoices/${uuid}/audit-log`));
      expect(log.auditLog[0]).toMatchObject({
        action: 'credit_applied',
        changes: { paidAmount: { from: '0.00', to: '5.00' } },
      });
    }
    const { rows } = await books.server.owner.query(
      'SELECT type FROM outbox_event WHERE entity_id = $1 ORDER BY id',
      [memo.uuid],
    );
    expect(rows.map(({ type }) => type)).toEqual(['invoice.created', 'invoice.updated']);
  });
});

describe('a memo of different taxes and tags than its invoice', () => {
  it('gives back its own lines in the cash book, in the month in which it is applied', async () => {
    const { fixtures } = books;
    const product = { productUuid: fixtures.productUuid, quantity: 1 };
    const before = await books.balances('cash');
    const held = async (endDate: string) => {
      const { Sales = 0, 'Sales Tax Payable': tax = 0, ...rest } = await books.balances('cash', endDate);
      const credits = rest['Customer Credits'] ?? 0;
      return [
        Sales - (before.Sales ?? 0),
        tax - (before['Sales Tax Payable'] ?? 0),
        credits - (before['Customer Credits'] ?? 0),
      ];
    };
    const invoice = await books.document(0, {
      date: '2035-01-10',
      dueDate: '2035-02-10',
      discount: 10,
      discountType: 'percent',
      products: [
        { ...product, price: 100, taxes: [fixtures.taxUuid] },
        { ...product, price: 50, taxes: [] },
      ],
    });
    // 90.00 taxed with 9.00, and 45.00 without: 144.00.
    expect(invoice.total).toBe('144.00');
    await books.pay(48, [{ id: invoice.uuid, amount: 48 }], { date: '2035-01-31' });
    // A third of each.
    expect(await held('2035-01-31')).toEqual([-4500, -300, 0]);
    const memo = await books.memo(0, {
      date: '2035-02-05',
      dueDate: '2035-03-05',
      products: [{ ...product, price: 20, taxes: [fixtures.taxUuid] }],
    });
    await books.done(toInvoice(invoice.uuid, [{ id: memo.uuid, amount: 22 }], { date: '2035-02-20' }));
    // 70.00 of 144.00 are 65.625 and 4.375: of equal rests the earlier line, the income, gets the cent.
    expect(await held('2035-02-28')).toEqual([-6563 + 2000, -437 + 200, 0]);
    const ahead = await books.pay(100, [], { date: '2035-03-01' });
    expect(await held('2035-03-01')).toEqual([-6563 + 2000, -437 + 200, -10000]);
    await books.done(
      client.patch(`/payments/${ahead.uuid}/apply`, {
        invoices: [{ id: invoice.uuid, amount: 74 }],
        date: '2035-04-15',
      }),
    );
    expect(await held('2035-03-31')).toEqual([-6563 + 2000, -437 + 200, -10000]);
    expect(await held('2035-04-30')).toEqual([-13500 + 2000, -900 + 200, -2600]);
    await books.verify();
  });
});
