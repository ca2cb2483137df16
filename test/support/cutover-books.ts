import { expect } from 'vitest';
import { verifyWorkspace } from '../../src/reports/verify/index.ts';
import { accountIds } from './post-entry.ts';
import { createSalesFixtures, invoiceBody } from './sales-fixtures.ts';
import type { TestServer } from './test-server.ts';

/** On this day the books begin, until the cutover moves. */
export const LATE = '2026-07-01';
/** To this day it moves. */
export const EARLY = '2026-05-01';
/** Older than the one, not than the other. */
export const BETWEEN = '2026-05-20';
/** Older than both. */
export const BEFORE = '2026-03-10';

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
export type Document = any;

export type CutoverBooks = Awaited<ReturnType<typeof openCutoverBooks>>;

/** A call that must succeed: answers its data. */
async function done(call: Promise<{ status: number; body: Document }>): Promise<Document> {
  const { status, body } = await call;
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body.data;
}

/** Opens books in a workspace of their own, that begin on the later day and have no opening balance. */
export async function openCutoverBooks(server: TestServer) {
  const { strict: client, workspaceId } = await server.addWorkspace();
  const fixtures = await createSalesFixtures(client);
  const ids = await accountIds(server.database, workspaceId);
  const move = (cutoverDate: string, more: object = {}) =>
    client.patch('/workspace', { cutoverDate, ...more });
  await done(move(LATE));
  /** 1,000.00 and 10 % tax. */
  const bodyOf = (date: string, changes: object = {}) => {
    const products = [
      { productUuid: fixtures.productUuid, quantity: 4, price: 250, taxUuids: [fixtures.taxUuid] },
    ];
    return invoiceBody(fixtures, { date, dueDate: '2026-12-31', products, ...changes });
  };
  return {
    client,
    workspaceId,
    fixtures,
    done,
    move,
    bodyOf,
    sell: (date: string, changes: object = {}) => done(client.post('/invoices', bodyOf(date, changes))),
    pay: (amount: number, invoice: Document) =>
      done(
        client.post('/payments', {
          customerUuid: fixtures.customerUuid,
          date: '2026-07-05',
          amount,
          invoices: [{ id: invoice.uuid, amount }],
        }),
      ),
    read: (uuid: string) => done(client.get(`/invoices/${uuid}`)),
    /** Sets opening balances with so many receivables. */
    open(receivable: number) {
      const row = (number: string, debit: number, credit = 0) => ({
        accountUuid: ids.get(number),
        debit,
        credit,
      });
      const rows = [row('1000', 75), row('1200', receivable), row('3900', 0, receivable + 75)];
      return done(client.post('/opening-balance', { rows, replaceExisting: true }));
    },
    /** Every entry of a document or, by the workspace's id, of the opening balance, oldest first: kind, day, version. */
    async entriesOf(sourceId: string): Promise<string[]> {
      const { rows } = await server.owner.query(
        `SELECT kind || ' ' || effective || ' ' || source_version AS told FROM journal_entry
          WHERE workspace_id = $1 AND source_id = $2 ORDER BY recorded_at, kind = 'reversal' DESC`,
        [workspaceId, sourceId],
      );
      return rows.map(({ told }) => told);
    },
    async countEntries(ofWorkspace = workspaceId): Promise<number> {
      const { rows } = await server.owner.query(
        'SELECT count(*)::integer AS count FROM journal_entry WHERE workspace_id = $1',
        [ofWorkspace],
      );
      return rows[0].count;
    },
    /** By account name, those of nothing left out. */
    async balances(basis: string, endDate: string): Promise<Record<string, string>> {
      const { rows } = await done(
        client.get('/reports/trial-balance', { startDate: '2026-01-01', endDate, basis }),
      );
      const told = rows.map(({ accountName, closing }: Document) => [accountName, closing]);
      return Object.fromEntries(told.filter(([, closing]: string[]) => closing !== '0.00'));
    },
    async verify(): Promise<void> {
      const results = await verifyWorkspace(server.database, workspaceId);
      const failed = results.filter(({ failureCount }) => failureCount > 0);
      expect(failed.map(({ name, failures }) => [name, failures])).toEqual([]);
    },
  };
}
