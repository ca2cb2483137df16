import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { invoiceBody, type SalesFixtures } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestClient } from '../../../test/support/signed-client.ts';

const CUTOVER = '2026-07-01';
const CODE = 'OPENING_RECEIVABLES_EXCEEDED';

let books: SettlementBooks;
let ids: Map<string, string>;
const client = () => books.server.strict;

beforeAll(async () => {
  books = await openSettlementBooks();
  ids = await accountIds(books.server.database, books.server.workspaceId);
  await books.done(client().patch('/workspace', { cutoverDate: CUTOVER }));
});
afterAll(() => books.server.close());

/** Nothing is taken of the opening receivables, of which there are none. */
beforeEach(async () => {
  const { invoices } = await books.done(client().get('/invoices', { limit: '100' }));
  const standing = invoices.filter(({ status, isDraft }: Document) => status !== 'void' && !isDraft);
  const isMemo = ({ invoiceType }: Document) => Number(invoiceType === 'memo');
  for (const { uuid } of standing.sort((a: Document, b: Document) => isMemo(a) - isMemo(b)))
    await books.done(client().patch(`/invoices/${uuid}/void`, {}));
  await books.done(open(0));
});

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Document = any;

const row = (number: string, debit: number, credit = 0) => ({ accountUuid: ids.get(number), debit, credit });

/** Opening balances with so many receivables, or with none of the account. */
const open = (receivable: number) => {
  const rows = [row('1000', 50), row('3900', 0, 50 + receivable)];
  if (receivable !== 0) rows.push(row('1200', receivable));
  return client().post('/opening-balance', { rows, replaceExisting: true });
};
const old = (
  price: number,
  changes: Record<string, unknown> = {},
  fixtures: SalesFixtures = books.fixtures,
) =>
  invoiceBody(fixtures, {
    date: '2026-05-20',
    dueDate: '2026-06-20',
    products: [{ productUuid: fixtures.productUuid, quantity: 1, price, taxes: [] }],
    ...changes,
  });
const create = (price: number, changes: Record<string, unknown> = {}) =>
  client().post('/invoices', old(price, changes));
const refused = (answer: { status: number; body: Document }, details: object) => {
  expect(answer.status, JSON.stringify(answer.body)).toBe(400);
  expect(answer.body).toMatchObject({ code: CODE, details });
  return answer.body;
};

describe('what invoices from before the cutover take out of the opening receivables', () => {
  it('is never more than these hold, and the refusal says what is left and what can be done', async () => {
    await books.done(open(1000));
    await books.done(create(600));
    const before = await books.balances('accrual');
    const { message, errors } = refused(await create(400.01), { amount: '400.01', left: '400.00' });
    expect(message).toContain('replace the opening balance');
    expect(errors).toMatchObject([{ field: 'products', code: CODE }]);
    refused(await client().call('POST', '/invoices', old(500), { query: { dryRun: 'true' } }), {
      left: '400.00',
    });
    expect(await books.balances('accrual')).toEqual(before);
    await books.done(create(400));
    refused(await create(0.01), { amount: '0.01', left: '0.00' });
    await books.verify();
  });

  it('is nothing where the opening balance has no receivables', async () => {
    refused(await create(10), { amount: '10.00', left: '0.00' });
    const draft = await books.done(create(10, { isDraft: true }));
    refused(await client().patch(`/invoices/${draft.uuid}/approve`, {}), { left: '0.00' });
    expect((await books.read(draft.uuid)).isDraft).toBe(true);
    await books.done(client().post('/invoices', old(10, { date: CUTOVER, dueDate: CUTOVER })));
  });

  it('is reckoned in the workspace’s currency', async () => {
    await books.done(open(1250));
    refused(await create(1001, { currency: 'EUR', exchangeRate: '1.25' }), {
      amount: '1251.25',
      left: '1250.00',
    });
    await books.done(create(1000, { currency: 'EUR', exchangeRate: '1.25' }));
    await books.verify();
  });

  it('is less by credit memos of that time, which are never refused and not taken back beyond it', async () => {
    const memo = await books.done(create(300, { invoiceType: 'memo' }));
    await books.done(open(700));
    const invoice = await books.done(create(1000));
    refused(await client().patch(`/invoices/${memo.uuid}/void`, {}), { amount: '300.00', left: '0.00' });
    await books.done(client().patch(`/invoices/${invoice.uuid}/void`, {}));
    await books.done(client().patch(`/invoices/${memo.uuid}/void`, {}));
    await books.verify();
  });

  it('is given back by an invoice that becomes void', async () => {
    await books.done(open(500));
    const invoice = await books.done(create(500));
    refused(await create(500), { left: '0.00' });
    await books.done(client().patch(`/invoices/${invoice.uuid}/void`, {}));
    await books.done(create(500));
  });

  it('is at least what an opening balance that is set afterwards must hold', async () => {
    await books.done(open(900));
    await books.done(create(800));
    const before = (await client().get('/opening-balance')).body.data;
    const { errors } = refused(await open(799.99), { amount: '800.00', left: '799.99' });
    expect(errors).toMatchObject([{ field: 'rows', code: CODE }]);
    refused(await open(0), { amount: '800.00', left: '0.00' });
    expect((await client().get('/opening-balance')).body.data).toEqual(before);
    await books.done(create(100, { invoiceType: 'memo' }));
    await books.done(open(700));
    await books.verify();
  });

  it('is taken by exactly one of many that want the last of it at once', async () => {
    await books.done(open(1000));
    const answers = await Promise.all(Array.from({ length: 12 }, () => create(600)));
    const made = answers.filter(({ status }) => status === 200);
    expect(made).toHaveLength(1);
    for (const answer of answers.filter((one) => !made.includes(one)))
      refused(answer, { amount: '600.00', left: '400.00' });
    await books.verify();
  });

  it('is held to by opening balances that are replaced while documents come in', async () => {
    await books.done(open(1000));
    const answers = await Promise.all([create(900), open(100), create(50), open(500)]);
    for (const { status, body } of answers) if (status >= 300) expect(body.code).toBe(CODE);
    expect((await books.balances('accrual'))['Accounts Receivable']).toBeGreaterThanOrEqual(0);
    const { rows } = (await client().get('/opening-balance')).body.data;
    const held = Number(rows.find((one: Document) => one.accountUuid === ids.get('1200')).debit);
    const { invoices } = await books.done(client().get('/invoices', { limit: '100', status: 'overdue' }));
    const taken = invoices.reduce((sum: number, { total }: Document) => sum + Number(total), 0);
    expect(taken).toBeLessThanOrEqual(held);
    await books.verify();
  });
});

describe('another workspace', () => {
  let other: TestClient;
  beforeAll(async () => {
    other = books.other.strict;
    await books.done(other.patch('/workspace', { cutoverDate: CUTOVER }));
  });

  it('has its own opening receivables, and none at all before its opening balance', async () => {
    await books.done(other.post('/invoices', old(5000, {}, books.foreign)));
    const own = await accountIds(books.server.database, books.other.workspaceId);
    const rows = (receivable: number) => [
      { accountUuid: own.get('1200'), debit: receivable, credit: 0 },
      { accountUuid: own.get('3900'), debit: 0, credit: receivable },
    ];
    refused(await other.post('/opening-balance', { rows: rows(4999) }), {
      amount: '5000.00',
      left: '4999.00',
    });
    await books.done(other.post('/opening-balance', { rows: rows(5000) }));
    refused(await other.post('/invoices', old(1, {}, books.foreign)), { left: '0.00' });
  });
});
