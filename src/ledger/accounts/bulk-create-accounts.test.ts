import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds } from '../../../test/support/post-entry.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import type { CallOptions } from '../../../test/support/signed-client.ts';
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
const bulk = (accounts: unknown, options?: CallOptions) =>
  server.strict.post('/chart-of-accounts/bulk', { accounts }, options);
const codesOf = (body: { results: { code?: string }[] }) => body.results.map(({ code }) => code ?? null);

async function count(where: string): Promise<number> {
  const { rows } = await server.owner.query(`SELECT count(*)::int AS count FROM account WHERE ${where}`);
  return rows[0].count;
}

describe('a bulk create of accounts', () => {
  it('keeps the good rows, and says why each other row was not', async () => {
    const other = await server.addWorkspace();
    const tax = await createTax(server.strict, 'Row tax', 5);
    const foreign = (await accountIds(server.database, other.workspaceId)).get('6000');
    const rows: readonly [object, string | null][] = [
      [{ name: 'Row A', subTypeId: OFFICE, accountNumber: '7000', taxUuids: [tax], color: '#abc' }, null],
      [{ name: 'ROW a', subTypeId: OFFICE }, 'DUPLICATE_NAME'],
      [{ name: 'checking', subTypeId: OFFICE }, 'DUPLICATE_NAME'],
      [{ name: 'Row B', subTypeId: OFFICE, parentAccountId: ids.get('6000') }, null],
      [{ name: 'Row C', subTypeId: 4010, parentAccountUuid: ids.get('6000') }, 'INVALID_ACCOUNT_TYPE'],
      [{ name: 'Row D', subTypeId: 4020, parentAccountUuid: ids.get('4110') }, 'VALIDATION_ERROR'],
      [{ name: 'Row E', subTypeId: OFFICE, parentAccountUuid: foreign }, 'ACCOUNT_NOT_FOUND'],
      [{ name: 'Row F', subTypeId: 9999 }, 'ACCOUNT_SUB_TYPE_NOT_FOUND'],
      [{ name: 'Row G', subTypeId: OFFICE, taxes: [UNKNOWN_UUID] }, 'TAX_NOT_FOUND'],
      [{ name: 'Row H', subTypeId: OFFICE, currency: 'EUR' }, 'NOT_AVAILABLE'],
      [{ subTypeId: OFFICE }, 'VALIDATION_ERROR'],
      [[], 'VALIDATION_ERROR'],
    ];
    const { status, body } = await bulk(rows.map(([row]) => row));
    expect(status).toBe(201);
    expect(codesOf(body)).toEqual(rows.map(([, code]) => code));
    expect([body.successCount, body.errorCount]).toEqual([2, 10]);
    expect(body.data).toEqual({ successCount: 2, errorCount: 10, results: body.results });
    expect(body.results[7].error).toContain('Account sub type not found');
    expect(body.results[0].account).toMatchObject({
      name: 'Row A',
      accountNumber: '7000',
      color: '#abc',
      taxes: [{ id: tax }],
    });
    for (const index of [0, 3]) {
      const { account } = body.results[index];
      expect((await server.strict.get(`/chart-of-accounts/${account.uuid}`)).body.data).toEqual(account);
    }
    expect(await count("name LIKE 'Row %'")).toBe(2);
  });

  it('makes a chart of 100 accounts with one call, each with an audit row and an event', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => ({
      name: `Many ${99 - index}`,
      subTypeId: OFFICE,
    }));
    const { body } = await bulk(rows);
    expect(body.successCount).toBe(100);
    const names = body.results.map(({ account }: { account: { name: string } }) => account.name);
    expect(names).toEqual(rows.map(({ name }) => name));
    const { rows: trail } = await server.owner.query(
      `SELECT count(*)::int AS count FROM account a JOIN audit_log l ON l.entity_id = a.id
         JOIN outbox_event e ON e.entity_id = a.id WHERE a.name LIKE 'Many %' AND e.type = 'account.created'`,
    );
    expect(trail[0].count).toBe(100);
  });

  it('warns of what a row has too many', async () => {
    const { body } = await bulk([
      { name: 'Warned', subTypeId: OFFICE, type: 'Income', institutionId: 3, x: 1 },
    ]);
    expect(body.results[0]._partnerWarnings).toMatchObject([
      { field: 'institutionId', reason: 'internal_only' },
      { field: 'x', reason: 'unknown_field' },
    ]);
  });

  it('is done once under a repeated Idempotency-Key', async () => {
    const options = { headers: { 'idempotency-key': 'accounts-once' } };
    const rows = [{ name: 'Bulk once', subTypeId: OFFICE }, {}];
    const first = await bulk(rows, options);
    const again = await bulk(rows, options);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  it('gives names that several calls want at once to one of them, and loses no other row', async () => {
    const calls = ['a', 'n', 'z'];
    const rowsOf = (call: string) => [
      ...Array.from({ length: 20 }, (_, index) => ({ name: `${call}-${index} race`, subTypeId: OFFICE })),
      { name: 'm wanted race', subTypeId: OFFICE },
      { name: 'b wanted race', subTypeId: OFFICE },
    ];
    const answers = await Promise.all(
      calls.map((call, index) => bulk(index % 2 ? rowsOf(call) : rowsOf(call).reverse())),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const failed = answers.flatMap(({ body }) => codesOf(body)).filter((code) => code !== null);
    expect(failed).toEqual(Array(4).fill('DUPLICATE_NAME'));
    expect(await count("name LIKE '% race'")).toBe(3 * 20 + 2);
  });

  it.each([
    [{}, '`accounts` must be a non-empty array of accounts.'],
    [{ accounts: [] }, '`accounts` must contain at least one account.'],
    [
      { accounts: Array(101).fill({ name: 'Too many', subTypeId: OFFICE }) },
      'Bulk requests are capped at 100 accounts per call (received 101). Split the import into multiple calls.',
    ],
  ])('is refused as a whole for its envelope', async (sent, message) => {
    const { status, body } = await server.strict.post('/chart-of-accounts/bulk', sent);
    expect([status, body.message]).toEqual([400, message]);
    expect(await count("name = 'Too many'")).toBe(0);
  });
});
