import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds, postEntry } from '../../../test/support/post-entry.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { DEFAULT_CHART } from './catalogue/default-chart.ts';

let server: TestServer;
let ids: Map<string, string>;
let other: TestWorkspace;

beforeAll(async () => {
  server = await startTestServer();
  ids = await accountIds(server.database, server.workspaceId);
  other = await server.addWorkspace();
  await server.owner.query(
    `INSERT INTO account (workspace_id, id, name, name_key, account_number, type, sub_type_id, currency, status)
     VALUES ($1, $2, '100%_\\ Wool', '100%_\\ wool', NULL, 'Expenses', 5010, 'USD', 'active'),
            ($1, $3, 'Old Till', 'old till', '1099', 'Assets', 1040, 'USD', 'inactive')`,
    [server.workspaceId, uuidv7(), uuidv7()],
  );
});
afterAll(() => server.close());

const list = (query?: Record<string, string>) => server.strict.get('/chart-of-accounts', query);
const names = (accounts: { name: string }[]) => accounts.map((account) => account.name);

describe('GET /partners/chart-of-accounts without paging', () => {
  it('answers a bare array with sub-accounts inside their parent and nothing twice', async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(Array.isArray(body)).toBe(true);
    const parent = body.find((account: { name: string }) => account.name === 'Service Income');
    expect(names(parent.subAccounts)).toEqual(['Consulting', 'Installation']);
    expect(parent.subAccounts[0].parentAccountUuid).toBe(parent.id);
    expect(names(body)).not.toContain('Consulting');
    const all = body.flatMap((account: { subAccounts: object[] }) => [account, ...account.subAccounts]);
    expect(all).toHaveLength(DEFAULT_CHART.length + 1);
  });

  it('answers every field of a row', async () => {
    const { body } = await list();
    const id = ids.get('1000');
    expect(body[0]).toEqual({
      id,
      uuid: id,
      accUuid: id,
      accountUuid: id,
      name: 'Checking',
      accountNumber: '1000',
      type: 'Assets',
      subType: { id: 1010, name: 'Checking', anchorTier: 'PHYSICAL_ACCOUNT' },
      status: 'active',
      editable: true,
      currency: 'USD',
      description: null,
      color: null,
      parentAccountUuid: null,
      taxes: [],
      mask: null,
      institution: null,
      providerBalances: [],
      mergedIntoUuid: null,
      mergedUuids: [],
      subAccounts: [],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: expect.any(String),
    });
  });

  it('names the taxes of an account', async () => {
    const taxId = uuidv7();
    await server.owner.query(
      `INSERT INTO tax (workspace_id, id, name, name_key, percentage, sales_account_id, purchase_account_id)
       VALUES ($1, $2, 'VAT', 'vat', 8.25, $3, $3)`,
      [server.workspaceId, taxId, ids.get('2200')],
    );
    await server.owner.query('INSERT INTO account_tax VALUES ($1, $2, $3, 1)', [
      server.workspaceId,
      ids.get('6000'),
      taxId,
    ]);
    const { body } = await list({ type: 'expenses' });
    expect(body[0]).toMatchObject({
      name: 'Office Supplies',
      taxes: [{ id: taxId, name: 'VAT', percentage: 8.25 }],
    });
  });
});

describe('GET /partners/chart-of-accounts with page, limit or search', () => {
  it('answers the envelope with sub-accounts in the same list, by type and number', async () => {
    const { body } = await list({ limit: '5000' });
    expect(body.status).toBe('success');
    expect(names(body.data.accounts)).toEqual([
      ...DEFAULT_CHART.map((account) => account.name),
      '100%_\\ Wool',
    ]);
    expect(
      body.data.accounts.every((account: { subAccounts: object[] }) => account.subAccounts.length === 0),
    ).toBe(true);
    expect(body.data).toMatchObject({
      totalRecords: DEFAULT_CHART.length + 1,
      totalPages: 1,
      page: 1,
      limit: 5000,
    });
  });

  it('pages, 50 rows by default, and answers an empty list past the end', async () => {
    const first = await list({ page: '1' });
    expect(first.body.data.accounts).toHaveLength(50);
    const total = DEFAULT_CHART.length + 1;
    expect(first.body.data).toMatchObject({
      totalRecords: total,
      totalPages: Math.ceil(total / 50),
      page: 1,
      limit: 50,
    });
    const second = await list({ page: '2', limit: '10' });
    expect(names(second.body.data.accounts)).toEqual(
      DEFAULT_CHART.slice(10, 20).map((account) => account.name),
    );
    const past = await list({ page: '99' });
    expect(past.status).toBe(200);
    expect(past.body.data).toMatchObject({ accounts: [], totalRecords: total });
  });

  it('finds a part of a name or number whatever its case, and takes % _ \\ as they are', async () => {
    const search = async (text: string) => names((await list({ search: text })).body.data.accounts);
    expect(await search('RECEIVABLE')).toEqual(['Accounts Receivable', 'Withholding Receivable']);
    expect(await search('4110')).toEqual(['Consulting']);
    expect(await search('100%_\\')).toEqual(['100%_\\ Wool']);
    expect(await search('_')).toEqual(['100%_\\ Wool']);
    expect(await search('%')).toEqual(['100%_\\ Wool']);
  });

  it('refuses a limit over 5000 and a search over 200 characters, both at once', async () => {
    const { status, body } = await list({ limit: '5001', search: 'x'.repeat(201), page: '0' });
    expect(status).toBe(400);
    expect(body.errors.map((error: { field: string }) => error.field).sort()).toEqual([
      'limit',
      'page',
      'search',
    ]);
  });
});

describe('the filters of the chart', () => {
  it('takes the type in any case, and Revenue for Income', async () => {
    const { body } = await list({ type: 'rEVENUE' });
    expect(new Set(body.map((account: { type: string }) => account.type))).toEqual(new Set(['Income']));
  });

  it.each(['Wealth', ''])('refuses the type "%s" in the words that clients look for', async (type) => {
    for (const path of ['/chart-of-accounts', '/account-sub-types']) {
      const { status, body } = await server.strict.get(path, { type });
      expect(status).toBe(400);
      expect(body.message).toContain('Invalid query parameter `type` ');
      expect(body.errors).toMatchObject([{ field: 'type', code: 'INVALID_ENUM' }]);
    }
  });

  it('refuses a type that is given twice in the same words', async () => {
    const { status, body } = await server.strict.get('/chart-of-accounts', { type: ['Assets', 'Equity'] });
    expect(status).toBe(400);
    expect(body.message).toContain('Invalid query parameter `type` ');
  });

  it('filters by sub-type, and refuses an id that is not above 0', async () => {
    expect(names((await list({ subTypeId: '1510' })).body)).toEqual(['Equipment', 'Vehicles']);
    expect((await list({ subTypeId: '0' })).status).toBe(400);
    expect((await list({ subTypeId: 'x' })).status).toBe(400);
  });

  it('lists active accounts unless the inactive ones are asked for', async () => {
    expect(names((await list({ search: 'till' })).body.data.accounts)).toEqual([]);
    expect(names((await list({ inactive: 'true' })).body)).toEqual(['Old Till']);
    expect((await list({ inactive: 'yes' })).status).toBe(400);
  });

  it('lists income and expenses where only category accounts are asked for', async () => {
    const { body } = await list({ onlyCategoryAccounts: 'true' });
    expect(new Set(body.map((account: { type: string }) => account.type))).toEqual(
      new Set(['Income', 'Expenses']),
    );
  });

  it('knows no account of form 1099, none that is hidden and none with a reporter', async () => {
    expect((await list({ is1099Box: 'true' })).body).toEqual([]);
    const all = (await list()).body;
    const flags = {
      includeHidden: 'true',
      includeHiddenAccounts: 'true',
      notAssignedToReporter: 'true',
      is1099Box: 'false',
    };
    expect((await list({ ...flags, anything: 'else' })).body).toEqual(all);
  });
});

describe('balances and what stands in the way of deleting', () => {
  it('shows each balance on its natural side, sealed or not', async () => {
    await postEntry(server.database, server.workspaceId, {
      effective: '2026-02-01',
      lines: [
        { account: '1000', amount: 12_550 },
        { account: '4000', amount: -12_500 },
        { account: '6000', amount: -50 },
      ],
    });
    const { body } = await list({ includeBalances: 'true', limit: '5000' });
    const balances = Object.fromEntries(
      body.data.accounts.map((account: { name: string; balance: string }) => [account.name, account.balance]),
    );
    expect(balances).toMatchObject({
      Checking: '125.50',
      Sales: '125.00',
      'Office Supplies': '-0.50',
      Savings: '0.00',
    });
    expect((await list()).body[0]).not.toHaveProperty('balance');
  });

  it('says whether an account can be deleted, and why not', async () => {
    const productId = uuidv7();
    await server.owner.query(
      `INSERT INTO product (workspace_id, id, name, name_key, category_account_id) VALUES ($1, $2, 'Tea', 'tea', $3)`,
      [server.workspaceId, productId, ids.get('4200')],
    );
    const { body } = await list({ includeDeleteMeta: 'true', limit: '5000' });
    const blocked = Object.fromEntries(
      body.data.accounts.map((account: { name: string; deleteBlockedReason: string; canDelete: boolean }) => {
        expect(account.canDelete).toBe(account.deleteBlockedReason === null);
        return [account.name, account.deleteBlockedReason];
      }),
    );
    expect(blocked).toMatchObject({
      'Accounts Receivable': 'NOT_EDITABLE',
      Checking: 'HAS_JOURNAL_ENTRIES',
      'Service Income': 'HAS_SUB_ACCOUNTS',
      'Shipping Income': 'HAS_INVOICE_PRODUCTS',
      Savings: null,
    });
  });

  it('shows another workspace nothing of it', async () => {
    const { body } = await other.strict.get('/chart-of-accounts', { includeBalances: 'true', limit: '5000' });
    expect(body.data.totalRecords).toBe(DEFAULT_CHART.length);
    const own = new Set(ids.values());
    expect(body.data.accounts.filter((account: { id: string }) => own.has(account.id))).toEqual([]);
    expect(new Set(body.data.accounts.map((account: { balance: string }) => account.balance))).toEqual(
      new Set(['0.00']),
    );
  });
});

describe('GET /partners/account-sub-types', () => {
  it('answers the whole catalogue, the same in every workspace', async () => {
    const { body } = await server.strict.get('/account-sub-types');
    expect(body.data.totalPages).toBe(1);
    expect(body.data.accountSubTypes).toContainEqual({
      id: 2010,
      type: 'Liabilities',
      name: 'Credit Card',
      description: expect.any(String),
      anchorTier: 'PHYSICAL_ACCOUNT',
    });
    expect((await other.strict.get('/account-sub-types')).body).toEqual(body);
  });

  it('filters by type and pages', async () => {
    const income = (await server.strict.get('/account-sub-types', { type: 'revenue' })).body.data;
    expect(income.accountSubTypes.map((row: { type: string }) => row.type)).toEqual(Array(4).fill('Income'));
    const page = (await server.strict.get('/account-sub-types', { type: 'INCOME', page: '2', limit: '3' }))
      .body.data;
    expect(page).toMatchObject({ totalRecords: 4, totalPages: 2, page: 2, limit: 3 });
    expect(page.accountSubTypes).toHaveLength(1);
  });
});
