import { createSalesFixtures, invoiceBody, type SalesFixtures } from './sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './test-server.ts';

/** A server with all that invoices are made of, in its workspace and in another. */
export interface InvoiceBooks {
  readonly server: TestServer;
  readonly fixtures: SalesFixtures;
  readonly other: TestWorkspace;
  readonly foreign: SalesFixtures;
  /** One sound line, with changes. */
  line(changes?: Record<string, unknown>): Record<string, unknown>;
  /** A sound body with a number of its own, with changes. */
  body(changes?: Record<string, unknown>): Record<string, unknown>;
  /** In all workspaces. */
  countInvoices(): Promise<number>;
}

/** Starts a server and makes, in two of its workspaces, all that invoices are made of. */
export async function openInvoiceBooks(): Promise<InvoiceBooks> {
  const server = await startTestServer();
  const fixtures = await createSalesFixtures(server.strict);
  const other = await server.addWorkspace();
  const foreign = await createSalesFixtures(other.strict);
  const soundLine = { productUuid: fixtures.productUuid, quantity: 1, price: 250, taxes: [] };
  return {
    server,
    fixtures,
    other,
    foreign,
    line: (changes = {}) => ({ ...soundLine, ...changes }),
    body: (changes = {}) => invoiceBody(fixtures, changes),
    async countInvoices() {
      const { rows } = await server.owner.query('SELECT count(*)::int AS count FROM invoice');
      return rows[0].count;
    },
  };
}
