import type { DemoClient } from './demo-client.ts';
import { type DemoMasters, draftDemoInvoices } from './draft-invoices.ts';
import { COUNTY_TAX, CUSTOMERS, type MasterCustomer, PRODUCTS, STATE_TAX, TAGS, TAXES } from './masters.ts';

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
  const taxes = await createAll(client, '/taxes', TAXES);
  const bothTaxes = [taxes.get(STATE_TAX)!, taxes.get(COUNTY_TAX)!];
  const tags = await createAll(client, '/tags', TAGS);
  const products = await createAll(
    client,
    '/products',
    PRODUCTS.map(({ account, taxed, ...body }) => ({
      ...body,
      ...(account === null ? {} : { categoryAccountUuid: accountsByNumber.get(account) }),
      taxUuids: taxed ? bothTaxes : [],
    })),
  );
  const customers = await createAll(
    client,
    '/customers',
    CUSTOMERS.map((master) => ({
      ...master.body,
      name: master.body.customer,
      taxUuids: master.taxed ? bothTaxes : [],
    })),
    ({ name: _, ...body }) => body,
  );
  return {
    tags,
    customers: CUSTOMERS.map((master: MasterCustomer) => ({
      uuid: customers.get(master.body.customer)!,
      master,
    })),
    products: PRODUCTS.map((master) => ({ uuid: products.get(master.name)!, master })),
  };
}

/** Creates records one after the other, as a person would. Answers their UUIDs by name. */
async function createAll<Body extends { readonly name: string }>(
  client: DemoClient,
  path: string,
  bodies: readonly Body[],
  toSend: (body: Body) => object = (body) => body,
): Promise<Map<string, string>> {
  const uuids = new Map<string, string>();
  for (const body of bodies) uuids.set(body.name, (await client.data('POST', path, toSend(body))).uuid);
  return uuids;
}
