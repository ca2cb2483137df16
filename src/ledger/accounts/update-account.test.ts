import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { accountIds } from '../../../test/support/post-entry.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let ids: Map<string, string>;
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
  ids = await accountIds(server.database, server.workspaceId);
});
afterAll(() => server.close());

const OFFICE = 5030;
const update = (id: string | undefined, body: unknown, options = {}) =>
  server.strict.patch(`/chart-of-accounts/${id}`, body, options);
const read = async (id: string) => (await server.strict.get(`/chart-of-accounts/${id}`)).body.data;

async function make(changes: Record<string, unknown> = {}): Promise<string> {
  made += 1;
  const body = { name: `Account ${made}`, subTypeId: OFFICE, ...changes };
  const answer = await server.strict.post('/chart-of-accounts', body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.data.uuid;
}

async function trail(id: string) {
  const { rows } = await server.owner.query(
    "SELECT changes FROM audit_log WHERE entity_id = $1 AND action = 'updated' ORDER BY id",
    [id],
  );
  return rows.map(({ changes }) => changes);
}

describe('an update', () => {
  it('changes what it names and leaves the rest, with an audit row of what changed', async () => {
    const tax = await createTax(server.strict, 'Default tax', 4);
    const id = await make({ accountNumber: '77', color: '#fff' });
    const before = await read(id);
    const { status, body } = await update(id, {
      name: 'Renamed',
      subTypeId: 5040,
      description: 'New',
      color: null,
      taxUuids: [tax],
    });
    expect(status).toBe(200);
    expect(body.data).toEqual({
      ...before,
      name: 'Renamed',
      subType: { id: 5040, name: 'Occupancy', anchorTier: null },
      description: 'New',
      color: null,
      taxes: [{ id: tax, name: 'Default tax', percentage: 4 }],
      updatedAt: body.data.updatedAt,
    });
    expect(body.data.updatedAt > before.updatedAt).toBe(true);
    expect(await read(id)).toEqual(body.data);
    expect(await trail(id)).toEqual([
      {
        name: { from: before.name, to: 'Renamed' },
        subTypeId: { from: OFFICE, to: 5040 },
        description: { from: null, to: 'New' },
        color: { from: '#fff', to: null },
        taxUuids: { from: [], to: [tax] },
      },
    ]);
    const cleared = await update(id, { taxes: '' });
    expect(cleared.body.data.taxes).toEqual([]);
  });

  it('needs something to change', async () => {
    const id = await make();
    const { status, body } = await update(id, {});
    expect(status).toBe(400);
    expect(body.message).toBe('body must be an object with at least one field to change.');
    expect(errorCodes(body)).toEqual({ body: 'REQUIRED' });
  });

  it('drops what only the server decides without a word, and warns of what it does not know', async () => {
    const id = await make();
    const before = await read(id);
    const { status, body } = await update(id, {
      type: 'Income',
      teamId: 5,
      connectionId: null,
      systemCreated: true,
      connectionSyncEnabled: true,
    });
    expect([status, body.data]).toEqual([200, before]);
    expect(await trail(id)).toEqual([]);
    const warned = await update(id, { description: 'x', institutionId: 4, shoe: 43 });
    expect(warned.body.data._partnerWarnings).toMatchObject([
      { field: 'institutionId', reason: 'internal_only' },
      { field: 'shoe', reason: 'unknown_field' },
    ]);
  });

  it('leaves no trail where it changes nothing', async () => {
    const id = await make({ description: 'Same' });
    const before = await read(id);
    const { body } = await update(id, { name: before.name, description: 'Same', currency: 'USD' });
    expect(body.data).toEqual(before);
    expect(await trail(id)).toEqual([]);
  });

  it('may change the case of its own name, and not take another’s', async () => {
    const id = await make({ name: 'Case' });
    expect((await update(id, { name: 'CASE' })).body.data.name).toBe('CASE');
    const { status, body } = await update(id, { name: 'checking' });
    expect([status, body.code]).toEqual([400, 'DUPLICATE_NAME']);
  });

  it('of many that want one name at once lets one have it', async () => {
    const racers = await Promise.all(Array.from({ length: 5 }, () => make()));
    const answers = await Promise.all(racers.map((id) => update(id, { name: 'Wanted by all' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'DUPLICATE_NAME')).toHaveLength(4);
  });

  it('keeps the type: a sub-type of another is refused', async () => {
    const id = await make();
    const { status, body } = await update(id, { subTypeId: 4010 });
    expect([status, body.code]).toEqual([400, 'INVALID_ACCOUNT_TYPE']);
    const unknown = await update(id, { subTypeId: 9999 });
    expect(unknown.body.message).toContain('Account sub type not found');
  });

  it('refuses what is unsound with every error, and keeps nothing', async () => {
    const id = await make();
    const before = await read(id);
    const { status, body } = await update(id, {
      name: null,
      subTypeId: 'x',
      status: null,
      color: 7,
      isChildAccount: 'no',
      parentAccountId: 3,
    });
    expect([status, errorCodes(body)]).toEqual([
      400,
      {
        name: 'REQUIRED',
        subTypeId: 'INVALID_TYPE',
        status: 'REQUIRED',
        color: 'INVALID_TYPE',
        isChildAccount: 'INVALID_TYPE',
        parentAccountId: 'INVALID_TYPE',
      },
    ]);
    const late = await update(id, { name: 'Savings', currency: 'EUR', taxUuids: [UNKNOWN_UUID] });
    expect(errorCodes(late.body)).toEqual({
      name: 'DUPLICATE_NAME',
      currency: 'NOT_AVAILABLE',
      taxUuids: 'TAX_NOT_FOUND',
    });
    expect(await read(id)).toEqual(before);
  });

  it('keeps a tax that became inactive, and takes no other such', async () => {
    const [held, other] = [
      await createTax(server.strict, 'Held tax', 1),
      await createTax(server.strict, 'Other tax', 1),
    ];
    const id = await make({ taxUuids: [held] });
    await server.owner.query("UPDATE tax SET status = 'inactive' WHERE id = ANY ($1)", [[held, other]]);
    expect((await update(id, { taxUuids: [held], description: 'x' })).status).toBe(200);
    expect((await update(id, { taxUuids: [held, other] })).body.code).toBe('TAX_INACTIVE');
  });

  it('is done once under a repeated Idempotency-Key', async () => {
    const id = await make();
    const options = { headers: { 'idempotency-key': 'account-update' } };
    const first = await update(id, { description: 'Once' }, options);
    const again = await update(id, { description: 'Once' }, options);
    expect(again.body).toEqual(first.body);
    expect(await trail(id)).toHaveLength(1);
  });

  it('does not find an account that is unknown, or of another workspace', async () => {
    const id = await make({ name: 'Own' });
    const other = await server.addWorkspace();
    const stolen = await other.strict.patch(`/chart-of-accounts/${id}`, { name: 'Stolen' });
    expect([stolen.status, stolen.body.code]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
    expect((await update(UNKNOWN_UUID, { name: 'Nobody' })).status).toBe(404);
    expect((await update('4000', { name: 'Nobody' })).body.code).toBe('INVALID_UUID');
    expect((await read(id)).name).toBe('Own');
  });
});

describe('a sub-account', () => {
  it('is made by naming a parent, and unmade by isChildAccount or by a parent that is null', async () => {
    const [parent, child] = [await make(), await make()];
    const made = await update(child, { parentAccountId: parent });
    expect(made.body.data.parentAccountUuid).toBe(parent);
    expect((await update(child, { isChildAccount: true, description: 'x' })).status).toBe(200);
    const unmade = await update(child, { isChildAccount: false });
    expect([unmade.status, unmade.body.data.parentAccountUuid]).toEqual([200, null]);
    await update(child, { parentAccountUuid: parent, isChildAccount: true });
    expect((await update(child, { parentAccountUuid: null })).body.data.parentAccountUuid).toBeNull();
    expect((await read(parent)).subAccounts).toEqual([]);
    const parentless = await update(child, { isChildAccount: true });
    expect(errorCodes(parentless.body)).toEqual({ parentAccountUuid: 'REQUIRED' });
    const torn = await update(child, { isChildAccount: false, parentAccountUuid: parent });
    expect(errorCodes(torn.body)).toEqual({ isChildAccount: 'INVALID_VALUE' });
  });

  it('nests one level deep, under an account of its own type', async () => {
    const [parent, child, lone] = [await make(), await make(), await make()];
    await update(child, { parentAccountUuid: parent });
    const income = ids.get('4000');
    for (const [id, parentAccountUuid, code] of [
      [lone, child, 'INVALID_VALUE'],
      [parent, lone, 'INVALID_VALUE'],
      [lone, lone, 'INVALID_VALUE'],
      [lone, income, 'INVALID_ACCOUNT_TYPE'],
      [lone, UNKNOWN_UUID, 'ACCOUNT_NOT_FOUND'],
    ]) {
      const { status, body } = await update(id, { parentAccountUuid });
      expect([status, errorCodes(body)]).toEqual([400, { parentAccountUuid: code }]);
    }
  });

  it('is never two levels deep, though both levels are made at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [top, middle, bottom] = [await make(), await make(), await make()];
      const answers = await Promise.all([
        update(middle, { parentAccountUuid: top }),
        update(bottom, { parentAccountUuid: middle }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    }
  });
});

describe('an inactive account', () => {
  it('takes its sub-accounts with it, each with an audit row, and comes back alone', async () => {
    const parent = await make();
    const [child, asleep] = [
      await make({ parentAccountUuid: parent }),
      await make({ parentAccountUuid: parent, status: 'inactive' }),
    ];
    const { body } = await update(parent, { status: 'inactive' });
    expect(body.data.subAccounts.map(({ status }: { status: string }) => status)).toEqual([
      'inactive',
      'inactive',
    ]);
    expect(await trail(child)).toEqual([{ status: { from: 'active', to: 'inactive' } }]);
    expect(await trail(asleep)).toEqual([]);
    const early = await update(child, { status: 'active' });
    expect([early.status, errorCodes(early.body)]).toEqual([400, { status: 'INVALID_VALUE' }]);
    await update(parent, { status: 'active' });
    expect((await read(child)).status).toBe('inactive');
    expect((await update(child, { status: 'active' })).status).toBe(200);
  });

  it('makes what is put under it inactive', async () => {
    const [parent, child] = [await make({ status: 'inactive' }), await make()];
    expect((await update(child, { parentAccountUuid: parent })).body.data.status).toBe('inactive');
  });

  it('stays with the products that name it, and no other record may name it', async () => {
    const account = await make({ subTypeId: 4020 });
    const named = { name: 'Named', categoryAccountUuid: account };
    const product = (await server.strict.post('/products', named)).body.data.uuid;
    expect((await update(account, { status: 'inactive' })).status).toBe(200);
    const kept = await server.strict.patch(`/products/${product}`, { ...named, code: 'K' });
    expect([kept.status, kept.body.data.categoryAccountUuid]).toEqual([200, account]);
    const late = await server.strict.post('/products', { ...named, name: 'Late' });
    expect([late.status, errorCodes(late.body)]).toEqual([400, { categoryAccountUuid: 'ACCOUNT_INACTIVE' }]);
    const tax = {
      name: 'Late tax',
      percentage: 1,
      salesAccountUuid: await make({ subTypeId: 2390, status: 'inactive' }),
    };
    expect((await server.strict.post('/taxes', tax)).body.code).toBe('ACCOUNT_INACTIVE');
  });
});

describe('an account of the system', () => {
  it('lets its number, description and colour be changed', async () => {
    const id = ids.get('1200')!;
    const changes = { accountNumber: '1201', description: 'Owed by customers', color: '#00f' };
    const { status, body } = await update(id, { ...changes, name: 'Accounts Receivable', status: 'active' });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ ...changes, editable: false });
  });

  it('lets nothing else be changed, and names every field that it keeps', async () => {
    const id = ids.get('2200')!;
    const before = await read(id);
    const tax = await createTax(server.strict, 'For a system account', 1);
    const { status, body } = await update(id, {
      name: 'Mine',
      subTypeId: 2390,
      status: 'inactive',
      parentAccountUuid: ids.get('2500'),
      taxUuids: [tax],
      description: 'x',
    });
    expect([status, body.code]).toEqual([403, 'PROTECTED_ACCOUNT_FIELD']);
    expect(Object.keys(errorCodes(body)).sort()).toEqual(
      ['name', 'subTypeId', 'status', 'parentAccountUuid', 'taxUuids'].sort(),
    );
    expect(body.message).toContain('name is protected');
    expect(await read(id)).toEqual(before);
  });

  it('lets its name be changed too where money lies on it', async () => {
    const id = await make({ subTypeId: 1010 });
    await server.owner.query('UPDATE account SET editable = false WHERE id = $1', [id]);
    expect((await update(id, { name: 'House Bank' })).body.data.name).toBe('House Bank');
    expect((await update(id, { status: 'inactive' })).status).toBe(403);
  });
});
