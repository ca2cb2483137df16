import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect } from 'vitest';
import { makeDueInvoices } from '../../src/sales/invoices/index.ts';
import { createSalesFixtures, type SalesFixtures } from './sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from './test-server.ts';

const PATH = '/recurring-invoice-templates';

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Data = any;

/** A workspace whose clock can be moved, with all that invoices are made of. */
export interface Sandbox {
  readonly workspace: TestWorkspace;
  readonly fixtures: SalesFixtures;
  readonly today: string;
}

/** A server for the tests of a file, whose templates make invoices when they are told to and in the background. */
export interface RecurringInvoices {
  readonly server: TestServer;
  open(): Promise<Sandbox>;
  /** Makes all that is due; what the server's own background work is at is waited for. */
  make(): Promise<void>;
}

/** Has a server of its own for the tests of the file that calls it. */
export function useRecurringInvoices(): RecurringInvoices {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ sandbox: true });
  });
  afterAll(() => server.close());
  return {
    get server() {
      return server;
    },
    open: () => openSandbox(server),
    make: () => makeAll(server),
  };
}

async function openSandbox(server: TestServer): Promise<Sandbox> {
  const workspace = await server.addWorkspace({ sandbox: true });
  const fixtures = await createSalesFixtures(workspace.strict);
  const { body } = await workspace.strict.get('/test-clock');
  return { workspace, fixtures, today: body.data.today };
}

async function makeAll({ database, owner }: TestServer): Promise<void> {
  const errors: Error[] = [];
  const signal = new AbortController().signal;
  for (;;) {
    await makeDueInvoices({ database, signal, onMade: () => {}, onError: (error) => errors.push(error) });
    const { rows } = await owner.query('SELECT FROM recurring_due WHERE due_at <= clock_timestamp()');
    if (rows.length === 0) break;
    await sleep(20);
  }
  expect(errors).toEqual([]);
}

/** Creates a template that is active, and answers it. */
export async function createTemplate(
  { workspace, fixtures }: Sandbox,
  changes: Record<string, unknown>,
): Promise<Data> {
  const { status, body } = await workspace.strict.post(PATH, {
    customerUuid: fixtures.customerUuid,
    recurrencePattern: 'monthly',
    isDraft: false,
    products: [{ productUuid: fixtures.productUuid, quantity: 1, price: 100 }],
    ...changes,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.data;
}

/** The dates of all documents, the oldest first. */
export async function datesOf({ workspace }: Sandbox): Promise<string[]> {
  const dates: string[] = [];
  for (let page = 1; ; page += 1) {
    const query = { orderBy: 'date', orderDirection: 'asc', limit: '100', page: String(page) };
    const { body } = await workspace.strict.get('/invoices', query);
    dates.push(...body.data.invoices.map(({ date }: { date: string }) => date));
    if (page >= body.data.totalPages) return dates;
  }
}

/** Moves the workspace's clock. */
export const advance = ({ workspace }: Sandbox, days: number) =>
  workspace.strict.post('/test-clock', { advance: days });
