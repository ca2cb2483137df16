import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { type Books, openBooks } from '../../../test/support/product-books.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

const NUMERIC_TAXES = 'Use `taxUuids`; numeric `taxes` is invalid.';

let server: TestServer;
let books: Books;

beforeAll(async () => {
  server = await startTestServer();
  books = await openBooks(server.owner, server);
});
afterAll(() => server.close());

describe('taxes', () => {
  test('may be a list, one UUID, an empty text or null, under either name, each once', async () => {
    const forms: [object, string[]][] = [
      [{ taxes: books.salesTax }, [books.salesTax]],
      [{ taxes: { uuid: books.salesTax } }, [books.salesTax]],
      [{ taxUuids: '' }, []],
      [{ taxes: null }, []],
      [{ taxUuids: [] }, []],
      [{ taxes: [books.salesTax, books.salesTax.toUpperCase()] }, [books.salesTax]],
      [{ taxes: [books.cityTax], taxUuids: [books.cityTax] }, [books.cityTax]],
    ];
    for (const [fields, expected] of forms) {
      const { status, body } = await server.strict.post('/products', { name: 'Taxed', ...fields });
      expect(status).toBe(201);
      expect(body.data.taxes.map(({ uuid }: { uuid: string }) => uuid)).toEqual(expected);
    }
  });

  test('are never numbers', async () => {
    for (const taxes of [7, [7], [{ uuid: 7 }], '7', ['7']]) {
      const answer = await server.strict.post('/products', { name: 'Numbered', taxes });
      expect(answer.status).toBe(400);
      expect(answer.body.message).toBe(NUMERIC_TAXES);
      expect(answer.body.errors[0].message).toBe(NUMERIC_TAXES);
    }
  });

  test('that are malformed are named by their place', async () => {
    const taxUuids = ['x', {}, books.salesTax, true, null];
    const answer = await server.strict.post('/products', { name: 'Malformed', taxUuids });
    expect(errorCodes(answer.body)).toEqual({
      'taxUuids[0]': 'INVALID_UUID',
      'taxUuids[1]': 'INVALID_TYPE',
      'taxUuids[3]': 'INVALID_TYPE',
      'taxUuids[4]': 'INVALID_TYPE',
    });
    const many = await server.strict.post('/products', {
      name: 'Many',
      taxes: Array.from({ length: 21 }, () => UNKNOWN_UUID),
    });
    expect(errorCodes(many.body)).toEqual({ taxes: 'TOO_LARGE' });
  });

  test('that are unknown, foreign or inactive are refused', async () => {
    const other = await openBooks(server.owner, await server.addWorkspace());
    const unknown = await server.strict.post('/products', {
      name: 'A',
      taxes: [UNKNOWN_UUID, other.salesTax],
    });
    expect([unknown.status, unknown.body.code]).toEqual([400, 'TAX_NOT_FOUND']);
    expect(unknown.body.errors).toEqual([
      expect.objectContaining({ field: 'taxes', code: 'TAX_NOT_FOUND' }),
      expect.objectContaining({ field: 'taxes', code: 'TAX_NOT_FOUND' }),
    ]);
    const { body } = await server.strict.post('/taxes', { name: 'Bygone', percentage: 1 });
    await server.owner.query(`UPDATE tax SET status = 'inactive' WHERE id = $1`, [body.data.id]);
    const inactive = await server.strict.post('/products', { name: 'A', taxUuids: [body.data.id] });
    expect([inactive.status, inactive.body.code]).toEqual([400, 'TAX_INACTIVE']);
  });
});

describe('accounts', () => {
  test('must be of a fitting type', async () => {
    const { account } = books;
    const answer = await server.strict.post('/products', {
      name: 'Misposted',
      categoryAccountUuid: account.Inventory,
      purchaseCategoryAccountUuid: account['Credit Card'],
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_ACCOUNT_TYPE']);
    expect(errorCodes(answer.body)).toEqual({
      categoryAccountUuid: 'INVALID_ACCOUNT_TYPE',
      purchaseCategoryAccountUuid: 'INVALID_ACCOUNT_TYPE',
    });
    for (const name of ['Checking', 'Accounts Receivable', 'Input Tax', 'Retained Earnings']) {
      const refused = await server.strict.post('/products', {
        name,
        purchaseCategoryAccountUuid: account[name],
      });
      expect(refused.body.code).toBe('INVALID_ACCOUNT_TYPE');
    }
  });

  test('of the type Expenses take purchases, also the system’s own', async () => {
    const { rows } = await server.owner.query(
      `SELECT id FROM account WHERE workspace_id = $1 AND type = 'Expenses'`,
      [books.workspaceId],
    );
    for (const { id } of rows) {
      const answer = await server.strict.post('/products', {
        name: 'Bought',
        purchaseCategoryAccountUuid: id,
      });
      expect([answer.status, answer.body.data.purchaseCategoryAccountUuid]).toEqual([201, id]);
    }
  });

  test('unknown here are refused, beside unknown taxes', async () => {
    const other = await openBooks(server.owner, await server.addWorkspace());
    const answer = await server.strict.post('/products', {
      name: 'Foreign',
      categoryAccountUuid: other.account.Inventory,
      purchaseCategoryAccountUuid: UNKNOWN_UUID,
      taxUuids: UNKNOWN_UUID,
    });
    expect([answer.status, answer.body.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(errorCodes(answer.body)).toEqual({
      categoryAccountUuid: 'ACCOUNT_NOT_FOUND',
      purchaseCategoryAccountUuid: 'ACCOUNT_NOT_FOUND',
      taxUuids: 'TAX_NOT_FOUND',
    });
  });

  test('under other names are not accepted but reported', async () => {
    const { status, body } = await server.strict.post('/products', {
      name: 'Warned',
      categoryAccountId: books.account.Inventory,
      purchaseCategoryAccountId: books.account.Inventory,
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ categoryAccountUuid: null, purchaseCategoryAccountUuid: null });
    expect(
      body.data._partnerWarnings.map(({ field, reason }: Record<string, string>) => [field, reason]),
    ).toEqual([
      ['categoryAccountId', 'unknown_field'],
      ['purchaseCategoryAccountId', 'unknown_field'],
    ]);
  });
});
