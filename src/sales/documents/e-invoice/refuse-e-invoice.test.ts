import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ask,
  BUYER,
  type EInvoiceServer,
  readBoth,
  SELLER,
  startEInvoiceServer,
} from '../../../../test/support/e-invoice-books.ts';
import type { TestWorkspace } from '../../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../../test/support/unknown-uuid.ts';

let server: EInvoiceServer['server'];
let create: EInvoiceServer['create'];
let open: EInvoiceServer['open'];

beforeAll(async () => {
  ({ server, create, open } = await startEInvoiceServer());
});
afterAll(() => server.close());

const refused = async (uuid: string, by: TestWorkspace = server, format = 'ubl') => {
  const { status, body } = await ask(uuid, format, by);
  expect(status).toBe(400);
  return body;
};

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
    expect((await ask(UNKNOWN_UUID, 'ubl', server)).body).toMatchObject({
      statusCode: 404,
      code: 'INVOICE_NOT_FOUND',
    });
    expect((await ask(UNKNOWN_UUID, 'pdf', server)).body).toMatchObject({
      statusCode: 400,
      errors: [{ field: 'format' }],
    });
  });
});
