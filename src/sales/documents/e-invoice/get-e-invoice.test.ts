import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, readEInvoice } from '../../../../test/support/en16931/faults-of.ts';
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
          adjustments: [{ percentage: '10', base: '59.97', amount: told.products[0].discount }],
        },
        { id: '2', quantity: '1', price: '100' },
      ],
    });
  });
});

/** Makes a workspace whose customers can be sent e-invoices, with changes. */
async function open(seller: Record<string, unknown> = {}, buyer: Record<string, unknown> = {}) {
  const workspace = await server.addWorkspace({ ...SELLER, ...seller });
  const own = await createSalesFixtures(workspace.strict);
  await workspace.strict.put(`/customers/${own.customerUuid}`, { ...BUYER, ...buyer });
  const tax = (kind: string, percentage = 0, more: Record<string, unknown> = {}) =>
    createTax(workspace.strict, `${kind} ${percentage} ${JSON.stringify(more)}`, percentage, {
      kind,
      ...more,
    });
  const bill = (lines: Record<string, unknown>[], changes: Record<string, unknown> = {}) => {
    const products = lines.map((one) => ({ productUuid: own.productUuid, quantity: 1, price: 100, ...one }));
    return create({ products, ...changes }, workspace, own);
  };
  return { workspace, own, tax, bill };
}

/** Reads a document in both syntaxes, which keep every rule and say the same. */
async function readBoth(uuid: string, by: TestWorkspace, decimals = 2) {
  const [ubl, cii] = await Promise.all([bytesOf(uuid, 'ubl', by), bytesOf(uuid, 'cii', by)]);
  expect([faultsOf(ubl, decimals), faultsOf(cii, decimals)]).toEqual([[], []]);
  const { syntax: _, ...read } = readEInvoice(cii);
  expect(readEInvoice(ubl)).toEqual({ ...read, syntax: 'ubl' });
  return read;
}

const refused = async (uuid: string, by: TestWorkspace = server, format = 'ubl') => {
  const { status, body } = await ask(uuid, format, by);
  expect(status).toBe(400);
  return body;
};

describe('an e-invoice', () => {
  it('tells the category of each tax by its kind, and why nothing is levied', async () => {
    const { workspace, tax, bill } = await open();
    const taxes = [
      await tax('standard', 19),
      await tax('standard', 0),
      await tax('zero'),
      await tax('exempt'),
    ];
    const reversed = await tax('reverse_charge', 19);
    const { uuid } = await bill(
      [...taxes, reversed].map((one) => ({ taxes: [one] })),
      { discount: 7 },
    );
    const { breakdown, adjustments, lines } = await readBoth(uuid, workspace);
    expect(breakdown.map(({ category, rate, taxable, reason }) => [category, rate, taxable, reason])).toEqual(
      [
        ['S', '19', '98.60', undefined],
        ['Z', '0', '197.20', undefined],
        ['E', '0', '98.60', 'exempt 0 {}'],
        ['AE', '0', '98.60', 'Reverse charge'],
      ],
    );
    expect(adjustments.map(({ amount }) => amount)).toEqual(['1.40', '2.80', '1.40', '1.40']);
    expect(lines.map(({ vats }) => vats[0]!.category)).toEqual(['S', 'Z', 'Z', 'E', 'AE']);
  });

  it('is outside the scope of VAT where nothing bears a tax, and then tells no VAT identifiers', async () => {
    const { workspace, bill } = await open();
    const { uuid } = await bill([{ taxes: [] }, { taxes: [], quantity: 2 }]);
    const { breakdown, seller, buyer } = await readBoth(uuid, workspace);
    expect(breakdown).toMatchObject([{ category: 'O', rate: undefined, taxable: '300.00', tax: '0.00' }]);
    expect(seller).toMatchObject({
      vatIdentifiers: [],
      taxRegistrations: [],
      identifiers: ['DE 123 456 789'],
    });
    expect(buyer).toMatchObject({ vatIdentifiers: [], identifiers: ['FR32123456789'] });
  });

  it('tells a tax number that is no VAT identifier as what it is', async () => {
    const { workspace, tax, bill } = await open({ taxNumber: '143/815/08155' }, { taxNumber: 'IL-204' });
    const { uuid } = await bill([{ taxes: [await tax('standard', 19)] }]);
    const { seller, buyer } = await readBoth(uuid, workspace);
    expect(seller).toMatchObject({
      vatIdentifiers: [],
      taxRegistrations: ['143/815/08155'],
      identifiers: ['143/815/08155'],
    });
    expect(buyer).toMatchObject({ vatIdentifiers: [], identifiers: ['IL-204'] });
  });

  it('tells prices that contain the tax without it, so that every line comes out', async () => {
    const { workspace, tax, bill } = await open();
    const vat = await tax('standard', 19, { inclusive: true });
    const { uuid, ...told } = await bill([
      { quantity: 3, price: 19.99, taxes: [vat], discount: 10, discountType: 'percent' },
      { quantity: 0.333333, price: 0.01, taxes: [vat] },
      { quantity: 1, price: -4.99, taxes: [vat] },
    ]);
    const { lines, totals } = await readBoth(uuid, workspace);
    expect(totals.gross).toBe(told.total);
    expect(lines.map(({ price, quantity }) => [quantity, price])).toEqual([
      ['3', '16.797'],
      ['0.333333', '0.00'],
      ['-1', '4.19'],
    ]);
  });

  it('tells of a credit memo which invoice it credits', async () => {
    const { workspace, own, tax } = await open();
    const vat = await tax('standard', 19);
    const products = [{ productUuid: own.productUuid, quantity: 2, price: 50, taxes: [vat] }];
    const invoice = await create({ products }, workspace, own);
    const memo = await create(
      {
        products: [{ ...products[0], quantity: 1 }],
        invoiceType: 'memo',
        appliedToInvoiceUuid: invoice.uuid,
      },
      workspace,
      own,
    );
    expect(await readBoth(memo.uuid, workspace)).toMatchObject({
      typeCode: '381',
      preceding: [invoice.invoiceNumber],
      totals: { gross: '59.50' },
      dueDate: memo.dueDate,
    });
  });

  it('tells the tax in the currency of the books too, as it was posted', async () => {
    const { workspace, tax, bill } = await open();
    const vat = await tax('standard', 19);
    const { uuid } = await bill([{ taxes: [vat], price: 1000 }], { currency: 'JPY', exchangeRate: 0.0061 });
    expect(await readBoth(uuid, workspace, 0)).toMatchObject({
      currency: 'JPY',
      taxCurrency: 'EUR',
      taxTotals: [
        { currency: 'JPY', amount: '190' },
        { currency: 'EUR', amount: '1.16' },
      ],
      totals: { gross: '1190' },
    });
  });

  it('tells what is paid as it stands now, and else what was said at the approval, to the byte', async () => {
    const { workspace, own, tax, bill } = await open();
    const exempt = await tax('exempt');
    const { uuid } = await bill([{ taxes: [exempt] }], { notes: 'Before' });
    const formats = ['ubl', 'cii', 'facturx'];
    const before = await Promise.all(formats.map((format) => bytesOf(uuid, format, workspace)));
    const { strict } = workspace;
    await strict.put(`/customers/${own.customerUuid}`, {
      customer: 'Renamed',
      taxNumber: 'X',
      billingAddress: null,
    });
    await strict.put(`/products/${own.productUuid}`, { name: 'Renamed', code: 'X' });
    await strict.put(`/taxes/${exempt}`, { name: 'Renamed' });
    await strict.patch('/workspace', { name: 'Renamed', taxNumber: null, country: null, address: null });
    await strict.patch('/invoice-template', { language: 'de', footer: 'After' });
    const after = await Promise.all(formats.map((format) => bytesOf(uuid, format, workspace)));
    expect(after.map((bytes, index) => bytes.equals(before[index]!))).toEqual([true, true, true]);
    const { customerUuid } = own;
    const invoices = [{ id: uuid, amount: 40 }];
    await strict.post('/payments', { customerUuid, date: '2026-07-05', amount: 40, invoices });
    const { totals } = await readBoth(uuid, workspace);
    expect(totals).toMatchObject({ gross: '100.00', paid: '40.00', due: '60.00' });
  });

  it('is a file of its own name, asked for again by its ETag', async () => {
    const { uuid } = await create({ invoiceNumber: 'R/7' });
    const { headers } = await ask(uuid, 'cii');
    expect(headers.get('content-type')).toBe('application/xml');
    expect(headers.get('content-disposition')).toContain('filename="Invoice R-7.xml"');
    const options = { headers: { 'if-none-match': headers.get('etag')! } };
    expect((await server.strict.get(`/invoices/${uuid}/e-invoice`, { format: 'cii' }, options)).status).toBe(
      304,
    );
    expect((await ask(uuid, 'facturx')).headers.get('content-disposition')).toContain('"Invoice R-7.pdf"');
    const plain = await server.strict.get(`/invoices/${uuid}/e-invoice`);
    expect(readEInvoice(plain.body).syntax).toBe('ubl');
  });
});

describe('what is no e-invoice', () => {
  it('is refused field by field, with the rules that each breaks', async () => {
    const { workspace, tax, bill } = await open(
      { country: null, address: { ...SELLER.address, country: 'Atlantis' }, taxNumber: null },
      { billingAddress: { city: 'Nowhere' }, taxNumber: '4711' },
    );
    const reversed = await tax('reverse_charge', 19);
    const { uuid } = await bill([{ taxes: [reversed] }]);
    const body = await refused(uuid, workspace);
    expect(body).toMatchObject({ code: 'E_INVOICE_INCOMPLETE' });
    expect(body.errors.map(({ message }: { message: string }) => message)).toEqual([
      'workspace.address.country must be a country of ISO 3166-1, by code or name (BR-08, BR-09).',
      'workspace.taxNumber is required: it tells who the seller is (BR-CO-26, BR-AE-02).',
      'customer.billingAddress.country is required (BR-10, BR-11).',
      'customer.taxNumber must be the customer’s VAT identifier, which begins with the code of its country, since the customer owes the tax (BR-AE-02).',
    ]);
    expect(await refused(uuid, workspace, 'facturx')).toMatchObject({ errors: body.errors });
  });

  it('bears two taxes on a line, or has lines without a tax beside others', async () => {
    const { workspace, tax, bill } = await open();
    const [state, county] = [await tax('standard', 6.25), await tax('standard', 1)];
    const two = await bill([{ taxes: [state] }, { taxes: [state, county] }]);
    expect((await refused(two.uuid, workspace)).errors).toMatchObject([
      { field: 'products[1].taxes', message: expect.stringContaining('(BR-CO-04)') },
    ]);
    const mixed = await bill([{ taxes: [] }, { taxes: [state] }, { taxes: [] }]);
    const { errors } = await refused(mixed.uuid, workspace);
    expect(errors.map(({ field }: { field: string }) => field)).toEqual([
      'products[0].taxes',
      'products[2].taxes',
    ]);
    expect(errors[0].message).toContain('BR-O-11');
  });

  it('needs a third decimal, which the standard does not know', async () => {
    const { workspace, tax, bill } = await open({ currency: 'KWD' });
    const vat = await tax('standard', 5);
    const fits = await bill([{ taxes: [vat], price: 10.2 }]);
    expect(await readBoth(fits.uuid, workspace, 3)).toMatchObject({ totals: { gross: '10.71' } });
    const fine = await bill([
      { taxes: [vat], price: 1.25 },
      { taxes: [vat], price: 1.255 },
    ]);
    expect((await refused(fine.uuid, workspace)).errors).toMatchObject([
      { field: 'products[1].subtotal', message: expect.stringContaining('BR-DEC-23') },
      { field: 'tax', message: expect.stringContaining('BR-DEC-13') },
    ]);
  });

  it('was rounded line by line so far that it is not what the rate gives', async () => {
    const { workspace, tax, bill } = await open({ currency: 'JPY' });
    await workspace.strict.patch('/workspace', { taxRounding: 'line' });
    const vat = await tax('standard', 19);
    const { uuid } = await bill(Array.from({ length: 4 }, () => ({ taxes: [vat], price: 13 })));
    expect((await refused(uuid, workspace)).errors).toMatchObject([
      { field: 'tax', message: expect.stringContaining('(BR-CO-17)') },
    ]);
  });

  it('is only offered, or void', async () => {
    const quote = await create({ invoiceType: 'quote' });
    expect(await refused(quote.uuid)).toMatchObject({
      code: 'E_INVOICE_UNAVAILABLE',
      errors: [{ field: 'invoiceType' }],
    });
    const mistaken = await create();
    await server.strict.patch(`/invoices/${mistaken.uuid}/void`);
    expect(await refused(mistaken.uuid)).toMatchObject({
      code: 'E_INVOICE_UNAVAILABLE',
      errors: [{ field: 'voidDate' }],
    });
  });

  it('is a draft, which is told what it will lack', async () => {
    const whole = await create({ isDraft: true });
    expect(await refused(whole.uuid)).toMatchObject({
      code: 'E_INVOICE_UNAVAILABLE',
      message: expect.stringContaining('must be approved'),
      errors: [{ field: 'isDraft' }],
    });
    const { workspace, own, bill } = await open({}, { billingAddress: null });
    const lacking = await bill([{ taxes: [] }], { isDraft: true });
    expect((await refused(lacking.uuid, workspace)).errors).toMatchObject([
      { field: 'isDraft', code: 'E_INVOICE_UNAVAILABLE' },
      { field: 'customer.billingAddress.country', code: 'E_INVOICE_INCOMPLETE' },
    ]);
    await workspace.strict.put(`/customers/${own.customerUuid}`, BUYER);
    await workspace.strict.patch(`/invoices/${lacking.uuid}/approve`);
    expect(await readBoth(lacking.uuid, workspace)).toMatchObject({
      buyer: { addresses: [{ country: 'FR' }] },
    });
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
