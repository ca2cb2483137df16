import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorCodes } from '../../../test/support/error-codes.ts';
import { type InvoiceBooks, openInvoiceBooks } from '../../../test/support/invoice-books.ts';
import { createTax } from '../../../test/support/sales-fixtures.ts';

let books: InvoiceBooks;
let added: string;
let vat: string;
let compound: string;

beforeAll(async () => {
  books = await openInvoiceBooks();
  const { strict } = books.server;
  added = await createTax(strict, 'State', 6.25);
  vat = await createTax(strict, 'VAT', 20, { inclusive: true });
  compound = await createTax(strict, 'Provincial', 9.975, { compound: true });
});
afterAll(() => books.server.close());

interface Step {
  readonly step: string;
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly note: string;
}

const create = (changes: object, query: Record<string, string>) =>
  books.server.strict.post('/invoices', books.body({ ...changes }), { query });

const rich = () => ({
  discount: 10,
  products: [
    books.line({ price: 24.5, quantity: 2, discount: 10, discountType: 'percent', taxes: [added, compound] }),
    books.line({ price: 18.75, quantity: 2, taxes: [added] }),
    books.line({ price: 65, quantity: 1.333 }),
    books.line({ price: 9.99, taxes: [vat] }),
    books.line({ price: -5, taxes: [added] }),
  ],
});

describe('the calculation of an invoice', () => {
  it('tells its steps in plain words, with each rounding and where what it left over went', async () => {
    const { status, body } = await create(rich(), { explain: 'true', dryRun: 'true' });
    expect(status).toBe(200);
    const noteOf = (step: string, on: string) =>
      body.data.calculation.find((one: Step) => one.step === step && one.on === on)?.note;
    expect(noteOf('amount', 'products[2]')).toBe(
      '1.333 × 65 = 86.645, rounded half away from zero to 86.65.',
    );
    expect(noteOf('line_discount', 'products[0]')).toBe('10 % of 49.00 = 4.90, is taken off.');
    expect(noteOf('document_discount', 'document')).toContain('10.00 is taken off, shared over the lines');
    expect(noteOf('discount_share', 'products[0]')).toBe(
      'Its share: 10.00 × 44.10 / 178.24 = 2.474192…, rounded down to 2.47; a unit that is left over goes here, since rounding took most from it: 2.48.',
    );
    expect(noteOf('discount_share', 'products[1]')).toBe(
      'Its share: 10.00 × 37.50 / 178.24 = 2.103904…, rounded down to 2.10.',
    );
    expect(noteOf('net', 'products[3]')).toContain(
      '9.43 contains 1.57 of tax, told below; the net is the rest.',
    );
    expect(noteOf('net', 'products[3]')).toContain('The exact net is 7.858333…');
    expect(noteOf('tax', 'products[3].taxes[0]')).toBe(
      'VAT, contained in 9.43: 9.43 / (1 + 20 %) × 20 % = 1.571666…, rounded half away from zero to 1.57.',
    );
    expect(noteOf('discount_without_tax', 'products[3]')).toBe(
      'The share without the taxes that the price contains: of 8.32 without them, 7.86 are left.',
    );
    expect(noteOf('tax', 'taxes[0]')).toBe(
      'State, 6.25 %, once on the sum: 6.25 % of 72.02 = 4.50125, rounded half away from zero to 4.50.',
    );
    expect(noteOf('tax_base', 'products[0].taxes[1]')).toBe(
      'The line’s net and its other taxes: 41.62 + 2.60.',
    );
    expect(noteOf('discount_share', 'products[4]')).toBeUndefined();
  });

  it('adds up: the steps alone give every amount of the answer', async () => {
    for (const changes of [
      rich(),
      { ...rich(), taxMode: 'inclusive' },
      { ...rich(), taxMode: 'exclusive', discountType: 'percent', discount: 33.333 },
      { ...rich(), invoiceType: 'memo', taxMode: 'none' },
    ]) {
      const { body } = await create(changes, { explain: 'true' });
      expect(recompute(body.data.calculation)).toEqual(amountsOf(body.data));
    }
  });

  it('is the same when the document is read back, whatever became of its taxes, and is told only when asked', async () => {
    const { strict } = books.server;
    const own = await createTax(strict, 'Own', 7.7);
    const changes = { ...rich(), isDraft: true };
    changes.products.push(books.line({ price: 1.11, taxes: [own] }));
    const { body } = await create(changes, { explain: 'true' });
    await strict.patch(`/taxes/${own}`, { percentage: 50, inclusive: true });
    const read = await strict.get(`/invoices/${body.data.uuid}`, { explain: 'true' });
    expect(read.body.data).toEqual(body.data);
    const { calculation, ...plain } = body.data;
    expect(calculation.length).toBeGreaterThan(20);
    expect((await strict.get(`/invoices/${body.data.uuid}`)).body.data).toEqual(plain);
  });

  it('is told with the number that was allotted, again on a repeat, and is not part of the event', async () => {
    const { invoiceNumber: _, ...unnumbered } = books.body(rich());
    const options = { query: { explain: 'true' }, headers: { 'idempotency-key': 'explained' } };
    const first = await books.server.lenient.post('/invoices', unnumbered, options);
    const again = await books.server.lenient.post('/invoices', unnumbered, options);
    expect(first.body.data.invoiceNumber).toMatch(/^INV-\d{6}$/);
    expect(first.body.data.calculation.length).toBeGreaterThan(20);
    expect(again.body).toEqual(first.body);
    const { rows } = await books.server.owner.query(
      'SELECT document::jsonb AS document FROM outbox_event WHERE entity_id = $1',
      [first.body.data.uuid],
    );
    const { calculation: __, ...record } = first.body.data;
    expect(rows[0].document).toEqual(record);
  });

  it('keeps nothing on a dry run', async () => {
    const before = await books.countInvoices();
    const { body } = await create(rich(), { explain: 'true', dryRun: 'true' });
    expect([body.data.dryRun, Array.isArray(body.data.calculation)]).toEqual([true, true]);
    expect(await books.countInvoices()).toBe(before);
  });

  it('is asked for with true or false', async () => {
    const { status, body } = await create({}, { explain: 'yes' });
    expect([status, errorCodes(body)]).toEqual([400, { explain: 'INVALID_ENUM' }]);
  });
});

const units = (money: string) => BigInt(money.replace('.', ''));

/** Follows each amount through its steps, which must meet, and adds up what the answer adds up. */
function recompute(calculation: readonly Step[]) {
  const at = new Map<string, bigint>();
  const reached = (on: string, step: string) => at.get(`${on} ${step}`) ?? 0n;
  for (const { step, on, from, to } of calculation) {
    const chained = /^(line_discount|discount_share|net|total)$/.test(step);
    if (chained) expect(units(from), `${step} on ${on}`).toBe(reached(on, 'now'));
    else if (on !== 'document' && step !== 'discount_without_tax') expect(units(from)).toBe(0n);
    if (step !== 'discount_without_tax' && step !== 'document_discount') at.set(`${on} now`, units(to));
    at.set(`${on} ${step}`, units(to));
    at.set(`${on} ${step} moved`, units(to) - units(from));
  }
  const lines = [...new Set(calculation.map(({ on }) => on))].filter((on) => /^products\[\d+\]$/.test(on));
  const taxesOf = (on: string) =>
    [...at.keys()].filter((key) => key.startsWith(`${on}.taxes[`) && key.endsWith('] tax'));
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const told = lines.map((on) => {
    const share = at.get(`${on} discount_without_tax`) ?? -reached(on, 'discount_share moved');
    return {
      subtotal: reached(on, 'net') + share,
      documentDiscount: share,
      tax: sum(taxesOf(on).map((key) => at.get(key)!)),
      total: reached(on, 'total'),
    };
  });
  const net = sum(lines.map((on) => reached(on, 'net')));
  const tax = sum(told.map((line) => line.tax));
  expect(reached('document', 'subtotal')).toBe(sum(told.map(({ subtotal }) => subtotal)));
  expect(reached('document', 'net')).toBe(net);
  expect(reached('document', 'total')).toBe(net + tax);
  return {
    products: told,
    subtotal: reached('document', 'subtotal'),
    discount: -reached('document', 'net moved'),
    taxes: [0, 1, 2].map((index) => reached(`taxes[${index}]`, 'tax')),
    tax: reached('document', 'total moved'),
    total: reached('document', 'total'),
  };
}

// biome-ignore lint/suspicious/noExplicitAny: an answer, which the client has held against its schema
function amountsOf(data: any) {
  const { subtotal, discount, tax, total } = data;
  const line = (one: Record<string, string>) => ({
    subtotal: units(one.subtotal!),
    documentDiscount: units(one.documentDiscount!),
    tax: units(one.tax!),
    total: units(one.total!),
  });
  return {
    products: data.products.map(line),
    subtotal: units(subtotal),
    discount: units(discount),
    taxes: [0, 1, 2].map((index) => units(data.taxes[index]?.amount ?? '0')),
    tax: units(tax),
    total: units(total),
  };
}
