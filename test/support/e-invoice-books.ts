import { expect } from 'vitest';
import { faultsOf, readEInvoice } from './en16931/faults-of.ts';
import { createSalesFixtures, createTax, invoiceBody, type SalesFixtures } from './sales-fixtures.ts';
import { startTestServer, type TestWorkspace } from './test-server.ts';

/** Who has all that an e-invoice needs, and text that XML must escape. */
export const SELLER = {
  name: 'Müller & Söhne <Transporte>',
  country: 'DE',
  currency: 'EUR',
  taxNumber: 'DE 123 456 789',
  address: {
    street: 'Gießereistraße 4',
    city: 'Köln',
    state: 'NRW',
    zipCode: '50667',
    country: 'Deutschland',
  },
};
export const BUYER = {
  customer: 'Société Générale des Bois',
  taxNumber: 'FR32123456789',
  billingAddress: { street: '1 rue de la Paix', city: 'Paris', zipCode: '75002', country: 'France' },
};

/** A server whose workspace and customer have all that an e-invoice needs. */
export async function startEInvoiceServer() {
  const server = await startTestServer(SELLER);
  const fixtures = await createSalesFixtures(server.strict);
  await server.strict.put(`/customers/${fixtures.customerUuid}`, BUYER);
  const vat = await createTax(server.strict, 'USt. 19 %', 19);
  const line = (changes: Record<string, unknown> = {}) => ({
    productUuid: fixtures.productUuid,
    description: 'Par heure',
    quantity: 3,
    price: 19.99,
    taxes: [vat],
    ...changes,
  });

  async function create(
    changes: Record<string, unknown> = {},
    by: TestWorkspace = server,
    of: SalesFixtures = fixtures,
  ) {
    const { body } = await by.lenient.post('/invoices', invoiceBody(of, { products: [line()], ...changes }));
    expect(body.status, JSON.stringify(body)).toBe('success');
    return body.data;
  }

  /** Makes another workspace like it, with changes. */
  async function open(seller: Record<string, unknown> = {}, buyer: Record<string, unknown> = {}) {
    const workspace = await server.addWorkspace({ ...SELLER, ...seller });
    const own = await createSalesFixtures(workspace.strict);
    await workspace.strict.put(`/customers/${own.customerUuid}`, { ...BUYER, ...buyer });
    const tax = (kind: string, percentage = 0, more: Record<string, unknown> = {}) => {
      const name = `${kind} ${percentage} ${JSON.stringify(more)}`;
      return createTax(workspace.strict, name, percentage, { kind, ...more });
    };
    const bill = (lines: Record<string, unknown>[], changes: Record<string, unknown> = {}) => {
      const products = lines.map((one) => ({
        productUuid: own.productUuid,
        quantity: 1,
        price: 100,
        ...one,
      }));
      return create({ products, ...changes }, workspace, own);
    };
    return { workspace, own, tax, bill };
  }

  return { server, line, create, open };
}

export type EInvoiceServer = Awaited<ReturnType<typeof startEInvoiceServer>>;

/** Asks for an e-invoice, whatever comes of it. */
export const ask = (uuid: string, format: string, by: TestWorkspace) =>
  by.strict.get(`/invoices/${uuid}/e-invoice`, { format });

/** The bytes of an e-invoice. */
export async function bytesOf(uuid: string, format: string, by: TestWorkspace): Promise<Buffer> {
  const { status, body } = await ask(uuid, format, by);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** Reads a document in both syntaxes, which keep every rule and say the same. */
export async function readBoth(uuid: string, by: TestWorkspace, decimals = 2) {
  const [ubl, cii] = await Promise.all([bytesOf(uuid, 'ubl', by), bytesOf(uuid, 'cii', by)]);
  expect([faultsOf(ubl, decimals), faultsOf(cii, decimals)]).toEqual([[], []]);
  const { syntax: _, ...read } = readEInvoice(cii);
  expect(readEInvoice(ubl)).toEqual({ ...read, syntax: 'ubl' });
  return read;
}
