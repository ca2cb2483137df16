import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountIds, postEntry } from '../../../test/support/post-entry.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let ids: Map<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  ids = await accountIds(server.database, server.workspaceId);
});
afterAll(() => server.close());

const get = (number: string, query?: Record<string, string>) =>
  server.strict.get(`/chart-of-accounts/${ids.get(number)!.toUpperCase()}`, query);

test('an account is read with its sub-accounts, and a sub-account by itself', async () => {
  const { status, body } = await get('4100');
  expect(status).toBe(200);
  expect(body.data.subAccounts.map(({ name }: { name: string }) => name)).toEqual([
    'Consulting',
    'Installation',
  ]);
  const child = (await get('4110')).body.data;
  expect(child).toEqual(body.data.subAccounts[0]);
  expect(child.parentAccountUuid).toBe(ids.get('4100'));
});

test('system accounts and bank accounts are read too', async () => {
  expect((await get('1200')).body.data).toMatchObject({ name: 'Accounts Receivable', editable: false });
  expect((await get('1000')).body.data.subType.anchorTier).toBe('PHYSICAL_ACCOUNT');
  expect((await get('3900')).body.data.type).toBe('Equity');
});

test('balance and what stands in the way of deleting are told where they are asked for', async () => {
  await postEntry(server.database, server.workspaceId, {
    effective: '2026-02-01',
    lines: [
      { account: '4100', amount: -9_000 },
      { account: '4110', amount: -1_000 },
      { account: '1000', amount: 10_000 },
    ],
  });
  const query = { includeBalances: 'true', includeDeleteMeta: 'true' };
  const { body } = await get('4100', query);
  expect(body.data).toMatchObject({
    balance: '90.00',
    canDelete: false,
    deleteBlockedReason: 'HAS_JOURNAL_ENTRIES',
    subAccounts: [
      { name: 'Consulting', balance: '10.00', deleteBlockedReason: 'HAS_JOURNAL_ENTRIES' },
      { name: 'Installation', balance: '0.00', canDelete: true, deleteBlockedReason: null },
    ],
  });
  expect((await get('4100')).body.data).not.toHaveProperty('balance');
  expect((await get('4100', { includeBalances: 'yes' })).status).toBe(400);
});

test('one of another workspace and an unknown one are not found, a number is no UUID', async () => {
  const other = await server.addWorkspace();
  const foreign = (await accountIds(server.database, other.workspaceId)).get('1000');
  for (const id of [foreign, UNKNOWN_UUID]) {
    const { status, body } = await server.strict.get(`/chart-of-accounts/${id}`);
    expect([status, body.code]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
  }
  const malformed = await server.strict.get('/chart-of-accounts/1000');
  expect([malformed.status, malformed.body.code]).toEqual([400, 'INVALID_UUID']);
});
