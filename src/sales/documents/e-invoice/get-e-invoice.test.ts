import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, readEInvoice } from '../../../../test/support/en16931/faults-of.ts';
import { readPdf } from '../../../../test/support/read-pdf.ts';
import {
  createSalesFixtures,
  createTax,
  invoiceBody,
  type SalesFixtures,
} from '../../../../test/support/sales-fixtures.ts';
import {
  startTestServer,
  type TestServer,
  type TestWorkspace,
} from '../../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../../test/support/unknown-uuid.ts';

const SELLER = {
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
const BUYER = {
  customer: 'Société Générale des Bois',
  taxNumber: 'FR32123456789',
  billingAddress: { street: '1 rue de la Paix', city: 'Paris', zipCode: '75002', country: 'France' },
};

let server: TestServer;
let fixtures: SalesFixtures;
let vat: string;

beforeAll(async () => {
  server = await startTestServer(SELLER);
  fixtures = await createSalesFixtures(server.strict);
  await server.strict.put(`/customers/${fixtures.customerUuid}`, BUYER);
  vat = await createTax(server.strict, 'USt. 19 %', 19);
});
afterAll(() => server.close());

const line = (changes: Record<string, unknown> = {}) => ({
  productUuid: fixtures.productUuid,
  description: 'Par heure',
  quantity: 3,
  price: 19.99,
  taxes: [vat],
  ...changes,
});

async function create(changes: Record<string, unknown> = {}, by: TestWorkspace = server, of = fixtures) {
  const { body } = await by.lenient.post('/invoices', invoiceBody(of, { products: [line()], ...changes }));
  expect(body.status, JSON.stringify(body)).toBe('success');
  return body.data;
}

const ask = (uuid: string, format: string, by: TestWorkspace = server) =>
  by.strict.get(`/invoices/${uuid}/e-invoice`, { format });

async function bytesOf(uuid: string, format: string, by: TestWorkspace = server): Promise<Buffer> {
  const { status, body } = await ask(uuid, format, by);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

describe.each(['ubl', 'cii'] as const)('GET /partners/invoices/{id}/e-invoice?format=%s', (format) => {
  it('answers an invoice that keeps every rule of EN 16931 and says what the document says', async () => {
    const { uuid, ...told } = await create({
      products: [line({ discount: 10, discountType: 'percent' }), line({ quantity: 1, price: 100 })],
      discount: 5,
      discountDescription: 'Été',
      notes: ' Merci,\u0007\nà bientôt & <au revoir> ',
    });
    const bytes = await bytesOf(uuid, format);
    expect(faultsOf(bytes)).toEqual([]);
    expect(readEInvoice(bytes)).toMatchObject({
      syntax: format,
      specification: 'urn:cen.eu:en16931:2017',
      number: told.invoiceNumber,
      typeCode: '380',
      issueDate: '2026-07-01',
      dueDate: '2026-07-31',
      currency: 'EUR',
      note: 'Merci, \nà bientôt & <au revoir>',
      paymentTerms: 'Net 30 days',
      seller: {
        name: SELLER.name,
        vatIdentifiers: ['DE123456789'],
        addresses: [{ country: 'DE', city: 'Köln', lines: ['Gießereistraße 4'] }],
      },
      buyer: {
        name: BUYER.customer,
        vatIdentifiers: ['FR32123456789'],
        addresses: [{ country: 'FR', city: 'Paris' }],
        endpoints: [{ id: told.customer.email, scheme: 'EM' }],
      },
      adjustments: [{ amount: told.discount, reason: 'Été', isCharge: false }],
      totals: {
        lines: told.subtotal,
        allowances: told.discount,
        gross: told.total,
        due: told.total,
      },
      taxTotals: [{ currency: 'EUR', amount: told.tax }],
      lines: [
        {
          id: '1',
          description: 'Par heure',
          quantity: '3',
          price: '19.99',
          net: told.products[0].subtotal,
          adjustments: [{ percentage: '10', amount: '6', base: '59.97' }].map(({ percentage, base }) => ({
            percentage,
            base,
            amount: told.products[0].discount,
          })),
        },
        { id: '2', quantity: '1', price: '100' },
      ],
    });
  });
});

describe('GET /partners/invoices/{id}/e-invoice?format=facturx', () => {
  it('answers the PDF with the same CII in it', async () => {
    const { uuid, total } = await create();
    const bytes = await bytesOf(uuid, 'facturx');
    const { text } = await readPdf(bytes);
    expect(text).toContain(`Total €${total}`);
  });
});

describe('what is no e-invoice', () => {
  it('is refused field by field, with the rules that each breaks', async () => {
    const workspace = await server.addWorkspace({ currency: 'EUR' });
    const own = await createSalesFixtures(workspace.strict);
    await workspace.strict.put(`/customers/${own.customerUuid}`, {
      billingAddress: { city: 'Atlantis', country: 'Atlantis' },
    });
    const { uuid } = await create(
      { products: [{ productUuid: own.productUuid, quantity: 1, price: 5, taxes: [own.taxUuid] }] },
      workspace,
      own,
    );
    const { status, body } = await ask(uuid, 'ubl', workspace);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'E_INVOICE_INCOMPLETE' });
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual([
      'workspace.country',
      'workspace.taxNumber',
      'customer.billingAddress.country',
    ]);
  });

  it('is not there for an unknown document, nor in another format', async () => {
    expect((await ask(UNKNOWN_UUID, 'ubl')).body).toMatchObject({
      statusCode: 404,
      code: 'INVOICE_NOT_FOUND',
    });
    expect((await ask(UNKNOWN_UUID, 'pdf')).body).toMatchObject({
      statusCode: 400,
      errors: [{ field: 'format' }],
    });
  });
});
