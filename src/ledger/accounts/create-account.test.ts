import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { accountIds } from '../../../test/support/post-entry.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let ids: Map<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  ids = await accountIds(server.database, server.workspaceId);
});
afterAll(() => server.close());

const OFFICE = 5030;
const create = (body: unknown) => server.strict.post('/chart-of-accounts', body);
const read = async (id: string) => (await server.strict.get(`/chart-of-accounts/${id}`)).body.data;

describe('an account', () => {
  it('needs a name and a sub-type, from which its type follows', async () => {
    const { status, body } = await create({ name: 'Postage', subTypeId: OFFICE });
    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: body.data.uuid,
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      accUuid: body.data.uuid,
      accountUuid: body.data.uuid,
      name: 'Postage',
      accountNumber: null,
      type: 'Expenses',
      subType: { id: OFFICE, name: 'Office and Administration', anchorTier: null },
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
      createdAt: expect.any(String),
      updatedAt: body.data.createdAt,
    });
    expect(await read(body.data.uuid)).toEqual(body.data);
    const listed = await server.strict.get('/chart-of-accounts', { search: 'Postage' });
    expect(listed.body.data.accounts).toEqual([body.data]);
  });

  it('is answered with all that was sent', async () => {
    const tax = await createTax(server.strict, 'Office tax', 5);
    const { status, body } = await create({
      name: 'Paper & Ink',
      subTypeId: OFFICE,
      accountNumber: '6001',
      description: 'Reams',
      color: '#aBc',
      currency: 'usd',
      status: 'inactive',
      taxes: [{ uuid: tax }],
      parentAccountUuid: '',
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      accountNumber: '6001',
      description: 'Reams',
      color: '#aBc',
      currency: 'USD',
      status: 'inactive',
      taxes: [{ id: tax, name: 'Office tax', percentage: 5 }],
    });
    expect(body.data).not.toHaveProperty('_partnerWarnings');
  });

  it('is of the type of its sub-type, whatever is sent, and takes null for what may be left out', async () => {
    const { status, body } = await create({
      name: 'Nulls',
      subTypeId: 2010,
      type: 'Income',
      accountNumber: null,
      description: null,
      color: null,
      currency: null,
      status: null,
      taxUuids: null,
      parentAccountId: null,
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ type: 'Liabilities', status: 'active', taxes: [] });
    expect(body.data).not.toHaveProperty('_partnerWarnings');
  });

  it('knows no institution, and says so', async () => {
    const { body } = await create({ name: 'Second Bank', subTypeId: 1010, institutionId: 7, logo: 'x' });
    expect(body.data._partnerWarnings).toMatchObject([
      { field: 'institutionId', reason: 'internal_only' },
      { field: 'logo', reason: 'unknown_field' },
    ]);
    expect(body.data.institution).toBeNull();
  });

  it('has a name of its own, whatever its case, in its workspace', async () => {
    await create({ name: 'Épicerie', subTypeId: OFFICE });
    const { status, body } = await create({ name: 'E\u0301PICERIE', subTypeId: OFFICE });
    expect([status, body.code]).toEqual([400, 'DUPLICATE_NAME']);
    expect(body.errors).toMatchObject([{ field: 'name', code: 'DUPLICATE_NAME' }]);
    const other = await server.addWorkspace();
    const there = await other.strict.post('/chart-of-accounts', { name: 'Épicerie', subTypeId: OFFICE });
    expect(there.status).toBe(201);
  });

  it('is made once by many who want its name at once; the others are told why', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => create({ name: 'Race', subTypeId: OFFICE })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'DUPLICATE_NAME')).toHaveLength(7);
  });

  it('may share its number with another', async () => {
    expect((await create({ name: 'Number A', subTypeId: OFFICE, accountNumber: '1000' })).status).toBe(201);
  });

  it('is created once by a repeated Idempotency-Key, with an audit row and an event', async () => {
    const options = { headers: { 'idempotency-key': 'account-once' } };
    const first = await server.strict.post(
      '/chart-of-accounts',
      { name: 'Once', subTypeId: OFFICE },
      options,
    );
    const again = await server.strict.post(
      '/chart-of-accounts',
      { name: 'Once', subTypeId: OFFICE },
      options,
    );
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    const { rows } = await server.owner.query(
      `SELECT a.action, e.type, e.document FROM audit_log a JOIN outbox_event e USING (entity_id) WHERE entity_id = $1`,
      [first.body.data.uuid],
    );
    expect(rows).toEqual([
      { action: 'created', type: 'account.created', document: JSON.stringify(first.body.data) },
    ]);
  });

  it.each([
    [{}, { name: 'REQUIRED', subTypeId: 'REQUIRED' }],
    [
      { name: ' ', subTypeId: '5030' },
      { name: 'REQUIRED', subTypeId: 'INVALID_TYPE' },
    ],
    [
      { name: 5, subTypeId: 1.5, color: 'red', status: 'gone' },
      { name: 'INVALID_TYPE', subTypeId: 'INVALID_NUMBER', color: 'INVALID_VALUE', status: 'INVALID_ENUM' },
    ],
    [
      { name: 'a\0b', subTypeId: 0, accountNumber: 'x'.repeat(51), description: 'x'.repeat(4001) },
      { name: 'INVALID_TEXT', subTypeId: 'TOO_SMALL', accountNumber: 'TOO_LONG', description: 'TOO_LONG' },
    ],
    [
      { name: 'x'.repeat(256), subTypeId: -3, currency: 'EURO', parentAccountUuid: 'x' },
      { name: 'TOO_LONG', subTypeId: 'TOO_SMALL', currency: 'TOO_LONG', parentAccountUuid: 'INVALID_UUID' },
    ],
  ])('is refused with every error: %j', async (body, expected) => {
    const answer = await create(body);
    expect(answer.status).toBe(400);
    expect(errorCodes(answer.body)).toEqual(expected);
  });

  it('of an unknown sub-type is refused in the words that clients look for', async () => {
    const { status, body } = await create({ name: 'Unknown', subTypeId: 9999 });
    expect([status, body.code]).toEqual([400, 'ACCOUNT_SUB_TYPE_NOT_FOUND']);
    expect(body.message).toContain('Account sub type not found');
    expect(body.errors).toMatchObject([{ field: 'subTypeId', code: 'ACCOUNT_SUB_TYPE_NOT_FOUND' }]);
  });

  it('in another currency than the workspace’s is not offered', async () => {
    const { status, body } = await create({ name: 'Euros', subTypeId: 1010, currency: 'EUR' });
    expect([status, body.code]).toEqual([400, 'NOT_AVAILABLE']);
  });
});

describe('the taxes of an account', () => {
  it('are UUIDs, not numbers', async () => {
    const { status, body } = await create({ name: 'Numeric', subTypeId: OFFICE, taxes: [3] });
    expect(status).toBe(400);
    expect(body.message).toBe('Use `taxUuids`; numeric `taxes` is invalid.');
  });

  it('must be known here and active, and alike under both names', async () => {
    const other = await server.addWorkspace();
    const foreign = await createTax(other.strict, 'Foreign', 1);
    const unknown = await create({ name: 'Foreign tax', subTypeId: OFFICE, taxUuids: [foreign] });
    expect([unknown.status, unknown.body.code]).toEqual([400, 'TAX_NOT_FOUND']);
    const tax = await createTax(server.strict, 'Retired', 1);
    await server.owner.query("UPDATE tax SET status = 'inactive' WHERE id = $1", [tax]);
    const inactive = await create({ name: 'Retired tax', subTypeId: OFFICE, taxUuids: tax });
    expect(errorCodes(inactive.body)).toEqual({ taxUuids: 'TAX_INACTIVE' });
    const unlike = await create({ name: 'Unlike', subTypeId: OFFICE, taxUuids: [tax], taxes: [] });
    expect(errorCodes(unlike.body)).toEqual({ taxes: 'INVALID_VALUE' });
  });

  it('must be named in New Zealand, if only as none', async () => {
    const { strict } = await server.addWorkspace({ country: 'NZ', currency: 'NZD' });
    const body = { name: 'Kiwi', subTypeId: OFFICE };
    expect(errorCodes((await strict.post('/chart-of-accounts', body)).body)).toEqual({
      taxUuids: 'REQUIRED',
    });
    const none = await strict.post('/chart-of-accounts', { ...body, taxUuids: [] });
    expect([none.status, none.body.data.currency]).toEqual([201, 'NZD']);
  });
});

describe('a sub-account', () => {
  const parentBody = (name: string) => ({ name, subTypeId: OFFICE });

  it('stands under its parent, named by either field', async () => {
    const parent = (await create(parentBody('Parent'))).body.data;
    for (const field of ['parentAccountUuid', 'parentAccountId']) {
      const { status, body } = await create({
        name: `Child by ${field}`,
        subTypeId: 5010,
        [field]: parent.uuid.toUpperCase(),
      });
      expect([status, body.data.parentAccountUuid]).toEqual([201, parent.uuid]);
    }
    const { subAccounts } = await read(parent.uuid);
    expect(subAccounts.map(({ name }: { name: string }) => name)).toEqual([
      'Child by parentAccountId',
      'Child by parentAccountUuid',
    ]);
  });

  it('has its parent’s status, and is never active under an inactive one', async () => {
    const { uuid } = (await create({ ...parentBody('Asleep'), status: 'inactive' })).body.data;
    const child = await create({ ...parentBody('Asleep too'), parentAccountUuid: uuid });
    expect(child.body.data.status).toBe('inactive');
    const awake = await create({ ...parentBody('Awake'), parentAccountUuid: uuid, status: 'active' });
    expect([awake.status, errorCodes(awake.body)]).toEqual([400, { status: 'INVALID_VALUE' }]);
  });

  it('is of its parent’s type', async () => {
    const body = { name: 'Astray', subTypeId: 4010, parentAccountUuid: ids.get('6000') };
    const answer = await create(body);
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_ACCOUNT_TYPE']);
    expect(answer.body.message).toContain('subTypeId must be a sub-type of Expenses');
  });

  it('has no sub-accounts itself, and none stand under what is owed', async () => {
    const answer = await create({ name: 'Deep', subTypeId: 4020, parentAccountUuid: ids.get('4110') });
    expect([answer.status, errorCodes(answer.body)]).toEqual([400, { parentAccountUuid: 'INVALID_VALUE' }]);
    const owed = await create({ name: 'Owed', subTypeId: 1390, parentAccountId: ids.get('1200') });
    expect([owed.status, errorCodes(owed.body)]).toEqual([400, { parentAccountId: 'INVALID_VALUE' }]);
  });

  it('needs a parent of this workspace, by its UUID', async () => {
    const other = await server.addWorkspace();
    const foreign = (await other.strict.post('/chart-of-accounts', parentBody('Foreign'))).body.data.uuid;
    for (const parentAccountUuid of [foreign, UNKNOWN_UUID]) {
      const { status, body } = await create({ ...parentBody('Orphan'), parentAccountUuid });
      expect([status, body.code]).toEqual([400, 'ACCOUNT_NOT_FOUND']);
      expect(body.details.references).toEqual([{ field: 'parentAccountUuid', uuid: parentAccountUuid }]);
    }
    const numeric = await create({ ...parentBody('Numeric parent'), parentAccountId: 12 });
    expect([numeric.status, numeric.body.message]).toEqual([
      400,
      'Use `parentAccountUuid`; numeric `parentAccountId` is invalid.',
    ]);
    const unlike = await create({
      ...parentBody('Unlike parents'),
      parentAccountUuid: ids.get('6000'),
      parentAccountId: null,
    });
    expect(errorCodes(unlike.body)).toEqual({ parentAccountId: 'INVALID_VALUE' });
  });

  it('is refused with every rule that it breaks at once', async () => {
    const { body } = await create({
      name: 'checking',
      subTypeId: 4010,
      parentAccountUuid: ids.get('6610'),
      currency: 'EUR',
      taxUuids: [UNKNOWN_UUID],
    });
    expect(errorCodes(body)).toEqual({
      name: 'DUPLICATE_NAME',
      subTypeId: 'INVALID_ACCOUNT_TYPE',
      parentAccountUuid: 'INVALID_VALUE',
      currency: 'NOT_AVAILABLE',
      taxUuids: 'TAX_NOT_FOUND',
    });
  });
});
