import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jpeg, png } from '../../../test/support/logos.ts';
import { readPdf } from '../../../test/support/read-pdf.ts';
import {
  createSalesFixtures,
  invoiceBody,
  type SalesFixtures,
} from '../../../test/support/sales-fixtures.ts';
import { startTestServer, type TestServer, type TestWorkspace } from '../../../test/support/test-server.ts';
import { UNKNOWN_UUID } from '../../../test/support/unknown-uuid.ts';

let server: TestServer;
let fixtures: SalesFixtures;

beforeAll(async () => {
  const address = {
    street: '418 Foundry Road',
    city: 'Springfield',
    state: 'IL',
    zipCode: '62703',
    country: 'US',
  };
  server = await startTestServer({
    name: 'Foundry Road Hauling',
    country: 'US',
    taxNumber: '12-3456789',
    address,
  });
  fixtures = await createSalesFixtures(server.strict);
});
afterAll(() => server.close());

async function create(changes: Record<string, unknown> = {}, by: TestWorkspace = server, of = fixtures) {
  const { body } = await by.lenient.post('/invoices', invoiceBody(of, changes));
  expect(body.status, JSON.stringify(body)).toBe('success');
  return body.data;
}

async function pdfOf(uuid: string, by: TestWorkspace = server): Promise<Buffer> {
  const { status, body } = await by.strict.get(`/invoices/${uuid}/pdf`);
  expect(status).toBe(200);
  return body;
}

const taxed = (quantity: number, price: number, tax = fixtures.taxUuid) => ({
  productUuid: fixtures.productUuid,
  quantity,
  price,
  taxes: [tax],
});

describe('GET /partners/invoices/{id}/pdf', () => {
  it('leads to the public page where the document has one', async () => {
    const { uuid } = await create();
    expect((await readPdf(await pdfOf(uuid))).links).toEqual([]);
    const { body } = await server.strict.get(`/invoices/${uuid}/public-link`);
    expect((await readPdf(await pdfOf(uuid))).links).toEqual([body.data.url]);
  });

  it('answers the invoice with every amount that the invoice has', async () => {
    const invoice = await create({
      products: [taxed(3, 19.99), { ...taxed(1, 100), discount: 12.5 }],
      discount: 10,
      discountDescription: 'Summer',
    });
    await server.strict.post('/payments', {
      customerUuid: fixtures.customerUuid,
      date: '2026-07-05',
      amount: 40,
      invoices: [{ id: invoice.uuid, amount: 40 }],
    });
    const { body } = await server.strict.get(`/invoices/${invoice.uuid}`);
    const { subtotal, discount, tax, total, paidAmount, amountDue } = body.data;
    const { text, title } = await readPdf(await pdfOf(invoice.uuid));
    expect(title).toBe(`Invoice ${invoice.invoiceNumber}`);
    for (const row of [
      'Foundry Road Hauling',
      '418 Foundry Road',
      'Tax number: 12-3456789',
      'Aimee',
      '12 Elm Street',
      `Number ${invoice.invoiceNumber}`,
      `Subtotal $${subtotal}`,
      `Discount (Summer) -$${discount}`,
      `$${tax}`,
      `Total $${total}`,
      `Paid -$${paidAmount}`,
      `Amount due $${amountDue}`,
    ]) {
      expect(text).toContain(row);
    }
    for (const { price, subtotal: net } of body.data.products) {
      expect(text).toMatch(new RegExp(`${price.toFixed(2)} .*${net}$`, 'm'));
    }
  });

  it('says how it is to be shown, called and asked for again', async () => {
    const { uuid } = await create({ invoiceNumber: 'Ä/"7" №\\1' });
    const { headers } = await server.strict.get(`/invoices/${uuid}/pdf`);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(headers.get('content-disposition')).toBe(
      `inline; filename="Invoice _-7- _-1.pdf"; filename*=UTF-8''Invoice%20%C3%84-7-%20%E2%84%96-1.pdf`,
    );
    const etag = headers.get('etag')!;
    const again = await server.strict.get(
      `/invoices/${uuid}/pdf`,
      {},
      { headers: { 'if-none-match': etag } },
    );
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(etag);
  });

  it('gives the same bytes after its customer moved, its product was renamed and its template changed', async () => {
    const workspace = await server.addWorkspace({ country: 'US' });
    const own = await createSalesFixtures(workspace.strict);
    await workspace.strict.patch('/invoice-template', {
      logo: png(30, 10).toString('base64'),
      footer: 'Before',
    });
    await workspace.strict.put(`/customers/${own.customerUuid}`, {
      taxNumber: 'C-77',
      shippingAddress: { city: 'Salem' },
    });
    const { uuid } = await create({}, workspace, own);
    const before = await pdfOf(uuid, workspace);
    for (const said of ['Aimee', 'Before', 'C-77', 'Salem'])
      expect((await readPdf(before)).text).toContain(said);
    await workspace.strict.put(`/customers/${own.customerUuid}`, {
      customer: 'Renamed',
      email: 'renamed@example.com',
      taxNumber: 'C-78',
      paymentTerm: 'net7',
      billingAddress: { city: 'Moved' },
      shippingAddress: null,
    });
    await workspace.strict.put(`/products/${own.productUuid}`, { name: 'Renamed product' });
    await workspace.strict.patch('/invoice-template', { logo: null, footer: 'After', language: 'de' });
    await server.owner.query(`UPDATE workspace SET name = 'Renamed' WHERE id = $1`, [workspace.workspaceId]);
    await server.owner.query(`UPDATE books SET tax_number = 'S-1' WHERE workspace_id = $1`, [
      workspace.workspaceId,
    ]);
    expect((await pdfOf(uuid, workspace)).equals(before)).toBe(true);
    const later = await readPdf(await pdfOf((await create({}, workspace, own)).uuid, workspace));
    for (const said of ['Rechnung', 'Renamed', 'S-1', 'Moved', 'After']) expect(later.text).toContain(said);
  });

  it('shows a draft as things stand now, and its approval freezes that', async () => {
    const workspace = await server.addWorkspace();
    const own = await createSalesFixtures(workspace.strict);
    const { uuid } = await create({ isDraft: true }, workspace, own);
    await workspace.strict.put(`/customers/${own.customerUuid}`, { customer: 'Now called' });
    await workspace.strict.patch('/invoice-template', { footer: 'Now said' });
    const draft = (await readPdf(await pdfOf(uuid, workspace))).text;
    for (const said of ['DRAFT', 'Now called', 'Now said']) expect(draft).toContain(said);
    await workspace.strict.patch(`/invoices/${uuid}/approve`);
    await workspace.strict.patch('/invoice-template', { footer: 'Said later' });
    const approved = (await readPdf(await pdfOf(uuid, workspace))).text;
    expect(approved).not.toContain('DRAFT');
    expect(approved).toContain('Now said');
  });

  it('marks what is void and what is paid', async () => {
    const paid = await create();
    await server.strict.post('/payments', {
      customerUuid: fixtures.customerUuid,
      date: '2026-07-05',
      amount: 250,
      invoices: [{ id: paid.uuid, amount: 250 }],
    });
    expect((await readPdf(await pdfOf(paid.uuid))).text).toContain('PAID');
    const mistaken = await create();
    await server.strict.patch(`/invoices/${mistaken.uuid}/void`);
    const { text } = await readPdf(await pdfOf(mistaken.uuid));
    expect(text).toContain('VOID');
    expect(text).toContain('Amount due $0.00');
  });

  it('tells the term only where the due date follows from it', async () => {
    const due = async (dueDate: string) =>
      (await readPdf(await pdfOf((await create({ dueDate })).uuid))).text;
    expect(await due('2026-07-31')).toContain('Net 30 days');
    expect(await due('2026-07-10')).not.toContain('Net ');
  });

  it.each([
    ['JPY', 1250, '¥1,250', 'Total ¥1,375'],
    ['KWD', 1.25, '1.250', 'Total KWD 1.375'],
  ])('writes %s', async (currency, price, said, total) => {
    const workspace = await server.addWorkspace({ currency });
    const own = await createSalesFixtures(workspace.strict);
    const line = { productUuid: own.productUuid, quantity: 1, price, taxes: [own.taxUuid] };
    const { uuid } = await create({ products: [line] }, workspace, own);
    const { text } = await readPdf(await pdfOf(uuid, workspace));
    expect(text).toContain(said);
    expect(text).toContain(total);
  });

  it.each([
    ['ja', '株式会社山田製作所', '請求書'],
    ['ar', 'شركة النور للتجارة', 'فاتورة'],
  ])('is written in %s', async (language, customer, title) => {
    const workspace = await server.addWorkspace();
    const own = await createSalesFixtures(workspace.strict);
    await workspace.strict.patch('/invoice-template', { language });
    await workspace.strict.put(`/customers/${own.customerUuid}`, { customer });
    const { text } = await readPdf(await pdfOf((await create({}, workspace, own)).uuid, workspace));
    expect(text).toContain(title);
    for (const word of customer.split(' ')) expect(text).toContain(word);
  });

  it('has the logo that its template has', async () => {
    const workspace = await server.addWorkspace();
    const own = await createSalesFixtures(workspace.strict);
    const draft = await create({ isDraft: true }, workspace, own);
    const without = await pdfOf(draft.uuid, workspace);
    await workspace.strict.patch('/invoice-template', { logo: png(120, 40).toString('base64') });
    const withLogo = await pdfOf(draft.uuid, workspace);
    expect(without.includes('/Subtype /Image')).toBe(false);
    expect(withLogo.includes('/Subtype /Image')).toBe(true);
    expect(withLogo.includes('/Width 120')).toBe(true);
    await workspace.strict.patch('/invoice-template', { logo: jpeg().toString('base64') });
    expect((await pdfOf(draft.uuid, workspace)).includes('/Filter /DCTDecode')).toBe(true);
  });

  it('refuses what is not there and what is no UUID', async () => {
    const missing = await server.strict.get(`/invoices/${UNKNOWN_UUID}/pdf`);
    expect(missing.body).toMatchObject({ statusCode: 404, code: 'INVOICE_NOT_FOUND' });
    const draft = await create({ isDraft: true });
    await server.strict.delete(`/invoices/${draft.uuid}`);
    expect((await server.strict.get(`/invoices/${draft.uuid}/pdf`)).status).toBe(404);
    expect((await server.strict.get('/invoices/7/pdf')).body).toMatchObject({
      statusCode: 400,
      code: 'INVALID_UUID',
    });
  });
});
