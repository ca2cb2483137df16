import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { INVOICE_STATUSES } from './invoice-status.ts';

let server: TestServer;
let fixtures: SalesFixtures;
let other: TestWorkspace;
const ids: Record<string, string> = {};

async function make(name: string, changes: Record<string, unknown>): Promise<void> {
  const answer = await server.strict.post(
    '/invoices',
    invoiceBody(fixtures, { invoiceNumber: name, ...changes }),
  );
  ids[name] = answer.body.data.uuid;
}

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
  other = await server.addWorkspace();
  const foreign = await createSalesFixtures(other.strict);
  await other.strict.post('/invoices', invoiceBody(foreign, { invoiceNumber: 'Foreign' }));
  const zoe = await server.strict.post('/customers', { customer: 'Zoë 100%_Co' });
  await make('Draft', { isDraft: true, date: '2026-01-05', dueDate: '2026-02-01' });
  await make('Overdue', { date: '2026-01-10', dueDate: '2026-02-01' });
  await make('Current', { date: '2998-01-10', dueDate: '2998-02-01', customerUuid: zoe.body.data.uuid });
  await make('Quoted', { date: '2026-03-01', dueDate: '2026-03-01', invoiceType: 'quote' });
  await make('Memo', { date: '2026-03-02', dueDate: '2026-03-02', invoiceType: 'memo' });
  await make('Free', {
    date: '2026-03-03',
    products: [{ productUuid: fixtures.productUuid, quantity: 1, price: 0 }],
  });
  ids.zoe = zoe.body.data.uuid;
});
afterAll(() => server.close());

async function listed(query: Record<string, string | string[]> = {}): Promise<string[]> {
  const { status, body } = await server.strict.get('/invoices', query);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.data.totalRecords).toBe(body.data.invoices.length);
  return body.data.invoices.map((invoice: { invoiceNumber: string }) => invoice.invoiceNumber);
}

it('lists documents of the workspace, the newest date first, each as it is read alone', async () => {
  expect(await listed()).toEqual(['Current', 'Free', 'Memo', 'Quoted', 'Overdue', 'Draft']);
  const { body } = await server.strict.get('/invoices');
  for (const invoice of body.data.invoices) {
    expect((await server.strict.get(`/invoices/${invoice.uuid}`)).body.data).toEqual(invoice);
  }
});

it('pages without a gap or a repeat, and answers an empty page past the end', async () => {
  const pages = await Promise.all(
    ['1', '2', '3', '4'].map((page) =>
      server.strict.get('/invoices', { page, limit: '2', orderBy: 'createdAt', orderDirection: 'asc' }),
    ),
  );
  const numbers = pages.map(({ body }) =>
    body.data.invoices.map((invoice: { invoiceNumber: string }) => invoice.invoiceNumber),
  );
  expect(numbers).toEqual([['Draft', 'Overdue'], ['Current', 'Quoted'], ['Memo', 'Free'], []]);
  expect(pages[3]!.body.data).toMatchObject({ totalRecords: 6, totalPages: 3, page: 4, limit: 2 });
});

it.each([
  [{ status: 'draft' }, ['Draft']],
  [{ status: 'approved' }, ['Current', 'Memo']],
  [{ status: 'expired' }, ['Quoted']],
  [{ status: 'overdue,paid' }, ['Free', 'Overdue']],
  [{ status: ['draft', 'overdue'] }, ['Overdue', 'Draft']],
  [{ status: 'unpaid' }, ['Current', 'Memo', 'Overdue']],
  [{ approvalStatus: 'draft' }, ['Draft']],
  [{ isDraft: 'false', invoiceType: 'invoice' }, ['Current', 'Free', 'Overdue']],
  [{ invoiceType: 'memo' }, ['Memo']],
  [{ startDate: '2026-01-10', endDate: '2026-03-01' }, ['Quoted', 'Overdue']],
  [{ search: 'OVER' }, ['Overdue']],
  [{ search: 'zoË 100%_' }, ['Current']],
  [{ search: '%' }, ['Current']],
  [{ search: 'no such thing' }, []],
  [
    { orderBy: 'total', orderDirection: 'asc', invoiceType: 'invoice' },
    ['Free', 'Draft', 'Overdue', 'Current'],
  ],
  [
    { orderBy: 'invoiceNumber', orderDirection: 'ASC' },
    ['Current', 'Draft', 'Free', 'Memo', 'Overdue', 'Quoted'],
  ],
])('filters by %j', async (query, expected) => {
  expect(await listed(query as Record<string, string | string[]>)).toEqual(expected);
});

it('filters by one customer or several', async () => {
  expect(await listed({ customerUuid: ids.zoe! })).toEqual(['Current']);
  expect(await listed({ customerUuids: `${ids.zoe},${fixtures.customerUuid}` })).toHaveLength(6);
  expect(await listed({ customerUuids: ['0197e1c2-7f60-7c1e-b0a4-5d0f1c9a2b3c'] })).toEqual([]);
  const both = `${ids.zoe},${fixtures.customerUuid}`;
  expect(await listed({ customerUuid: ids.zoe!, customerUuids: both })).toEqual(['Current']);
  expect(await listed({ customerUuid: ids.zoe!, customerUuids: fixtures.customerUuid })).toEqual([]);
  expect(await listed({ customerUuid: ids.zoe!, customerUuids: '' })).toEqual(['Current']);
});

it('tells the same status when it filters as when it answers', async () => {
  for (const status of INVOICE_STATUSES) {
    const { body } = await server.strict.get('/invoices', { status });
    for (const invoice of body.data.invoices) expect(invoice.status).toBe(status);
  }
  const paidInPart = `UPDATE invoice SET paid_amount = $2 WHERE id = $1`;
  for (const [name, paid, status] of [
    ['Current', 1, 'partial'],
    ['Current', 25000, 'paid'],
    ['Overdue', 1, 'overdue'],
    ['Memo', 1, 'partial'],
    ['Memo', 25000, 'applied'],
  ] as const) {
    await server.owner.query(paidInPart, [ids[name], paid]);
    expect((await server.strict.get(`/invoices/${ids[name]}`)).body.data.status).toBe(status);
    expect(await listed({ status })).toContain(name);
  }
  await server.owner.query('UPDATE invoice SET paid_amount = 0');
});

it('tells quotes apart by what became of them, and what is void', async () => {
  const offers = await Promise.all(
    ['Open', 'Accepted', 'Declined', 'Converted', 'Void'].map(async (invoiceNumber) => {
      const offer = { invoiceType: 'quote', invoiceNumber, date: '2026-07-01', dueDate: '2999-01-01' };
      const { body } = await server.strict.post('/invoices', invoiceBody(fixtures, offer));
      return body.data.uuid as string;
    }),
  );
  await server.strict.patch(`/invoices/${offers[1]}/accept`);
  await server.strict.patch(`/invoices/${offers[2]}/decline`);
  await server.strict.post(`/invoices/${offers[3]}/convert`);
  await server.strict.patch(`/invoices/${offers[4]}/void`);
  for (const [status, number] of [
    ['approved', 'Open'],
    ['accepted', 'Accepted'],
    ['declined', 'Declined'],
    ['converted', 'Converted'],
    ['void', 'Void'],
  ] as const) {
    const { body } = await server.strict.get('/invoices', { status, invoiceType: 'quote' });
    const found = body.data.invoices.map((one: { invoiceNumber: string; status: string }) => one);
    expect(found).toMatchObject([{ invoiceNumber: number, status }]);
  }
  expect(await listed({ status: 'unpaid', invoiceType: 'quote' })).toEqual([]);
});

it('refuses every unsound filter at once', async () => {
  const { status, body } = await server.strict.get('/invoices', {
    page: '0',
    limit: '101',
    status: 'draft,done',
    customerUuid: 'x',
    customerUuids: 'y',
    startDate: '2026-02-30',
    invoiceType: 'bill',
    isDraft: 'yes',
    orderBy: 'colour',
    orderDirection: 'up',
    ignored: 'whatever',
  });
  expect(status).toBe(400);
  expect(body.errors.map((error: { field: string }) => error.field).sort()).toEqual(
    [
      'page',
      'limit',
      'status',
      'customerUuid',
      'customerUuids',
      'startDate',
      'invoiceType',
      'isDraft',
      'orderBy',
      'orderDirection',
    ].sort(),
  );
});

it('names a list of a query once, however many of its items are wrong', async () => {
  const { status, body } = await server.strict.get('/invoices', { customerUuids: 'x,'.repeat(5000) });
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ field: 'customerUuids', code: 'INVALID_UUID' }]);
});

it('answers 404 for another workspace’s document, and 400 for an id that is none', async () => {
  expect((await other.strict.get(`/invoices/${ids.Draft}`)).body).toMatchObject({
    statusCode: 404,
    code: 'INVOICE_NOT_FOUND',
  });
  expect((await server.strict.get('/invoices/17')).body).toMatchObject({
    statusCode: 400,
    code: 'INVALID_UUID',
  });
  expect((await server.strict.get(`/invoices/${ids.Draft!.toUpperCase()}`)).status).toBe(200);
});

it('finds a document by its customer’s name as it is now, and by the one that it has printed', async () => {
  const { uuid: customerUuid } = (await server.strict.post('/customers', { customer: 'Maiden  Name' })).body
    .data;
  await make('Printed', { customerUuid });
  await make('Unprinted', { customerUuid, isDraft: true });
  expect(await listed({ search: 'maiden name' })).toEqual(expect.arrayContaining(['Printed', 'Unprinted']));
  await server.strict.call('PUT', `/customers/${customerUuid}`, { customer: 'Married Name' });
  expect(await listed({ search: 'MAIDEN  n' })).toEqual(['Printed']);
  expect((await listed({ search: 'married' })).sort()).toEqual(['Printed', 'Unprinted']);
  const foreign = await other.strict.get('/invoices', { search: 'maiden' });
  expect(foreign.body.data.totalRecords).toBe(0);
});
