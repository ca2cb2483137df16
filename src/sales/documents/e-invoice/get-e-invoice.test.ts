import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  BUYER,
  bytesOf,
  type EInvoiceServer,
  readBoth,
  SELLER,
  startEInvoiceServer,
} from '../../../../test/support/e-invoice-books.ts';
import { faultsOf, readEInvoice } from '../../../../test/support/en16931/faults-of.ts';

let server: EInvoiceServer['server'];
let line: EInvoiceServer['line'];
let create: EInvoiceServer['create'];
let open: EInvoiceServer['open'];

beforeAll(async () => {
  ({ server, line, create, open } = await startEInvoiceServer());
});
afterAll(() => server.close());

describe.each(['ubl', 'cii'] as const)('GET /partners/invoices/{id}/e-invoice?format=%s', (format) => {
  it('answers an invoice that keeps every rule of EN 16931 and says what the document says', async () => {
    const { uuid, ...told } = await create({
      products: [line({ discount: 10, discountType: 'percent' }), line({ quantity: 1, price: 100 })],
      discount: 5,
      discountDescription: 'Été',
      notes: ' Merci,\u0007\nà bientôt & <au revoir> ',
    });
    const bytes = await bytesOf(uuid, format, server);
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
    const { headers } = await ask(uuid, 'cii', server);
    expect(headers.get('content-type')).toBe('application/xml');
    expect(headers.get('content-disposition')).toContain('filename="Invoice R-7.xml"');
    const options = { headers: { 'if-none-match': headers.get('etag')! } };
    expect((await server.strict.get(`/invoices/${uuid}/e-invoice`, { format: 'cii' }, options)).status).toBe(
      304,
    );
    expect((await ask(uuid, 'facturx', server)).headers.get('content-disposition')).toContain(
      '"Invoice R-7.pdf"',
    );
    const plain = await server.strict.get(`/invoices/${uuid}/e-invoice`);
    expect(readEInvoice(plain.body).syntax).toBe('ubl');
  });
});
