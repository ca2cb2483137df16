import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Document = any;
type Refused = { body: { errors?: { field: string; message: string; code: string }[]; code: string } };
const messagesOf = ({ body }: Refused) => body.errors?.map(({ message }) => message) ?? [body.code];
const memoOf = (invoice: Document, price: number | string, changes: Record<string, unknown> = {}) =>
  books.memo(price, { appliedToInvoiceUuid: invoice.uuid, ...changes });
const bodyOf = (invoice: Document, price: number, changes: Record<string, unknown> = {}) =>
  invoiceBody(books.fixtures, {
    invoiceType: 'memo',
    products: [{ productUuid: books.fixtures.productUuid, quantity: 1, price, taxes: [] }],
    appliedToInvoiceUuid: invoice.uuid,
    ...changes,
  });
const eventsOf = async (id: string) =>
  (await client.get(`/invoices/${id}/audit-log`)).body.data.auditLog.map(
    ({ action }: { action: string }) => action,
  );

describe('a memo that names its invoice', () => {
  it('is applied to it in the moment of its approval, as far as it is due', async () => {
    const invoice = await books.document(100, { date: '2026-07-03' });
    const memo = await memoOf(invoice, 30, { date: '2026-07-02', dueDate: '2026-07-02' });
    expect(memo).toMatchObject({
      appliedToInvoiceUuid: invoice.uuid,
      creditMemoUuids: [],
      status: 'applied',
      amountDue: '0.00',
      credits: [{ uuid: invoice.uuid, amount: '30.00', date: '2026-07-03' }],
    });
    expect(await books.read(memo.uuid)).toEqual(memo);
    expect(await books.read(invoice.uuid)).toMatchObject({
      appliedToInvoiceUuid: null,
      creditMemoUuids: [memo.uuid],
      amountDue: '70.00',
      credits: [{ uuid: memo.uuid, amount: '30.00' }],
    });
    expect(await eventsOf(memo.uuid)).toEqual(['created']);
    expect(await eventsOf(invoice.uuid)).toEqual(['credit_applied', 'created']);
    await books.pay(60, [{ id: invoice.uuid, amount: 60 }]);
    const second = await memoOf(invoice, 25);
    expect(second).toMatchObject({ status: 'partial', paidAmount: '10.00', amountDue: '15.00' });
    const third = await memoOf(invoice, 5);
    expect(third).toMatchObject({ status: 'approved', paidAmount: '0.00', credits: [] });
    expect(await books.read(invoice.uuid)).toMatchObject({
      status: 'paid',
      creditMemoUuids: [memo.uuid, second.uuid, third.uuid],
    });
    expect((await eventsOf(invoice.uuid))[0]).toBe('credited');
    await books.verify();
  });

  it('waits as a draft, which can name another invoice or none, and is applied by the update that approves it', async () => {
    const [first, second] = [await books.document(50), await books.document(80)];
    const draft = await memoOf(first, 20, { isDraft: true });
    expect(draft).toMatchObject({ status: 'draft', appliedToInvoiceUuid: first.uuid, paidAmount: '0.00' });
    expect(await books.read(first.uuid)).toMatchObject({ creditMemoUuids: [], amountDue: '50.00' });
    const patch = (body: object) => books.done(client.patch(`/invoices/${draft.uuid}`, body));
    expect(await patch({ notes: 'kept' })).toMatchObject({ appliedToInvoiceUuid: first.uuid });
    expect(await patch({ appliedToInvoiceUuid: null })).toMatchObject({ appliedToInvoiceUuid: null });
    const approved = await patch({ appliedToInvoiceUuid: second.uuid.toUpperCase(), isDraft: false });
    expect(approved).toMatchObject({ appliedToInvoiceUuid: second.uuid, status: 'applied' });
    expect(await books.read(draft.uuid)).toEqual(approved);
    expect(await eventsOf(draft.uuid)).toEqual(['approved', 'updated', 'updated', 'created']);
    const { body } = await client.get(`/invoices/${draft.uuid}/audit-log`);
    expect(body.data.auditLog[0].changes).toMatchObject({
      isDraft: { from: true, to: false },
      paidAmount: { from: '0.00', to: '20.00' },
    });
    expect(await books.read(second.uuid)).toMatchObject({
      amountDue: '60.00',
      creditMemoUuids: [draft.uuid],
    });
    await books.verify();
  });

  it('answers a dry run as it would be, and keeps nothing', async () => {
    const invoice = await books.document(40);
    const body = bodyOf(invoice, 15);
    const rehearsed = await client.post('/invoices', body, { query: { dryRun: 'true' } });
    expect(rehearsed.body.data).toMatchObject({ dryRun: true, status: 'applied', paidAmount: '15.00' });
    expect(await books.read(invoice.uuid)).toEqual(invoice);
    expect((await client.get(`/invoices/${rehearsed.body.data.uuid}`)).status).toBe(404);
  });

  it('with the same Idempotency-Key is applied once', async () => {
    const invoice = await books.document(40);
    const body = bodyOf(invoice, 15);
    const headers = { 'idempotency-key': 'memo-of-invoice' };
    const first = await client.post('/invoices', body, { headers });
    const again = await client.post('/invoices', body, { headers });
    expect(again.body.data).toEqual(first.body.data);
    expect(await books.read(invoice.uuid)).toMatchObject({ amountDue: '25.00' });
  });
});

describe('what a memo cannot name', () => {
  const refused = async (changes: Record<string, unknown>) => {
    const answer = await client.post('/invoices', bodyOf({ uuid: null }, 10, changes));
    expect(answer.status).toBe(400);
    return { code: answer.body.code, messages: messagesOf(answer) };
  };

  it('is a document that is no approved invoice of its customer', async () => {
    const quote = await books.document(50, { invoiceType: 'quote', invoiceNumber: 'NQ-1' });
    const draft = await books.document(50, { isDraft: true, invoiceNumber: 'ND-1' });
    const strange = await books.document(50, { customerUuid: books.stranger, invoiceNumber: 'NS-1' });
    const gone = await books.document(50, { invoiceNumber: 'NV-1' });
    await books.done(client.patch(`/invoices/${gone.uuid}/void`));
    const expected: [Document, string, string][] = [
      [quote, 'INVALID_DOCUMENT_STATE', 'must be of an invoice: it is that of the quote invoice NQ-1.'],
      [
        draft,
        'INVALID_DOCUMENT_STATE',
        'must be of what is approved: the invoice ND-1 is a draft and must be approved first.',
      ],
      [strange, 'DIFFERENT_CUSTOMER', 'must be of the same customer: the invoice NS-1 is of another.'],
      [gone, 'INVALID_DOCUMENT_STATE', 'is invalid here: the invoice NV-1 is void.'],
    ];
    for (const isDraft of [true, false])
      for (const [{ uuid }, code, message] of expected)
        expect(await refused({ appliedToInvoiceUuid: uuid, isDraft })).toEqual({
          code,
          messages: [`appliedToInvoiceUuid ${message}`],
        });
  });

  it('is a document of another workspace, told with all that is missing', async () => {
    const foreign = await books.other.strict.post('/invoices', invoiceBody(books.foreign));
    const { code, messages } = await refused({
      appliedToInvoiceUuid: foreign.body.data.uuid,
      tagUuids: [foreign.body.data.uuid],
    });
    expect(code).toBe('VALIDATION_ERROR');
    expect(messages).toEqual([
      expect.stringContaining('tagUuids[0] must be the UUID of a tag'),
      expect.stringContaining('appliedToInvoiceUuid must be the UUID of a document of this workspace'),
    ]);
    expect((await refused({ appliedToInvoiceUuid: foreign.body.data.uuid })).code).toBe('INVOICE_NOT_FOUND');
  });

  it('is anything, of what is no memo, on creation and by an update', async () => {
    const invoice = await books.document(50);
    const message =
      'appliedToInvoiceUuid must be left out unless `invoiceType` is `memo`: only a memo credits an invoice.';
    for (const invoiceType of ['invoice', 'quote', 'estimate'])
      expect((await refused({ invoiceType, appliedToInvoiceUuid: invoice.uuid })).messages).toEqual([
        message,
      ]);
    const memo = await memoOf(invoice, 5, { isDraft: true });
    const turned = await client.patch(`/invoices/${memo.uuid}`, { invoiceType: 'invoice' });
    expect(messagesOf(turned)).toEqual([message]);
    const draft = await books.document(5, { isDraft: true });
    const named = await client.patch(`/invoices/${draft.uuid}`, { appliedToInvoiceUuid: invoice.uuid });
    expect(messagesOf(named)).toEqual([message]);
  });

  it('is anything, of a template', async () => {
    const { fixtures } = books;
    const body = {
      customerUuid: fixtures.customerUuid,
      date: '2026-07-01',
      products: [{ productUuid: fixtures.productUuid, quantity: 1 }],
      recurrencePattern: 'monthly',
      appliedToInvoiceUuid: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c',
      applyCredit: true,
      creditMemo: { id: '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c', amount: 5 },
    };
    const answer = await client.post('/recurring-invoice-templates', body);
    expect(answer.body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'appliedToInvoiceUuid',
      'applyCredit',
      'creditMemo',
    ]);
    const { appliedToInvoiceUuid: _, ...nothing } = { ...body, applyCredit: false, creditMemo: null };
    expect((await client.post('/recurring-invoice-templates', nothing)).status).toBe(201);
  });

  it('is an invoice that became void since the draft was made', async () => {
    const invoice = await books.document(50, { invoiceNumber: 'NV-2' });
    const memo = await memoOf(invoice, 5, { isDraft: true });
    await books.done(client.patch(`/invoices/${invoice.uuid}/void`));
    const answer = await client.patch(`/invoices/${memo.uuid}`, { isDraft: false });
    expect(messagesOf(answer)).toEqual(['appliedToInvoiceUuid is invalid here: the invoice NV-2 is void.']);
    await books.done(client.patch(`/invoices/${memo.uuid}`, { isDraft: false, appliedToInvoiceUuid: null }));
    await books.verify();
  });
});

it('an invoice is made void only after the memos that name it', async () => {
  const invoice = await books.document(50, { invoiceNumber: 'VM-1' });
  const memo = await memoOf(invoice, 20);
  const makeVoid = (id: string) => client.patch(`/invoices/${id}/void`);
  expect(messagesOf(await makeVoid(invoice.uuid))[0]).toContain(
    '20.00 USD of the invoice VM-1 is paid or applied',
  );
  await books.done(client.patch(`/invoices/${invoice.uuid}/remove-credit`, { memoId: memo.uuid }));
  expect(messagesOf(await makeVoid(invoice.uuid))[0]).toContain(
    'approved credit memos name the invoice VM-1',
  );
  await books.done(makeVoid(memo.uuid));
  expect(await books.read(invoice.uuid)).toMatchObject({ creditMemoUuids: [], amountDue: '50.00' });
  expect((await eventsOf(invoice.uuid))[0]).toBe('credit_voided');
  expect(await books.done(makeVoid(invoice.uuid))).toMatchObject({ status: 'void' });
  await books.verify();
});

it('memos that name one invoice and are approved at once never credit more than is due', async () => {
  const invoice = await books.document(100);
  const drafts = await Promise.all([1, 2, 3, 4].map(() => memoOf(invoice, 30, { isDraft: true })));
  const answers = await Promise.all([
    ...drafts.map(({ uuid }) => client.patch(`/invoices/${uuid}`, { isDraft: false })),
    ...[1, 2].map(() => client.post('/invoices', bodyOf(invoice, 30))),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  const applied = answers.map(({ body }) => body.data.paidAmount).sort();
  expect(applied).toEqual(['0.00', '0.00', '10.00', '30.00', '30.00', '30.00']);
  expect(await books.read(invoice.uuid)).toMatchObject({ status: 'paid', amountDue: '0.00' });
  await books.verify();
});
