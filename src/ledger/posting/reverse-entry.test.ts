import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer } from '../../../test/support/test-server.ts';
import { readBalances } from '../../../test/support/trial-balance.ts';
import { loadLiveEntry } from './load-entry.ts';
import { reverseEntry } from './reverse-entry.ts';

let server: TestServer;
let fixtures: SalesFixtures;

beforeAll(async () => {
  server = await startTestServer();
  fixtures = await createSalesFixtures(server.strict);
});
afterAll(() => server.close());

/** Posts the reversal of the entry under an invoice, as every later write does: through post_document. */
async function reverse(invoiceId: string): Promise<void> {
  const { workspaceId } = server;
  await server.database.transaction({ workspaceId }, async (transaction) => {
    const entry = await loadLiveEntry(transaction, invoiceId, 1);
    if (!entry) throw new Error('no live entry');
    const reversal = { effective: entry.effective, actor: null, app: null, requestId: 'test' };
    const document = { ...reverseEntry(entry, reversal), trail: { audit: [], events: [] } };
    await transaction.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(document)]);
  });
}

async function approve(): Promise<string> {
  const products = [
    { productUuid: fixtures.productUuid, quantity: 3, price: '33.33', taxes: [fixtures.taxUuid] },
  ];
  const { body } = await server.strict.post(
    '/invoices',
    invoiceBody(fixtures, { products, tagUuids: [fixtures.tagUuid] }),
  );
  return body.data.uuid;
}

it('leaves every balance where it was, on the same open item and with the same tags', async () => {
  const before = await readBalances(server.strict);
  const invoiceId = await approve();
  expect(await readBalances(server.strict)).not.toEqual(before);
  await reverse(invoiceId);
  const after = await readBalances(server.strict);
  for (const [name, balance] of Object.entries(after))
    expect([name, balance]).toEqual([name, before[name] ?? 0n]);
  const { rows } = await server.owner.query(
    `SELECT sum(amount)::text AS amount, count(DISTINCT open_item_id)::int AS items FROM journal_line WHERE open_item_id = $1`,
    [invoiceId],
  );
  expect(rows[0]).toEqual({ amount: '0', items: 1 });
});

it('happens once: a second reversal of the same entry is refused, and there is no live entry left', async () => {
  const invoiceId = await approve();
  const { workspaceId } = server;
  const entry = await server.database.read(workspaceId, (transaction) =>
    loadLiveEntry(transaction, invoiceId, 1),
  );
  await reverse(invoiceId);
  await expect(reverse(invoiceId)).rejects.toThrow('no live entry');
  const again = reverseEntry(entry!, {
    effective: entry!.effective,
    actor: null,
    app: null,
    requestId: uuidv7(),
  });
  const document = {
    ...again,
    entry: { ...again.entry, source_version: 2 },
    trail: { audit: [], events: [] },
  };
  const posting = server.database.transaction({ workspaceId }, (transaction) =>
    transaction.query('SELECT post_document($1, $2)', [workspaceId, JSON.stringify(document)]),
  );
  await expect(posting).rejects.toMatchObject({ code: '23505', constraint: 'journal_entry_reversed_once' });
});
