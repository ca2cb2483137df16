import { createWorkspace } from '../../src/ledger/workspaces/create-workspace.ts';
import { addMember, createPartnerApp, createPerson, issueTokenFamily } from '../../src/partners/index.ts';
import type { Credentials } from '../../src/partners/signatures/sign-request.ts';
import type { BenchServer } from './bench-server.ts';
import { callData } from './signed-requests.ts';

/** A workspace that invoices can be posted in. */
export interface BenchBooks {
  readonly workspaceId: string;
  readonly credentials: Credentials;
  readonly customerUuid: string;
  readonly productUuids: readonly string[];
  readonly taxUuids: readonly string[];
}

/** Makes workspaces with what an invoice names: a customer with addresses, three products, two taxes. */
export async function makeBooks(
  server: Pick<BenchServer, 'port' | 'database' | 'secretKey'>,
  count: number,
): Promise<BenchBooks[]> {
  const { database, secretKey } = server;
  const app = await createPartnerApp(database, secretKey, { name: 'Bench', validation: 'strict' });
  const email = 'bench@example.com';
  const personId = await createPerson(database, { email, name: 'Bench', password: 'not for signing in' });
  const books: BenchBooks[] = [];
  for (let number = 1; number <= count; number += 1) {
    const workspaceId = await createWorkspace(database, { name: `Bench ${number}`, currency: 'USD' });
    await addMember(database, { workspaceId, personId, role: 'owner' });
    const { accessToken } = await issueTokenFamily(database, { partnerAppId: app.id, workspaceId, personId });
    const credentials = { clientId: app.clientId, clientSecret: app.clientSecret, accessToken };
    books.push({ workspaceId, credentials, ...(await makeMasters(server.port, credentials)) });
  }
  return books;
}

async function makeMasters(port: number, credentials: Credentials) {
  const make = async (path: string, body: object): Promise<string> =>
    (await callData(port, credentials, { method: 'POST', path, body: JSON.stringify(body) })).uuid;
  const income = { type: 'Income', page: '1' };
  const query = new URLSearchParams(income).toString();
  const { accounts } = await callData(port, credentials, {
    method: 'GET',
    path: '/chart-of-accounts',
    query,
  });
  const categoryAccountUuid = accounts[0].uuid;
  const address = {
    street: '1 Main Street',
    city: 'Springfield',
    state: 'IL',
    zipCode: '62703',
    country: 'US',
  };
  const customer = { customer: 'Aimee', email: 'aimee@example.com', billingAddress: address };
  return {
    customerUuid: await make('/customers', { ...customer, shippingAddress: address }),
    productUuids: [
      await make('/products', {
        name: 'Junk removal',
        code: 'JUNK-001',
        unitPrice: 250,
        categoryAccountUuid,
      }),
      await make('/products', { name: 'Hauling', code: 'HAUL-001', unitPrice: 95.5, categoryAccountUuid }),
      await make('/products', { name: 'Crate', type: 'good', unitPrice: 12.25, categoryAccountUuid }),
    ],
    taxUuids: [
      await make('/taxes', { name: 'State tax', percentage: 6.25 }),
      await make('/taxes', { name: 'City tax', percentage: 1.5 }),
    ],
  };
}

/** The body of an approved invoice of three lines, each with a tax: eleven rows of invoice, lines, entry and journal. */
export function invoiceBody(books: BenchBooks, invoiceNumber: string): string {
  const [first, second, third] = books.productUuids;
  const [state, city] = books.taxUuids;
  return JSON.stringify({
    customerUuid: books.customerUuid,
    invoiceNumber,
    date: '2026-07-01',
    dueDate: '2026-07-31',
    isDraft: false,
    invoiceType: 'invoice',
    notes: 'Thank you for your business.',
    products: [
      { productUuid: first, description: 'Junk removal, two rooms', quantity: 2, price: 250, taxes: [state] },
      {
        productUuid: second,
        description: 'Hauling to the depot',
        quantity: 1.5,
        price: 95.5,
        taxes: [state],
      },
      { productUuid: third, description: 'Wooden crate', quantity: 4, price: 12.25, taxes: [city] },
    ],
  });
}
