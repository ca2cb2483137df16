import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

const payment = (changes: Record<string, unknown> = {}) => ({
  customerUuid: books.fixtures.customerUuid,
  date: '2026-07-05',
  amount: 100,
  ...changes,
});

/** Calls that must be refused and move nothing: the failing fields and their codes. */
async function refused(call: () => ReturnType<typeof client.post>, status = 400): Promise<string[]> {
  const count = async () =>
    (
      await books.server.owner.query(
        `SELECT (SELECT count(*) FROM journal_entry) || ' ' || (SELECT count(*) FROM allocation) || ' ' || (SELECT count(*) FROM payment)
             || ' ' || (SELECT count(*) FROM audit_log) AS rows`,
      )
    ).rows[0].rows;
  const before = await count();
  const { status: answered, body } = await call();
  expect(answered, JSON.stringify(body)).toBe(status);
  expect(await count()).toBe(before);
  return (body.errors ?? [{ field: body.code, code: body.message }]).map(
    ({ field, code, message }: Record<string, string>) => `${field} ${code}: ${message}`,
  );
}

const create = (changes: Record<string, unknown>, status = 400) =>
  refused(() => client.post('/payments', payment(changes)), status);

describe('a payment is refused', () => {
  it('where its shape is wrong, with every field', async () => {
    expect(
      await refused(() =>
        client.post('/payments', {
          customerUuid: 7,
          date: '2026-02-30',
          amount: 0,
          invoices: [{ id: 4711, amount: -1 }, { id: 'x' }],
          bankFee: -1,
        }),
      ),
    ).toEqual([
      expect.stringContaining('customerUuid INVALID_TYPE'),
      expect.stringContaining('date INVALID_DATE'),
      expect.stringContaining('amount TOO_SMALL'),
      'invoices[0].id INVALID_UUID: invoices[0].id must be a UUID: numeric ids are not exposed.',
      expect.stringContaining('invoices[0].amount TOO_SMALL'),
      expect.stringContaining('invoices[1].id INVALID_UUID'),
      expect.stringContaining('invoices[1].amount REQUIRED'),
      expect.stringContaining('bankFee TOO_SMALL'),
    ]);
  });

  it('where it names what is not there, or is of another workspace', async () => {
    const abroad = await books.done(
      books.other.strict.post('/invoices', {
        customerUuid: books.foreign.customerUuid,
        invoiceNumber: 'F-1',
        date: '2026-07-01',
        dueDate: '2026-07-31',
        isDraft: false,
        invoiceType: 'invoice',
        products: [{ productUuid: books.foreign.productUuid, quantity: 1, price: 5, taxes: [] }],
      }),
    );
    expect(
      await create({
        customerUuid: books.foreign.customerUuid,
        accountUuid: books.foreign.incomeAccountUuid,
        invoices: [{ id: abroad.uuid, amount: 1 }],
      }),
    ).toEqual([
      expect.stringContaining('customerUuid CUSTOMER_NOT_FOUND'),
      expect.stringContaining('accountUuid ACCOUNT_NOT_FOUND'),
      expect.stringContaining('invoices[0].id INVOICE_NOT_FOUND'),
    ]);
  });

  it('on an account where no money lies', async () => {
    expect(await create({ accountUuid: books.fixtures.incomeAccountUuid })).toEqual([
      'accountUuid INVALID_ACCOUNT_TYPE: accountUuid must be an active bank, cash or card account, or Undeposited Funds.',
    ]);
  });

  it('for documents that cannot be paid: drafts, void ones, quotes, memos, another customer’s', async () => {
    const documents = [
      await books.document(10, { isDraft: true, invoiceNumber: 'D-1' }),
      await books.document(10, { invoiceNumber: 'V-1' }),
      await books.document(10, { invoiceType: 'quote', invoiceNumber: 'Q-1' }),
      await books.memo(10, { invoiceNumber: 'M-1' }),
      await books.document(10, { customerUuid: books.stranger, invoiceNumber: 'S-1' }),
    ];
    await books.done(client.patch(`/invoices/${documents[1].uuid}/void`));
    const invoices = documents.map(({ uuid }) => ({ id: uuid, amount: 1 }));
    expect(await create({ invoices })).toEqual([
      'invoices[0].id INVALID_DOCUMENT_STATE: invoices[0].id must be of what is approved: the invoice D-1 is a draft and must be approved first.',
      'invoices[1].id INVALID_DOCUMENT_STATE: invoices[1].id is invalid here: the invoice V-1 is void.',
      'invoices[2].id INVALID_DOCUMENT_STATE: invoices[2].id must be of an invoice: it is that of the quote invoice Q-1.',
      'invoices[3].id INVALID_DOCUMENT_STATE: invoices[3].id must be of an invoice: it is that of the memo invoice M-1.',
      'invoices[4].id DIFFERENT_CUSTOMER: invoices[4].id must be of the same customer: the invoice S-1 is of another.',
    ]);
  });

  it('beyond what is due, beyond itself, twice for one invoice, or with more decimals than the currency has', async () => {
    const invoice = await books.document(60, { invoiceNumber: 'B-1' });
    const other = await books.document(60, { invoiceNumber: 'B-2' });
    expect(await create({ invoices: [{ id: invoice.uuid, amount: 60.01 }] })).toEqual([
      'invoices[0].amount AMOUNT_EXCEEDS_BALANCE: invoices[0].amount must be at most 60.00 USD, which is open of the invoice B-1.',
    ]);
    const both = [invoice, other].map(({ uuid }) => ({ id: uuid, amount: 60 }));
    expect(await create({ invoices: both })).toEqual([
      'invoices AMOUNT_EXCEEDS_BALANCE: invoices together must be at most 100.00 USD, which is open of the payment.',
    ]);
    const twice = [1, 2].map((amount) => ({ id: invoice.uuid, amount }));
    expect(await create({ invoices: twice })).toEqual([
      'invoices[1].id INVALID_VALUE: invoices[1].id must be named once.',
    ]);
    expect(await create({ amount: '100.001', bankFee: 0.005 })).toEqual([
      'amount INVALID_NUMBER: amount must be a number of at most 2 decimals in USD.',
      'bankFee INVALID_NUMBER: bankFee must be a number of at most 2 decimals in USD.',
    ]);
    expect(await create({ bankFee: 60, taxWithheld: 40 })).toEqual([
      expect.stringContaining('bankFee TOO_LARGE'),
    ]);
  });

  it('before the date of an invoice, and in a closed period', async () => {
    const invoice = await books.document(10, { invoiceNumber: 'T-1', date: '2026-07-04' });
    expect(await create({ date: '2026-07-03', invoices: [{ id: invoice.uuid, amount: 1 }] })).toEqual([
      'date INVALID_DATE: date must be on or after 2026-07-04, the date of the invoice T-1.',
    ]);
    const paid = await books.pay(10, [{ id: invoice.uuid, amount: 5 }]);
    const close = (day: string | null) =>
      books.server.owner.query('UPDATE books SET closed_through = $1', [day]);
    await close('2026-07-31');
    try {
      const { uuid } = paid;
      const at = `/payments/${uuid}`;
      const named = { invoices: [{ id: invoice.uuid, amount: 1 }] };
      for (const call of [
        () => client.post('/payments', payment()),
        () => client.delete(at),
        () => client.patch(`${at}/apply`, { ...named, date: '2026-07-31' }),
        () => client.patch(`${at}/unapply`),
        () => client.patch(`/invoices/${invoice.uuid}/remove-transaction`, { transactionId: uuid }),
        () => client.patch(`/invoices/${invoice.uuid}/write-off`, { date: '2026-07-31' }),
        () => client.post('/refunds', { paymentUuid: uuid, amount: 1, date: '2026-07-31' }),
      ])
        expect(await refused(call)).toEqual([expect.stringContaining('date PERIOD_CLOSED')]);
      await books.done(client.delete(at, { query: { date: '2026-08-01' } }));
    } finally {
      await close(null);
    }
    await books.verify();
    expect(await books.read(invoice.uuid)).toMatchObject({ amountDue: '10.00', payments: [] });
  });
});

describe('what is applied is refused', () => {
  it('to be voided, and to be undone once its money was paid back', async () => {
    const invoice = await books.document(10, { invoiceNumber: 'U-1' });
    const paid = await books.pay(10, [{ id: invoice.uuid, amount: 4 }]);
    const voiding = await refused(() => client.patch(`/invoices/${invoice.uuid}/void`));
    expect(voiding[0]).toContain('4.00 USD of the invoice U-1 is paid or applied');
    const refund = await books.done(
      client.post('/refunds', { paymentUuid: paid.uuid, amount: 6, date: '2026-07-06' }),
    );
    expect(await refused(() => client.delete(`/payments/${paid.uuid}`))).toEqual([
      expect.stringContaining('id INVALID_PAYMENT_STATE'),
    ]);
    expect(
      await refused(() =>
        client.post('/refunds', { paymentUuid: paid.uuid, amount: 0.01, date: '2026-07-06' }),
      ),
    ).toEqual([
      'amount AMOUNT_EXCEEDS_BALANCE: amount must be at most 0.00 USD, which is open of the payment.',
    ]);
    for (const act of ['apply', 'unapply']) {
      const body = { invoices: [{ id: invoice.uuid, amount: 1 }] };
      expect(await refused(() => client.patch(`/payments/${refund.uuid}/${act}`, body))).toEqual([
        'id INVALID_PAYMENT_STATE: id must be the UUID of a payment: this is a refund.',
      ]);
    }
    await books.done(client.delete(`/payments/${refund.uuid}`));
    await books.done(client.delete(`/payments/${paid.uuid}`));
    expect((await client.delete(`/payments/${paid.uuid}`)).body.code).toBe('PAYMENT_NOT_FOUND');
  });

  it('to be removed where it is not applied', async () => {
    const invoice = await books.document(10);
    const paid = await books.pay(10);
    const at = `/invoices/${invoice.uuid}`;
    for (const call of [
      () => client.patch(`${at}/remove-transaction`, { transactionId: paid.uuid }),
      () => client.patch(`${at}/remove-transaction`, { transactionId: invoice.uuid }),
      () => client.patch(`${at}/remove-credit`, { memoId: invoice.uuid }),
      () => client.patch(`/payments/${paid.uuid}/unapply`),
      () => client.patch(`/payments/${paid.uuid}/unapply`, { invoices: [{ id: invoice.uuid }] }),
    ])
      expect(await refused(call, 404)).toEqual([expect.stringContaining('NOT_APPLIED')]);
  });

  it('where a refund names nothing, both, a draft, or an invoice', async () => {
    const draft = await books.memo(10, { isDraft: true, invoiceNumber: 'RD-1' });
    const invoice = await books.document(10, { invoiceNumber: 'RI-1' });
    const refund = (changes: object) =>
      refused(() => client.post('/refunds', { date: '2026-07-06', amount: 1, ...changes }));
    expect(await refund({})).toEqual(['memoUuid REQUIRED: memoUuid is required.']);
    expect(await refund({ memoUuid: draft.uuid, paymentUuid: draft.uuid })).toEqual([
      'paymentUuid INVALID_VALUE: paymentUuid must be left out beside `memoUuid`.',
    ]);
    expect((await refund({ memoUuid: draft.uuid }))[0]).toContain('the memo invoice RD-1 is a draft');
    expect((await refund({ memoUuid: invoice.uuid }))[0]).toContain('must be of a credit memo');
    expect((await refund({ paymentUuid: invoice.uuid }))[0]).toContain('paymentUuid PAYMENT_NOT_FOUND');
  });

  it('where nothing is due that could be written off', async () => {
    const invoice = await books.document(10, { invoiceNumber: 'WO-1' });
    const at = `/invoices/${invoice.uuid}/write-off`;
    expect((await refused(() => client.patch(at, { amount: 11, date: '2026-07-06' })))[0]).toContain(
      'amount AMOUNT_EXCEEDS_BALANCE',
    );
    await books.pay(10, [{ id: invoice.uuid, amount: 10 }]);
    expect((await refused(() => client.patch(at)))[0]).toContain('nothing is due on the invoice WO-1');
  });
});
