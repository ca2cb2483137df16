import { expect } from 'vitest';
import { verifyWorkspace } from '../../src/reports/verify/index.ts';
import { createSalesFixtures, invoiceBody, type SalesFixtures } from './sales-fixtures.ts';
import type { TestAnswer } from './signed-client.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './test-server.ts';

/** A server whose books settle, in one workspace and in another. */
export interface SettlementBooks {
  readonly server: TestServer;
  readonly fixtures: SalesFixtures;
  readonly other: TestWorkspace;
  readonly foreign: SalesFixtures;
  /** Of the same workspace as `fixtures`, another customer. */
  readonly stranger: string;
  /** Creates a document of one untaxed line, approved unless said otherwise, and answers it. */
  document(price: number | string, changes?: Record<string, unknown>): Promise<Document>;
  memo(price: number | string, changes?: Record<string, unknown>): Promise<Document>;
  /** Pays, and answers the payment. */
  pay(
    amount: number | string,
    invoices?: readonly object[],
    changes?: Record<string, unknown>,
  ): Promise<Document>;
  /** A call that must succeed: answers its data. */
  done(call: Promise<TestAnswer>): Promise<Document>;
  read(id: string): Promise<Document>;
  readPayment(id: string): Promise<Document>;
  /** Every balance of one of the two books, by account name, in the currency's minor units; zeros left out. */
  balances(basis: 'accrual' | 'cash', endDate?: string): Promise<Record<string, number>>;
  /** Holds all proofs against the workspace. */
  verify(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Document = any;

/** Starts a server and makes, in two of its workspaces, what settlements are made of. */
export async function openSettlementBooks(): Promise<SettlementBooks> {
  const server = await startTestServer();
  const fixtures = await createSalesFixtures(server.strict);
  const other = await server.addWorkspace();
  const foreign = await createSalesFixtures(other.strict);
  const client = server.strict;
  async function done(call: Promise<TestAnswer>): Promise<Document> {
    const { status, body } = await call;
    expect(status, JSON.stringify(body)).toBeLessThan(300);
    return body.data;
  }
  const stranger = (await done(client.post('/customers', { customer: 'Stranger' }))).uuid;
  const document: SettlementBooks['document'] = (price, changes = {}) => {
    const products = [{ productUuid: fixtures.productUuid, quantity: 1, price, taxes: [] }];
    return done(client.post('/invoices', invoiceBody(fixtures, { products, ...changes })));
  };
  return {
    server,
    fixtures,
    other,
    foreign,
    stranger,
    done,
    document,
    memo: (price, changes = {}) => document(price, { invoiceType: 'memo', ...changes }),
    pay(amount, invoices = [], changes = {}) {
      const body = { customerUuid: fixtures.customerUuid, date: '2026-07-05', amount, invoices, ...changes };
      return done(client.post('/payments', body));
    },
    read: (id) => done(client.get(`/invoices/${id}`)),
    readPayment: (id) => done(client.get(`/payments/${id}`)),
    async balances(basis, endDate = '2999-12-31') {
      const data = await done(
        client.get('/reports/trial-balance', { startDate: '1900-01-01', endDate, basis }),
      );
      const units = (money: string) => Number(money.replace('.', ''));
      const rows = data.rows.map((row: { accountName: string; debit: string; credit: string }) => [
        row.accountName,
        units(row.debit) - units(row.credit),
      ]);
      return Object.fromEntries(rows.filter(([, amount]: [string, number]) => amount !== 0));
    },
    async verify() {
      const results = await verifyWorkspace(server.database, server.workspaceId);
      const failed = results.filter(({ failureCount }) => failureCount > 0);
      expect(failed.map(({ name, failures }) => [name, failures])).toEqual([]);
    },
  };
}
