import type { DemoClient } from './demo-client.ts';
import { type DemoMasters, draftDemoInvoices } from './draft-invoices.ts';
import { CUSTOMERS, PRODUCTS, TAGS, TAXES, VENDORS } from './masters.ts';

interface FillOptions {
  readonly strict: DemoClient;
  readonly lenient: DemoClient;
  /** The day with which the year of books ends, YYYY-MM-DD. */
  readonly today: string;
  readonly signal: AbortSignal;
}

/**
 * Fills the demo workspace through the API itself, so that all of it is checked and posted by the one path.
 *
 * @throws where a call is refused, or the signal is aborted
 */
export async function fillDemo({ strict, lenient, today, signal }: FillOptions): Promise<void> {
  const masters = await createMasters(strict);
  for (const { app, body } of draftDemoInvoices(today, masters)) {
    signal.throwIfAborted();
    await (app === 'strict' ? strict : lenient).data('POST', '/invoices', body);
  }
}

async function createMasters(client: DemoClient): Promise<DemoMasters> {
  const { accounts } = await client.data('GET', '/chart-of-accounts?limit=5000&type=Income');
  const accountsByNumber = new Map<string, string>(
    accounts.map((account: { accountNumber: string; uuid: string }) => [account.accountNumber, account.uuid]),
  );
  const allTaxes = await createAll(client, '/taxes', TAXES);
  const tags = await createAll(client, '/tags', TAGS);
  const products = await createAll(
    client,
    '/products',
    PRODUCTS.map(({ account, taxed, ...body }) => ({
      ...body,
      ...(account === null ? {} : { categoryAccountUuid: accountsByNumber.get(account) }),
      taxUuids: taxed ? allTaxes : [],
    })),
  );
  const customers = await createAll(
    client,
    '/customers',
    CUSTOMERS.map(({ body, taxed }) => ({ ...body, taxUuids: taxed ? allTaxes : [] })),
  );
  await createAll(client, '/vendors', VENDORS);
  return {
    tags: new Map(TAGS.map(({ name }, index) => [name, tags[index]!])),
    customers: CUSTOMERS.map((master, index) => ({ uuid: customers[index]!, master })),
    products: PRODUCTS.map((master, index) => ({ uuid: products[index]!, master })),
  };
}

/** Creates records one after the other, as a person would. Answers their UUIDs in the same order. */
async function createAll(client: DemoClient, path: string, bodies: readonly object[]): Promise<string[]> {
  const uuids: string[] = [];
  for (const body of bodies) uuids.push((await client.data('POST', path, body)).uuid);
  return uuids;
}
