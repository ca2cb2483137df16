import { randomBytes } from 'node:crypto';
import type { TestClient } from './signed-client.ts';

/** What most invoices of a test are made of. */
export interface SalesFixtures {
  readonly customerUuid: string;
  /** With a category account, 250.00. */
  readonly productUuid: string;
  /** Without a category account. */
  readonly uncategorisedProductUuid: string;
  /** 10 %. */
  readonly taxUuid: string;
  readonly tagUuid: string;
  readonly incomeAccountUuid: string;
}

/** The UUID of what a call has made. */
async function made(call: Promise<{ status: number; body: { data: { uuid: string } } }>): Promise<string> {
  const { status, body } = await call;
  if (status !== 201) throw new Error(`a fixture could not be made: ${JSON.stringify(body)}`);
  return body.data.uuid;
}

/** Makes a tax through the API and answers its UUID. */
export function createTax(
  client: TestClient,
  name: string,
  percentage: number,
  more: Record<string, unknown> = {},
): Promise<string> {
  return made(client.post('/taxes', { name, percentage, ...more }));
}

/** Makes a customer, products, a tax and a tag through the API. */
export async function createSalesFixtures(client: TestClient): Promise<SalesFixtures> {
  const unique = randomBytes(4).toString('hex');
  const accounts = await client.get('/chart-of-accounts', { type: 'Income', page: '1' });
  const incomeAccountUuid = accounts.body.data.accounts[0].uuid;
  const address = {
    street: '12 Elm Street',
    city: 'Springfield',
    state: 'MA',
    zipCode: '01103',
    country: 'US',
  };
  const customer = { customer: 'Aimee', email: `aimee-${unique}@example.com`, billingAddress: address };
  const product = { name: `Junk Removal - Service ${unique}`, code: 'JUNK-001', unitPrice: 250 };
  return {
    customerUuid: await made(client.post('/customers', customer)),
    productUuid: await made(client.post('/products', { ...product, categoryAccountUuid: incomeAccountUuid })),
    uncategorisedProductUuid: await made(
      client.post('/products', { name: `No category ${unique}`, unitPrice: 5 }),
    ),
    taxUuid: await createTax(client, `Sales tax ${unique}`, 10),
    tagUuid: await made(client.post('/tags', { name: `Tag ${unique}` })),
    incomeAccountUuid,
  };
}

let lastNumber = 0;

/** A body as the user's page has it, with a number of its own. */
export function invoiceBody(
  fixtures: SalesFixtures,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  lastNumber += 1;
  return {
    customerUuid: fixtures.customerUuid,
    invoiceNumber: `A-${lastNumber}`,
    date: '2026-07-01',
    dueDate: '2026-07-31',
    isDraft: false,
    invoiceType: 'invoice',
    notes: 'Thank you',
    products: [
      {
        productUuid: fixtures.productUuid,
        description: 'Junk removal from residential property',
        quantity: 1,
        price: 250.0,
        taxes: [],
      },
    ],
    ...changes,
  };
}
