import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountIds, entryDocument, postEntry } from '../../../test/support/post-entry.ts';
import { createSalesFixtures, createTax, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';
import { untilSomebodyWaits } from '../../../test/support/until-somebody-waits.ts';

let server: TestServer;
let ids: Map<string, string>;
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
  ids = await accountIds(server.database, server.workspaceId);
});
afterAll(() => server.close());

const remove = (id: string | undefined, options = {}) =>
  server.strict.delete(`/chart-of-accounts/${id}`, options);

async function make(subTypeId = 4020, more: object = {}): Promise<string> {
  made += 1;
  const body = { name: `Account ${made}`, subTypeId, ...more };
  return (await server.strict.post('/chart-of-accounts', body)).body.data.uuid;
}

async function expectBlocked(id: string | undefined, reason: string): Promise<void> {
  const { status, body } = await remove(id);
  expect([status, body.code], JSON.stringify(body)).toEqual([400, 'ACCOUNT_NOT_DELETABLE']);
  expect(body.message).toContain(reason);
  expect(body.details).toEqual({ deleteBlockedReason: reason });
  const told = await server.strict.get(`/chart-of-accounts/${id}`, { includeDeleteMeta: 'true' });
  expect(told.body.data).toMatchObject({ canDelete: false, deleteBlockedReason: reason });
}

describe('an account that nothing uses', () => {
  it('is deleted with its taxes; its name is free again, and the audit log keeps what it was', async () => {
    const taxUuids = [await createTax(server.strict, 'Gone with it', 2)];
    const id = await make(5030, { name: 'Short-lived', description: 'For a day', taxUuids });
    const { status, body } = await remove(id);
    expect([status, body.data]).toEqual([200, { id, uuid: id, deleted: true }]);
    for (const answer of [
      await server.strict.get(`/chart-of-accounts/${id}`),
      await server.strict.patch(`/chart-of-accounts/${id}`, { name: 'Back' }),
      await remove(id),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'ACCOUNT_NOT_FOUND']);
    }
    const { rows } = await server.owner.query(
      `SELECT a.changes, e.document::json AS document,
              (SELECT count(*)::int FROM account WHERE id = $1) AS kept
         FROM audit_log a JOIN outbox_event e ON e.entity_id = a.entity_id AND e.type = 'account.deleted'
        WHERE a.entity_id = $1 AND a.action = 'deleted'`,
      [id],
    );
    expect(rows).toMatchObject([{ kept: 0, document: { id, deleted: true } }]);
    expect(rows[0].changes).toMatchObject({
      name: { from: 'Short-lived', to: null },
      description: { from: 'For a day', to: null },
      taxes: { from: [{ id: taxUuids[0] }], to: null },
    });
    expect(await make(5030, { name: 'SHORT-LIVED' })).toBeDefined();
  });

  it('is deleted once by a repeated Idempotency-Key', async () => {
    const id = await make();
    const options = { headers: { 'idempotency-key': 'account-delete' } };
    const first = await remove(id, options);
    const again = await remove(id, options);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('may be one of the chart that a workspace begins with', async () => {
    expect((await remove(ids.get('1510'))).status).toBe(200);
  });

  it('is not there for another workspace, nor where it is unknown', async () => {
    const id = await make();
    const other = await server.addWorkspace();
    expect((await other.strict.delete(`/chart-of-accounts/${id}`)).body.code).toBe('ACCOUNT_NOT_FOUND');
    expect((await remove(UNKNOWN_UUID)).status).toBe(404);
    expect((await remove('1000')).body.code).toBe('INVALID_UUID');
    expect((await server.strict.get(`/chart-of-accounts/${id}`)).status).toBe(200);
  });
});

describe('an account is kept', () => {
  it('where the server itself posts to it', async () => {
    await expectBlocked(ids.get('1200'), 'NOT_EDITABLE');
    expect((await remove(ids.get('1200'))).body.message).not.toContain('inactive');
  });

  it('where it has journal entries', async () => {
    await postEntry(server.database, server.workspaceId, {
      effective: '2026-02-01',
      lines: [
        { account: '1000', amount: 100 },
        { account: '4000', amount: -100 },
      ],
    });
    await expectBlocked(ids.get('1000'), 'HAS_JOURNAL_ENTRIES');
    expect((await remove(ids.get('1000'))).body.message).toContain('Set its status to inactive instead');
  });

  it('where it has sub-accounts, until the last is gone', async () => {
    await expectBlocked(ids.get('4100'), 'HAS_SUB_ACCOUNTS');
    await remove(ids.get('4110'));
    await server.strict.patch(`/chart-of-accounts/${ids.get('4120')}`, { isChildAccount: false });
    expect((await remove(ids.get('4100'))).status).toBe(200);
  });

  it('where a product or a tax posts to it, also a deleted one', async () => {
    const [sold, bought, charged] = [await make(), await make(5010), await make(2390)];
    const product = { name: 'P', categoryAccountUuid: sold, purchaseCategoryAccountUuid: bought };
    await server.strict.post('/products', product);
    await server.strict.post('/taxes', { name: 'T', percentage: 1, salesAccountUuid: charged });
    await server.owner.query("UPDATE product SET deleted_at = now() WHERE name = 'P'");
    for (const id of [sold, bought, charged]) await expectBlocked(id, 'HAS_INVOICE_PRODUCTS');
  });

  it('where the lines of a draft post to it once it is approved', async () => {
    const fixtures = await createSalesFixtures(server.strict);
    const account = await make();
    const place = `/products/${fixtures.productUuid}`;
    await server.strict.patch(place, { categoryAccountUuid: account });
    expect((await server.strict.post('/invoices', invoiceBody(fixtures, { isDraft: true }))).status).toBe(
      200,
    );
    await server.strict.patch(place, { categoryAccountUuid: fixtures.incomeAccountUuid });
    await expectBlocked(account, 'HAS_INVOICE_PRODUCTS');
  });
});

describe('an account that a draft of a journal entry names', () => {
  const entry = (account: string | undefined) => ({
    descriptionEntry: 'Waits to be approved',
    date: '2026-03-01',
    isDraft: true,
    lines: [
      { accountUuid: account, amountDebit: 10 },
      { accountUuid: ids.get('1010'), amountCredit: 10 },
    ],
  });

  it('is kept until the draft names another, or is deleted', async () => {
    const [first, second] = [await make(), await make()];
    const { uuid } = (await server.strict.post('/journal-entries', entry(first))).body.data;
    await expectBlocked(first, 'HAS_JOURNAL_ENTRIES');
    await server.strict.patch(`/journal-entries/${uuid}`, { lines: entry(second).lines });
    expect((await remove(first)).status).toBe(200);
    await expectBlocked(second, 'HAS_JOURNAL_ENTRIES');
    expect((await server.strict.delete(`/journal-entries/${uuid}`)).status).toBe(200);
    expect((await remove(second)).status).toBe(200);
  });

  it('is kept when the draft is approved', async () => {
    const account = await make();
    const { uuid } = (await server.strict.post('/journal-entries', entry(account))).body.data;
    expect((await server.strict.post(`/journal-entries/${uuid}/approve`, {})).status).toBe(200);
    await expectBlocked(account, 'HAS_JOURNAL_ENTRIES');
  });

  it('is kept or the draft refused, where both come at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const account = await make();
      const [draft, deletion] = await Promise.all([
        server.strict.post('/journal-entries', entry(account)),
        remove(account),
      ]);
      const outcome = `${draft.status} ${draft.body.code ?? ''}, ${deletion.status} ${deletion.body.code ?? ''}`;
      expect(['201 , 400 ACCOUNT_NOT_DELETABLE', '400 ACCOUNT_NOT_FOUND, 200 ']).toContain(outcome);
    }
  });
});

describe('deleting an account while others begin to use it', () => {
  it('never leaves a product without its account: one of the two is refused, for its reason', async () => {
    for (let round = 0; round < 30; round += 1) {
      const account = await make();
      const [product, deletion] = await Promise.all([
        server.strict.post('/products', { name: `Race ${round}`, categoryAccountUuid: account }),
        remove(account),
      ]);
      const outcome = `${product.status} ${product.body.code ?? ''}, ${deletion.status} ${deletion.body.code ?? ''}`;
      expect(['201 , 400 ACCOUNT_NOT_DELETABLE', '400 ACCOUNT_NOT_FOUND, 200 ']).toContain(outcome);
    }
  });

  /**
   * An invoice that looked its account up, and waits for the books before it posts (as it does during a close), while
   * the product is given another account and the first is deleted.
   */
  async function postWhileDeleted(nextAccount: string | null) {
    const fixtures = await createSalesFixtures(server.strict);
    const account = await make();
    const place = `/products/${fixtures.productUuid}`;
    await server.strict.patch(place, { categoryAccountUuid: account });
    const closing = await server.owner.connect();
    await closing.query('BEGIN');
    await closing.query('SELECT 1 FROM books WHERE workspace_id = $1 FOR UPDATE', [server.workspaceId]);
    const posting = server.strict.post('/invoices', invoiceBody(fixtures));
    await untilSomebodyWaits(server.owner);
    expect((await server.strict.patch(place, { categoryAccountUuid: nextAccount })).status).toBe(200);
    expect((await remove(account)).status).toBe(200);
    await closing.query('COMMIT');
    closing.release();
    return posting;
  }

  it('has a late invoice posted to the account that its product has by then', async () => {
    const next = await make();
    const { status, body } = await postWhileDeleted(next);
    expect(status, JSON.stringify(body)).toBe(200);
    const { rows } = await server.owner.query(
      `SELECT l.amount FROM journal_line l JOIN journal_entry e USING (workspace_id, effective, entry_id)
        WHERE e.source_id = $1 AND l.account_id = $2`,
      [body.data.uuid, next],
    );
    expect(rows).toEqual([{ amount: -25000n }]);
  });

  it('has a late invoice refused where its product has no account by then', async () => {
    const { status, body } = await postWhileDeleted(null);
    expect([status, body.code]).toEqual([400, 'PRODUCT_WITHOUT_CATEGORY_ACCOUNT']);
  });

  it('waits for a posting that is under way, and is then refused for it', async () => {
    const account = await make();
    const { document } = await entryDocument(server.database, server.workspaceId, {
      effective: '2026-02-01',
      lines: [
        { account: '1010', amount: 500 },
        { account, amount: -500 },
      ],
    });
    let deletion: ReturnType<typeof remove> | undefined;
    await server.database.transaction({ workspaceId: server.workspaceId }, async (transaction) => {
      await transaction.query('SELECT post_document($1, $2)', [server.workspaceId, JSON.stringify(document)]);
      deletion = remove(account);
      await untilSomebodyWaits(server.owner);
    });
    const { status, body } = await deletion!;
    expect([status, body.details]).toEqual([400, { deleteBlockedReason: 'HAS_JOURNAL_ENTRIES' }]);
  });

  it('never leaves a sub-account without its parent', async () => {
    for (let round = 0; round < 10; round += 1) {
      const parent = await make();
      const [child, deletion] = await Promise.all([
        server.strict.post('/chart-of-accounts', {
          name: `Child ${round}`,
          subTypeId: 4020,
          parentAccountUuid: parent,
        }),
        remove(parent),
      ]);
      const outcome = `${child.status} ${child.body.code ?? ''}, ${deletion.status} ${deletion.body.code ?? ''}`;
      expect(['201 , 400 ACCOUNT_NOT_DELETABLE', '400 ACCOUNT_NOT_FOUND, 200 ']).toContain(outcome);
    }
  });
});
