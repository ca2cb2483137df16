import { billAbroad } from './bill-abroad.ts';
import type { DemoClient } from './demo-client.ts';
import { type DemoMasters, draftDemoInvoices } from './draft-invoices.ts';
import { draftDemoTemplates } from './draft-templates.ts';
import { fileTaxes } from './file-taxes.ts';
import { keepBooks, openBooks } from './keep-books.ts';
import {
  ACCOUNTS,
  CUSTOMERS,
  PRODUCTS,
  SHELF_PRICE_TAX,
  TAG_GROUPS,
  TAGS,
  TAXES,
  VENDORS,
} from './masters.ts';
import { sendDemo } from './send-demo.ts';
import { type DemoDocument, settleDemo } from './settle-demo.ts';

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
  const accounts = await createAccounts(strict);
  const masters = await createMasters(strict, accounts);
  await openBooks(strict, today, accounts, masters);
  const documents: DemoDocument[] = [];
  for (const { app, body } of draftDemoInvoices(today, masters)) {
    signal.throwIfAborted();
    documents.push(await (app === 'strict' ? strict : lenient).data('POST', '/invoices', body));
  }
  for (const template of draftDemoTemplates(today, masters)) {
    await strict.data('POST', '/recurring-invoice-templates', template);
  }
  await settleDemo(lenient, today, documents, signal);
  await billAbroad(lenient, today, masters);
  await keepBooks(lenient, today, accounts);
  await fileTaxes(lenient, today);
  await sendDemo(lenient, today, signal);
}

async function createMasters(
  client: DemoClient,
  accountsByNumber: ReadonlyMap<string, string>,
): Promise<DemoMasters> {
  const allTaxes = await createAll(client, '/taxes', TAXES);
  await createAll(client, '/taxes', [SHELF_PRICE_TAX]);
  const tags = await createAll(client, '/tags', TAGS);
  const tagsByName = new Map(TAGS.map(({ name }, index) => [name, tags[index]!]));
  await createAll(
    client,
    '/tags/groups',
    TAG_GROUPS.map(({ tags: names, ...body }) => ({
      ...body,
      tagUuids: names.map((name) => tagsByName.get(name)!),
    })),
  );
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
    tags: tagsByName,
    customers: CUSTOMERS.map((master, index) => ({ uuid: customers[index]!, master })),
    products: PRODUCTS.map((master, index) => ({ uuid: products[index]!, master })),
  };
}

/** Adds what the default chart lacks. Answers the UUIDs of all accounts by their numbers. */
async function createAccounts(client: DemoClient): Promise<ReadonlyMap<string, string>> {
  const { accounts } = await client.data('GET', '/chart-of-accounts?limit=5000');
  const byNumber = new Map<string, string>(
    accounts.map((account: { accountNumber: string; uuid: string }) => [account.accountNumber, account.uuid]),
  );
  for (const { parentNumber, ...body } of ACCOUNTS) {
    const parentAccountUuid = parentNumber ? byNumber.get(parentNumber) : null;
    const { uuid } = await client.data('POST', '/chart-of-accounts', { ...body, parentAccountUuid });
    byNumber.set(body.accountNumber, uuid);
  }
  return byNumber;
}

/** Creates records one after the other, as a person would. Answers their UUIDs in the same order. */
async function createAll(client: DemoClient, path: string, bodies: readonly object[]): Promise<string[]> {
  const uuids: string[] = [];
  for (const body of bodies) uuids.push((await client.data('POST', path, body)).uuid);
  return uuids;
}
