import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';
import { verifyWorkspace } from '../../reports/verify/index.ts';

let books: InvoiceBooks;
let vat: string;
let added: string;
let compound: string;
let reverse: string;

beforeAll(async () => {
  books = await openInvoiceBooks();
  const { strict } = books.server;
  vat = await createTax(strict, 'VAT 20', 20, { inclusive: true });
  added = await createTax(strict, 'State', 5);
  compound = await createTax(strict, 'Provincial', 9.5, { compound: true });
  reverse = await createTax(strict, 'Acquisition', 20, { kind: 'reverse_charge' });
});
afterAll(async () => {
  const proofs = await verifyWorkspace(books.server.database, books.server.workspaceId);
  await books.server.close();
  expect(proofs.filter(({ failureCount }) => failureCount > 0)).toEqual([]);
});

const create = (changes: object) => books.server.strict.post('/invoices', books.body({ ...changes }));

async function created(changes: object) {
  const { status, body } = await create(changes);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data;
}

/** What an invoice posted: amounts in minor units by the name of the account. */
async function postedOf(invoiceId: string) {
  const { rows } = await books.server.owner.query(
    `SELECT a.name, sum(l.amount)::int AS amount, sum(l.tax_base)::int AS base
       FROM journal_entry e
       JOIN journal_line l ON l.workspace_id = e.workspace_id AND l.effective = e.effective AND l.entry_id = e.entry_id
       JOIN account a ON a.workspace_id = l.workspace_id AND a.id = l.account_id
      WHERE e.source_id = $1 GROUP BY a.name`,
    [invoiceId],
  );
  return Object.fromEntries(
    rows.map(({ name, amount, base }) => [name, base === null ? amount : [amount, base]]),
  );
}

describe('an invoice whose prices contain tax', () => {
  it('owes its prices, and tells net, discount and tax so that they add up to them', async () => {
    const line = books.line({ price: 120, quantity: 2, discount: 40, taxes: [vat] });
    const data = await created({ products: [line], discount: 20 });
    expect(data).toMatchObject({
      taxMode: null,
      subtotal: '166.67',
      discount: '16.67',
      tax: '30.00',
      total: '180.00',
      amountDue: '180.00',
    });
    expect(data.products[0]).toMatchObject({
      price: 120,
      discount: '40.00',
      subtotal: '166.67',
      documentDiscount: '16.67',
      tax: '30.00',
      total: '180.00',
      taxes: [{ name: 'VAT 20', percentage: 20, inclusive: true, taxable: '150.00', amount: '30.00' }],
    });
    expect(await postedOf(data.uuid)).toEqual({
      'Accounts Receivable': 18_000,
      Sales: -15_000,
      'Sales Tax Payable': [-3000, -15_000],
    });
    const { body } = await books.server.strict.get(`/invoices/${data.uuid}`);
    expect(body.data).toEqual(data);
  });

  it('is mirrored by its memo', async () => {
    const products = [books.line({ price: 9.99, taxes: [vat] })];
    const data = await created({ invoiceType: 'memo', products });
    expect(data).toMatchObject({ subtotal: '8.32', tax: '1.67', total: '9.99' });
    expect(await postedOf(data.uuid)).toEqual({
      'Accounts Receivable': -999,
      Sales: 832,
      'Sales Tax Payable': [167, 832],
    });
  });

  it('may have lines of both kinds, but no line with both', async () => {
    const products = [books.line({ price: 12, taxes: [vat] }), books.line({ price: 10, taxes: [added] })];
    expect(await created({ products })).toMatchObject({ subtotal: '20.00', tax: '2.50', total: '22.50' });
    const answer = await create({ products: [books.line(), books.line({ taxes: [vat, added] })] });
    expect([answer.status, answer.body.code]).toEqual([400, 'MIXED_INCLUSIVE_TAXES']);
    expect(errorCodes(answer.body)).toEqual({ 'products[1].taxes': 'MIXED_INCLUSIVE_TAXES' });
  });
});

describe('the tax mode of a document', () => {
  const products = () => [books.line({ price: 126, taxes: [vat, added] })];

  it('makes prices contain all taxes, or none, whatever the taxes say', async () => {
    const inclusive = await created({ taxMode: 'inclusive', products: products() });
    expect(inclusive).toMatchObject({
      taxMode: 'inclusive',
      subtotal: '100.80',
      tax: '25.20',
      total: '126.00',
    });
    expect(inclusive.taxes.map((tax: { inclusive: boolean }) => tax.inclusive)).toEqual([true, true]);
    const exclusive = await created({ taxMode: 'exclusive', products: products() });
    expect(exclusive).toMatchObject({
      taxMode: 'exclusive',
      subtotal: '126.00',
      tax: '31.50',
      total: '157.50',
    });
    const { body } = await books.server.strict.get(`/invoices/${exclusive.uuid}`);
    expect(body.data).toEqual(exclusive);
  });

  it('`none` charges no taxes, named or not', async () => {
    const data = await created({ taxMode: 'none', products: products() });
    expect(data).toMatchObject({ taxMode: 'none', taxes: [], tax: '0.00', total: '126.00' });
  });

  it('is one of its words', async () => {
    const { status, body } = await create({ taxMode: 'gross' });
    expect([status, errorCodes(body)]).toEqual([400, { taxMode: 'INVALID_ENUM' }]);
  });
});

describe('a compound tax', () => {
  it('is levied last, on the net and the other taxes', async () => {
    const data = await created({ products: [books.line({ price: 99.9, taxes: [compound, added] })] });
    expect(data.taxes).toMatchObject([
      { name: 'State', compound: false, taxable: '99.90', amount: '5.00' },
      { name: 'Provincial', compound: true, taxable: '104.90', amount: '9.97' },
    ]);
    expect(data).toMatchObject({ subtotal: '99.90', tax: '14.97', total: '114.87' });
    const { body } = await books.server.strict.get(`/invoices/${data.uuid}`);
    expect(body.data).toEqual(data);
  });

  it('stands once on a line, also where product and customer bring one each', async () => {
    const { strict } = books.server;
    const second = await createTax(strict, 'Second', 1, { compound: true });
    const named = await create({
      products: [books.line({ taxUuids: [compound, second], taxes: undefined })],
    });
    expect(errorCodes(named.body)).toEqual({ 'products[0].taxUuids': 'SECOND_COMPOUND_TAX' });
    const product = await strict.post('/products', {
      name: 'Twice compound',
      categoryAccountUuid: books.fixtures.incomeAccountUuid,
      taxes: [compound],
    });
    const customer = await strict.post('/customers', { customer: 'Compound', taxes: [second] });
    const line = { productUuid: product.body.data.uuid, quantity: 1, price: 5 };
    const { body } = await create({ customerUuid: customer.body.data.uuid, products: [line] });
    expect(body.code).toBe('SECOND_COMPOUND_TAX');
    expect(body.message).toContain('those of the product and of the customer too');
  });
});

describe('reverse charge', () => {
  it('charges nothing on a sale and keeps what it would be reckoned on', async () => {
    const data = await created({ products: [books.line({ price: 80, taxes: [reverse] })] });
    expect(data.taxes).toMatchObject([
      { name: 'Acquisition', percentage: 0, taxable: '80.00', amount: '0.00' },
    ]);
    expect(data.total).toBe('80.00');
    expect(await postedOf(data.uuid)).toMatchObject({ 'Sales Tax Payable': [0, -8000] });
  });
});

describe('taxes that a line leaves to its product and its customer', () => {
  it('are both, each once, the product’s first; none for an exempt customer; a list that is given wins', async () => {
    const { strict } = books.server;
    const income = { categoryAccountUuid: books.fixtures.incomeAccountUuid };
    const product = await strict.post('/products', { name: 'Taxed', ...income, taxes: [added] });
    const line = { productUuid: product.body.data.uuid, quantity: 1, price: 100 };
    const billed = async (customer: object, changes: object = {}) => {
      const made = await strict.post('/customers', { customer: 'Taxed', ...customer });
      const data = await created({
        customerUuid: made.body.data.uuid,
        products: [{ ...line, ...changes }],
      });
      return data.taxes.map((tax: { name: string }) => tax.name);
    };
    expect(await billed({ taxes: [compound, added] })).toEqual(['State', 'Provincial']);
    expect(await billed({})).toEqual(['State']);
    expect(await billed({ taxes: [compound], taxExcluded: true })).toEqual([]);
    expect(await billed({ taxes: [compound] }, { taxes: [] })).toEqual([]);
    expect(await billed({ taxExcluded: true }, { taxes: [vat] })).toEqual(['VAT 20']);
  });

  it('are refused once one of them is inactive, so that no rate out of force is charged', async () => {
    const { strict, owner } = books.server;
    const old = await createTax(strict, 'Old rate', 4);
    const customer = await strict.post('/customers', { customer: 'Old rate', taxes: [old] });
    await owner.query("UPDATE tax SET status = 'inactive' WHERE id = $1", [old]);
    const { taxes: _, ...line } = books.line();
    const { status, body } = await create({ customerUuid: customer.body.data.uuid, products: [line] });
    expect([status, body.code, errorCodes(body)]).toEqual([
      400,
      'TAX_INACTIVE',
      { 'products[0].taxes': 'TAX_INACTIVE' },
    ]);
    expect(body.details.references).toEqual([{ field: 'products[0].taxes', uuid: old }]);
    const untaxed = { customerUuid: customer.body.data.uuid, taxMode: 'none', products: [line] };
    expect((await create(untaxed)).status).toBe(200);
  });
});

describe('a product’s price of one', () => {
  it('is told with its taxes, contained or added; not at all where they do not go together', async () => {
    const priced = async (taxes: string[]) => {
      const { body } = await books.server.strict.post('/products', {
        name: 'Priced',
        unitPrice: 99.9,
        taxes,
      });
      return [body.data.tax, body.data.total];
    };
    expect(await priced([vat])).toEqual(['16.65', '99.90']);
    expect(await priced([compound, added])).toEqual(['14.97', '114.87']);
    expect(await priced([reverse])).toEqual(['0.00', '99.90']);
    expect(await priced([vat, added])).toEqual([null, null]);
  });
});
