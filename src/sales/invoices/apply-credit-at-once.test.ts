import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestAnswer } from '../../../test/support/signed-client.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

const MEMO = '0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c';
const bodyOf = (changes: Record<string, unknown>) => {
  const products = [{ productUuid: books.fixtures.productUuid, quantity: 1, price: 100, taxes: [] }];
  return invoiceBody(books.fixtures, { products, applyCredit: true, ...changes });
};
const create = (changes: Record<string, unknown>) => client.post('/invoices', bodyOf(changes));
const credit = (id: unknown, amount: unknown, changes: Record<string, unknown> = {}) =>
  create({ creditMemo: { id, amount }, ...changes });
const told = ({ status, body }: TestAnswer) => [
  status,
  ...(body.errors ?? []).map(({ message }: { message: string }) => message),
];

describe('a new invoice with a credit', () => {
  it('has the memo applied to it, in the same moment', async () => {
    const memo = await books.memo(60, { date: '2026-07-10' });
    const invoice = await books.done(credit(memo.uuid.toUpperCase(), '35.50'));
    expect(invoice).toMatchObject({
      paymentStatus: 'partial',
      paidAmount: '35.50',
      amountDue: '64.50',
      credits: [{ uuid: memo.uuid, amount: '35.50', date: '2026-07-10' }],
      creditMemoUuids: [],
    });
    expect(await books.read(invoice.uuid)).toEqual(invoice);
    expect(await books.read(memo.uuid)).toMatchObject({
      amountDue: '24.50',
      appliedToInvoiceUuid: null,
      credits: [{ uuid: invoice.uuid, amount: '35.50' }],
    });
    const { body } = await client.get(`/invoices/${invoice.uuid}/audit-log`);
    expect(body.data.auditLog.map(({ action }: { action: string }) => action)).toEqual(['created']);
    await books.verify();
  });

  it('of a number that the workspace allots, names that number on both sides', async () => {
    const memo = await books.memo(10);
    const lenient = books.server.lenient;
    const { invoiceNumber: _, ...body } = bodyOf({ creditMemo: { id: memo.uuid, amount: 10 } });
    const invoice = await books.done(lenient.post('/invoices', body));
    expect(invoice.invoiceNumber).toMatch(/^INV-\d{6}$/);
    expect((await books.read(memo.uuid)).credits).toMatchObject([{ invoiceNumber: invoice.invoiceNumber }]);
    await books.verify();
  });

  it('is answered by a dry run, and nothing is kept', async () => {
    const memo = await books.memo(60);
    const body = bodyOf({ creditMemo: { id: memo.uuid, amount: 60 } });
    const answer = await client.post('/invoices', body, { query: { dryRun: 'true' } });
    expect(answer.body.data).toMatchObject({ dryRun: true, paidAmount: '60.00' });
    expect(await books.read(memo.uuid)).toEqual(memo);
    expect((await client.get(`/invoices/${answer.body.data.uuid}`)).status).toBe(404);
  });

  it('is created once with one Idempotency-Key, and the memo applied once', async () => {
    const memo = await books.memo(60);
    const body = bodyOf({ creditMemo: { id: memo.uuid, amount: 25 } });
    const headers = { 'idempotency-key': 'credit-at-once' };
    const first = await client.post('/invoices', body, { headers });
    const again = await client.post('/invoices', body, { headers });
    expect(again.body.data).toEqual(first.body.data);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await books.read(memo.uuid)).toMatchObject({ amountDue: '35.00' });
  });
});

describe('a credit that cannot be applied leaves no invoice, and is told with all else that is wrong', () => {
  it('where the memo is unknown, or is none', async () => {
    const foreign = await books.other.strict.post(
      '/invoices',
      invoiceBody(books.foreign, { invoiceType: 'memo' }),
    );
    const { uuid } = foreign.body.data;
    const unknown = await credit(uuid, 5);
    expect(unknown.body.code).toBe('INVOICE_NOT_FOUND');
    expect(told(unknown)).toEqual([
      400,
      `creditMemo.id must be the UUID of a document of this workspace: ${uuid} is unknown.`,
    ]);
    const invoice = await books.document(50, { invoiceNumber: 'W-1' });
    expect(told(await credit(invoice.uuid, 5))).toEqual([
      400,
      'creditMemo.id must be of a credit memo: it is that of the invoice W-1.',
    ]);
    for (const id of [4711, '4711', null])
      expect((await credit(id, 5)).body.errors.map(({ field }: { field: string }) => field)).toEqual([
        'creditMemo.id',
      ]);
  });

  it('where the memo is a draft, void or of another customer', async () => {
    const draft = await books.memo(50, { isDraft: true, invoiceNumber: 'W-2' });
    const gone = await books.memo(50, { invoiceNumber: 'W-3' });
    await books.done(client.patch(`/invoices/${gone.uuid}/void`));
    const strange = await books.memo(50, { customerUuid: books.stranger, invoiceNumber: 'W-4' });
    const messages = [];
    for (const { uuid } of [draft, gone, strange]) messages.push(...told(await credit(uuid, 5)));
    expect(messages).toEqual([
      400,
      'creditMemo.id must be of what is approved: the memo invoice W-2 is a draft and must be approved first.',
      400,
      'creditMemo.id is invalid here: the memo invoice W-3 is void.',
      400,
      'creditMemo.id must be of the same customer: the memo invoice W-4 is of another.',
    ]);
  });

  it('where it is more than the memo has, or the invoice comes to, or has too many decimals', async () => {
    const memo = await books.memo(150, { invoiceNumber: 'W-5' });
    const before = (await client.get('/invoices', { limit: '1' })).body.data.totalRecords;
    expect(told(await credit(memo.uuid, 150.01))).toEqual([
      400,
      'creditMemo.amount must be at most 150.00 USD, which is open of the memo invoice W-5.',
      'creditMemo.amount must be at most 100.00 USD, which is open of the new invoice.',
    ]);
    expect(told(await credit(memo.uuid, 100.01))).toEqual([
      400,
      'creditMemo.amount must be at most 100.00 USD, which is open of the new invoice.',
    ]);
    expect(told(await credit(memo.uuid, '1.001'))).toEqual([
      400,
      'creditMemo.amount must be a number of at most 2 decimals in USD.',
    ]);
    const answer = await credit(memo.uuid, 200, { invoiceNumber: 'W-5-i', currency: 'USD', discount: 101 });
    expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'creditMemo.amount',
      'discount',
    ]);
    expect((await client.get('/invoices', { limit: '1' })).body.data.totalRecords).toBe(before);
    expect(await books.read(memo.uuid)).toEqual(memo);
  });

  it('where the one of `applyCredit` and `creditMemo` stands without the other, or in the wrong place', async () => {
    const creditMemo = { id: MEMO, amount: 5 };
    expect(told(await create({}))).toEqual([400, 'creditMemo is required where `applyCredit` is true.']);
    for (const applyCredit of [false, null, undefined])
      expect(told(await create({ applyCredit, creditMemo }))).toEqual([
        400,
        'creditMemo must be left out unless `applyCredit` is true.',
      ]);
    expect((await create({ applyCredit: false, creditMemo: null })).status).toBe(200);
    expect(told(await create({ creditMemo, isDraft: true }))).toEqual([
      400,
      'applyCredit must be left out unless `isDraft` is false: only what is approved is credited.',
    ]);
    expect(told(await create({ creditMemo, invoiceType: 'quote' }))).toEqual([
      400,
      'applyCredit must be left out unless `invoiceType` is `invoice`: only that is credited.',
    ]);
    expect(told(await create({ creditMemo, recurrencePattern: 'monthly' }))).toEqual([
      400,
      'applyCredit must be left out of a schedule: a credit cannot recur.',
    ]);
    const draft = await books.document(5, { isDraft: true });
    const update = { applyCredit: true, creditMemo, isDraft: false };
    expect(told(await client.patch(`/invoices/${draft.uuid}`, update))).toEqual([
      400,
      'applyCredit must be left out: of what exists already, apply the memo once it is approved.',
      'creditMemo must be left out: of what exists already, apply the memo once it is approved.',
    ]);
  });
});

it('invoices that are created at once with one memo share what it has, and no more', async () => {
  const memo = await books.memo(100);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => credit(memo.uuid, 30)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 400, 400]);
  const codes = answers.filter(({ status }) => status === 400).map(({ body }) => body.code);
  expect(codes).toEqual(['AMOUNT_EXCEEDS_BALANCE', 'AMOUNT_EXCEEDS_BALANCE']);
  expect(await books.read(memo.uuid)).toMatchObject({ amountDue: '10.00' });
  await books.verify();
});
