import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { accountIdsByName } from '../../../test/support/product-books.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let account: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  account = await accountIdsByName(server.owner, server.workspaceId);
});
afterAll(() => server.close());

test('a name and a percentage make a tax on the workspace’s own tax accounts', async () => {
  const { status, body } = await server.strict.post('/taxes', { name: 'Sales tax', percentage: 8.25 });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({
    name: 'Sales tax',
    kind: 'standard',
    percentage: 8.25,
    inclusive: false,
    compound: false,
    salesAccountUuid: account.sales_tax,
    purchaseAccountUuid: account.input_tax,
    recoverablePercentage: 100,
    taxNumber: null,
    status: 'active',
  });
  expect(body.data.uuid).toBe(body.data.id);
});

test('every optional field is kept, and null is as good as absent', async () => {
  const { status, body } = await server.strict.post('/taxes', {
    name: 'GST',
    percentage: '5.000001',
    kind: 'standard',
    inclusive: false,
    compound: null,
    salesAccountUuid: account['Income Tax Payable']!.toUpperCase(),
    purchaseAccountUuid: account['Prepaid Expenses'],
    taxNumber: '12 345 – €',
  });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({
    percentage: 5.000001,
    salesAccountUuid: account['Income Tax Payable'],
    purchaseAccountUuid: account['Prepaid Expenses'],
    taxNumber: '12 345 – €',
  });
});

test.each([
  ['0', 0],
  [100, 100],
  ['.5', 0.5],
  [3.3000000000000003, 3.3],
  [1e-6, 0.000001],
])('the percentage %j is read as %d', async (percentage, expected) => {
  const { status, body } = await server.strict.post('/taxes', { name: `Rate ${percentage}`, percentage });
  expect(status).toBe(201);
  expect(body.data.percentage).toBe(expected);
});

test('zero-rated and exempt are told apart, and both have the percentage 0', async () => {
  for (const kind of ['zero', 'exempt']) {
    const { status, body } = await server.strict.post('/taxes', { name: kind, percentage: 0, kind });
    expect([status, body.data.kind]).toEqual([201, kind]);
    const refused = await server.strict.post('/taxes', { name: `${kind} 5`, percentage: 5, kind });
    expect(refused.status).toBe(400);
    expect(errorCodes(refused.body)).toEqual({ percentage: 'INVALID_VALUE' });
  }
});

test.each([
  ['VAT', { inclusive: true }],
  ['Provincial', { compound: true }],
  ['Both', { inclusive: true, compound: true }],
  ['Acquisition', { kind: 'reverse_charge' }],
])('%s may be %j', async (name, fields) => {
  const { status, body } = await server.strict.post('/taxes', { name, percentage: 20, ...fields });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({ inclusive: false, compound: false, ...fields });
  const { body: listed } = await server.strict.get('/taxes', { search: name });
  expect(listed.data.taxes[0]).toEqual(body.data);
});

test('reverse charge is neither inclusive nor compound', async () => {
  const body = { name: 'Reverse', percentage: 20, kind: 'reverse_charge', inclusive: true, compound: true };
  const answer = await server.strict.post('/taxes', body);
  expect([answer.status, errorCodes(answer.body)]).toEqual([
    400,
    { inclusive: 'INVALID_VALUE', compound: 'INVALID_VALUE' },
  ]);
});

test('withholding is refused as not available, and the answer says where it belongs', async () => {
  const answer = await server.strict.post('/taxes', { name: 'Later', percentage: 5, kind: 'withholding' });
  expect([answer.status, answer.body.code]).toEqual([400, 'NOT_AVAILABLE']);
  expect(errorCodes(answer.body)).toEqual({ kind: 'NOT_AVAILABLE' });
  expect(answer.body.message).toContain('what a customer keeps of a payment');
});

test.each([
  [{}, { name: 'REQUIRED', percentage: 'REQUIRED' }],
  [
    { name: null, percentage: null },
    { name: 'REQUIRED', percentage: 'REQUIRED' },
  ],
  [
    { name: [], percentage: true },
    { name: 'INVALID_TYPE', percentage: 'INVALID_TYPE' },
  ],
  [
    { name: 'a\0', percentage: '8.25 %' },
    { name: 'INVALID_TEXT', percentage: 'INVALID_NUMBER' },
  ],
  [
    { name: '\udfff', percentage: `0.${'1'.repeat(30)}` },
    { name: 'INVALID_TEXT', percentage: 'INVALID_NUMBER' },
  ],
  [
    { name: 'x'.repeat(256), percentage: -1 },
    { name: 'TOO_LONG', percentage: 'TOO_SMALL' },
  ],
  [
    { name: '', percentage: 100.000001 },
    { name: 'REQUIRED', percentage: 'TOO_LARGE' },
  ],
  [
    {
      name: 'a',
      percentage: 5,
      kind: 'vat',
      inclusive: 'yes',
      salesAccountUuid: 7,
      purchaseAccountUuid: 'x',
      taxNumber: 1,
    },
    {
      kind: 'INVALID_ENUM',
      inclusive: 'INVALID_TYPE',
      salesAccountUuid: 'INVALID_TYPE',
      purchaseAccountUuid: 'INVALID_UUID',
      taxNumber: 'INVALID_TYPE',
    },
  ],
  [
    { name: '', percentage: 5, kind: 'zero' },
    { name: 'REQUIRED', percentage: 'INVALID_VALUE' },
  ],
])('%j is refused with every error', async (body, expected) => {
  const answer = await server.strict.post('/taxes', body);
  expect(answer.status).toBe(400);
  expect(errorCodes(answer.body)).toEqual(expected);
});

test('a number too large for JSON is refused', async () => {
  const answer = await server.strict.post('/taxes', undefined, {
    rawBody: '{"name":"Huge","percentage":1e400}',
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(['percentage']);
});

test('a body that is no object is refused', async () => {
  for (const rawBody of ['[]', '"text"', 'null', '7']) {
    expect((await server.strict.post('/taxes', undefined, { rawBody })).status).toBe(400);
  }
});

test('a tax posts to a liability, never to a control, bank, card or income account', async () => {
  const refused = [
    { salesAccountUuid: account.Checking, purchaseAccountUuid: account.accounts_receivable },
    { salesAccountUuid: account.accounts_payable, purchaseAccountUuid: account.Checking },
    { salesAccountUuid: account['Credit Card'], purchaseAccountUuid: account['Retained Earnings'] },
  ];
  for (const accounts of refused) {
    const answer = await server.strict.post('/taxes', { name: 'Misposted', percentage: 5, ...accounts });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_ACCOUNT_TYPE']);
    expect(errorCodes(answer.body)).toEqual({
      salesAccountUuid: 'INVALID_ACCOUNT_TYPE',
      purchaseAccountUuid: 'INVALID_ACCOUNT_TYPE',
    });
  }
});

test('accounts of another workspace are unknown here', async () => {
  const other = await server.addWorkspace();
  const theirs = await accountIdsByName(server.owner, other.workspaceId);
  const answer = await server.strict.post('/taxes', {
    name: 'Foreign',
    percentage: 5,
    salesAccountUuid: theirs.sales_tax,
  });
  expect([answer.status, answer.body.code]).toEqual([400, 'ACCOUNT_NOT_FOUND']);
  expect(errorCodes(answer.body)).toEqual({ salesAccountUuid: 'ACCOUNT_NOT_FOUND' });
});

test('a name is unique whatever its case, also told beside other errors', async () => {
  await server.strict.post('/taxes', { name: 'MwSt ẞ', percentage: 19 });
  const answer = await server.strict.post('/taxes', { name: 'mwst ß', percentage: 19 });
  expect([answer.status, answer.body.code]).toEqual([400, 'DUPLICATE_NAME']);
  const both = await server.strict.post('/taxes', {
    name: 'MWST ẞ',
    percentage: 19,
    salesAccountUuid: UNKNOWN_UUID,
  });
  expect(both.body.code).toBe('VALIDATION_ERROR');
  expect(errorCodes(both.body)).toEqual({ name: 'DUPLICATE_NAME', salesAccountUuid: 'ACCOUNT_NOT_FOUND' });
});

test('of many who create one name at once, one wins and the others are told why', async () => {
  const body = { name: 'Race', percentage: 5 };
  const answers = await Promise.all(Array.from({ length: 8 }, () => server.strict.post('/taxes', body)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter((answer) => answer.body.code === 'DUPLICATE_NAME')).toHaveLength(7);
});

test('a repeat under the same Idempotency-Key makes one tax', async () => {
  const headers = { 'idempotency-key': 'tax-1' };
  const first = await server.strict.post('/taxes', { name: 'Once', percentage: 5, rate: 5 }, { headers });
  const again = await server.strict.post('/taxes', { name: 'Once', percentage: 5, rate: 5 }, { headers });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
  expect(first.body.data._partnerWarnings[0].field).toBe('rate');
});
