import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTax, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
let [gst, pst]: [string, string] = ['', ''];
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
  gst = await createTax(client, 'GST', 8.25);
  pst = await createTax(client, 'PST', 9.975, { compound: true });
});
afterAll(() => books.server.close());

// biome-ignore lint/suspicious/noExplicitAny: tests read answers as the JSON they are
type Document = any;
const post = (lines: readonly object[], changes: Record<string, unknown> = {}): Promise<Document> => {
  const products = lines.map((line) => ({ productUuid: books.fixtures.productUuid, quantity: 1, ...line }));
  return books.done(client.post('/invoices', invoiceBody(books.fixtures, { products, ...changes })));
};
const memoOf = (invoice: Document, lines: readonly object[], changes: Record<string, unknown> = {}) =>
  post(lines, { invoiceType: 'memo', appliedToInvoiceUuid: invoice.uuid, ...changes });

it('parts of an invoice credit exactly its tax, each what is rounded so far less what was credited', async () => {
  const invoice = await post([{ price: 9.99, taxes: [gst] }]);
  expect(invoice.tax).toBe('0.82');
  const taxes = [];
  for (const _ of [1, 2, 3]) taxes.push((await memoOf(invoice, [{ price: 3.33 }])).tax);
  expect(taxes).toEqual(['0.27', '0.28', '0.27']);
  expect(await books.read(invoice.uuid)).toMatchObject({ status: 'paid', amountDue: '0.00' });
  const beyond = await memoOf(invoice, [{ price: 100 }]);
  expect(beyond).toMatchObject({ tax: '0.00', total: '100.00', amountDue: '100.00' });
  await books.verify();
});

it('a memo has the taxes of its invoice, as they were charged, whatever became of them since', async () => {
  const tax = await createTax(client, 'Old rate', 5);
  const invoice = await post([{ price: 105, taxes: [tax] }], { taxMode: 'inclusive' });
  await books.done(client.patch(`/taxes/${tax}`, { status: 'inactive' }));
  const memo = await memoOf(invoice, [{ price: 21 }]);
  expect(memo).toMatchObject({ taxMode: 'inclusive', subtotal: '20.00', tax: '1.00', total: '21.00' });
  expect(memo.taxes).toMatchObject([{ uuid: tax, percentage: 5, inclusive: true }]);
  const untaxed = await memoOf(invoice, [{ price: 21, taxes: [] }]);
  expect(untaxed).toMatchObject({ tax: '0.00', total: '21.00' });
  await books.verify();
});

it('a tax that the invoice did not charge is refused', async () => {
  const invoice = await post([{ price: 100, taxes: [gst] }], { invoiceNumber: 'T-1' });
  const body = invoiceBody(books.fixtures, {
    invoiceType: 'memo',
    appliedToInvoiceUuid: invoice.uuid,
    products: [{ productUuid: books.fixtures.productUuid, quantity: 1, price: 5, taxes: [gst, pst] }],
  });
  const { status, body: answer } = await client.post('/invoices', body);
  expect([status, answer.code]).toEqual([400, 'TAX_NOT_CHARGED']);
  expect(answer.errors[0].message).toBe(
    'products[0].taxes must be taxes of the invoice T-1, which has no PST; `[]` credits the line without tax.',
  );
});

it('a draft is computed anew on what was credited before its approval', async () => {
  const invoice = await post([{ price: 9.99, taxes: [gst] }]);
  const draft = await memoOf(invoice, [{ price: 6.66 }], { isDraft: true });
  expect(draft.tax).toBe('0.55');
  expect((await memoOf(invoice, [{ price: 3.33 }])).tax).toBe('0.27');
  const approved = await books.done(client.patch(`/invoices/${draft.uuid}`, { isDraft: false }));
  expect(approved.tax).toBe('0.55');
  expect((await memoOf(invoice, [{ price: 1 }])).tax).toBe('0.00');
  await books.verify();
});

it('a memo that is made void gives back what it credited', async () => {
  const invoice = await post([{ price: 9.99, taxes: [gst] }]);
  const memo = await memoOf(invoice, [{ price: 9.99 }]);
  expect(memo.tax).toBe('0.82');
  await books.done(client.patch(`/invoices/${invoice.uuid}/remove-credit`, { memoId: memo.uuid }));
  await books.done(client.patch(`/invoices/${memo.uuid}/void`));
  expect((await memoOf(invoice, [{ price: 9.99 }])).tax).toBe('0.82');
  await books.verify();
});

it('the answer explains the tax of such a memo', async () => {
  const invoice = await post([{ price: 9.99, taxes: [gst] }]);
  await memoOf(invoice, [{ price: 3.33 }]);
  const memo = await memoOf(invoice, [{ price: 3.33 }]);
  const { body } = await client.get(`/invoices/${memo.uuid}`, { explain: 'true' });
  const steps = body.data.calculation.filter(({ step }: { step: string }) => step === 'tax');
  expect(steps.map(({ to, note }: Document) => [to, note])).toEqual([
    [
      '0.28',
      'GST, 8.25 %: what all memos of the invoice are to have credited of it, less what those before credited.',
    ],
    ['0.28', 'Its share of GST, in proportion to 8.25 % of 3.33.'],
  ]);
});

it('memos in any number of parts, in every way to state and to round taxes, credit the invoice and no cent more', async () => {
  const roundings = ['document', 'line'] as const;
  const drawn = fc.record({
    taxRounding: fc.constantFrom(...roundings),
    taxMode: fc.constantFrom('exclusive', 'inclusive'),
    lines: fc.array(
      fc.record({
        parts: fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 3, maxLength: 3 }),
        both: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ taxRounding, taxMode, lines }) => {
      await books.server.owner.query('UPDATE books SET tax_rounding = $1', [taxRounding]);
      const at = (of: (parts: number[]) => number) =>
        lines.map(({ parts, both }) => ({ price: of(parts) / 100, taxes: both ? [gst, pst] : [gst] }));
      const invoice = await post(
        at((parts) => parts.reduce((sum, part) => sum + part, 0)),
        { taxMode },
      );
      for (const index of [0, 1, 2])
        await memoOf(
          invoice,
          at((parts) => parts[index]!),
        );
      expect(await books.read(invoice.uuid)).toMatchObject({ amountDue: '0.00', status: 'paid' });
      const { rows } = await books.server.owner.query(
        `SELECT t.tax_id, sum(CASE i.invoice_type WHEN 'memo' THEN -t.amount ELSE t.amount END)::text AS left
           FROM invoice i JOIN invoice_line_tax t ON t.invoice_id = i.id
          WHERE $1 IN (i.id, i.applied_to_invoice_id) GROUP BY t.tax_id`,
        [invoice.uuid],
      );
      expect(rows.every((row: { left: string }) => row.left === '0')).toBe(true);
    }),
    { numRuns: 25 },
  );
  await books.verify();
});
