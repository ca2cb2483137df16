import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arbitraryInvoice } from '../../../test/support/arbitrary-invoice.ts';
import { createTax, invoiceBody } from '../../../test/support/sales-fixtures.ts';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { listTotals } from '../public-page/document-totals.ts';
import { loadInvoiceDocument } from './documents.store.ts';
import { totalRows } from './pdf/totals.ts';
import { voiceOf } from './words/voice.ts';

let books: SettlementBooks;
let taxes: string[];

beforeAll(async () => {
  books = await openSettlementBooks();
  const { strict } = books.server;
  const added = [await createTax(strict, 'Added', 6.25), await createTax(strict, 'Again', 17.333333)];
  taxes = [
    ...added,
    await createTax(strict, 'Compound', 9.975, { compound: true }),
    await createTax(strict, 'Contained', 20, { inclusive: true }),
    await createTax(strict, 'Contained too', 5.5, { inclusive: true }),
  ];
});
afterAll(() => books.server.close());

interface Row {
  readonly kind: string;
  readonly amount: bigint;
}

/** `−$1,234.50` as -123450. */
function units(money: string): bigint {
  const amount = BigInt(money.replaceAll(/\D/g, ''));
  return /[-−]/.test(money) ? -amount : amount;
}

const sum = (rows: readonly Row[]) => rows.reduce((total, { amount }) => total + amount, 0n);
const amounts = (rows: readonly Row[]) => rows.map(({ amount }) => amount);
const ofKind = (rows: readonly Row[], kind: string) => rows.filter((row) => row.kind === kind);

function splitAtTotal(rows: readonly Row[]) {
  const at = rows.findIndex(({ kind }) => kind === 'total');
  return { before: rows.slice(0, at), total: rows[at]!.amount, after: rows.slice(at + 1) };
}

/** The rows of the totals, as the public page and as the PDF of a document show them. */
async function showTotals(id: string): Promise<{ page: Row[]; pdf: Row[] }> {
  const { database, workspaceId, secretKey, baseUrl } = books.server;
  const document = await database.read(workspaceId, (transaction) =>
    loadInvoiceDocument(transaction, id, { secretKey, publicUrl: baseUrl }),
  );
  const { invoice, language, seller } = document!;
  const voice = voiceOf(language, seller.country, invoice.currency);
  return {
    page: listTotals(invoice, voice).map(({ kind, amount }) => ({ kind, amount: units(amount) })),
    pdf: totalRows(document!, voice.words, voice.formats).map(({ kind, value }) => ({
      kind,
      amount: units(value),
    })),
  };
}

it('the totals of the public page and those of the PDF say the same, and each add up', async () => {
  const seen = { contained: 0, added: 0, settled: 0 };
  const { strict, lenient } = books.server;
  await fc.assert(
    fc.asyncProperty(arbitraryInvoice(books.fixtures, taxes), fc.nat(100), async (given, percent) => {
      const { status, body } = await strict.post('/invoices', invoiceBody(books.fixtures, given));
      // Discounts above what they reduce, totals below zero.
      fc.pre(status === 200);
      const { uuid, isDraft, invoiceType, total } = body.data;
      const share = (units(total) * BigInt(percent)) / 100n;
      if (invoiceType === 'invoice' && !isDraft && share > 0n) {
        const amount = Number(share) / 100;
        const { customerUuid } = books.fixtures;
        const invoices = [{ id: uuid, amount }];
        await books.done(lenient.post('/payments', { customerUuid, date: '2026-07-10', amount, invoices }));
      }
      const { page, pdf } = await showTotals(uuid);
      const [onPage, onPdf] = [splitAtTotal(page), splitAtTotal(pdf)];
      expect([onPage.total, onPdf.total]).toEqual([units(total), units(total)]);
      expect(sum(onPdf.before)).toBe(onPdf.total);
      if (onPage.before.length > 0) expect(sum(onPage.before)).toBe(onPage.total);
      const included = ofKind(onPage.after, 'included');
      if (included.length > 0) {
        seen.contained += 1;
        expect(amounts(onPdf.before.slice(-included.length))).toEqual(amounts(included));
      } else if (onPage.before.length > 0) {
        seen.added += 1;
        expect(amounts(onPage.before)).toEqual(amounts(onPdf.before));
      }
      const settled = ofKind(onPage.after, 'settled');
      expect(sum(settled)).toBe(sum(ofKind(onPdf.after, 'part')));
      const [due] = ofKind(onPdf.after, 'due');
      const [owed] = ofKind(onPage.after, 'owed');
      if (settled.length > 0) seen.settled += 1;
      expect(owed?.amount ?? onPage.total).toBe(due?.amount ?? onPdf.total);
      if (due) expect(due.amount).toBe(onPdf.total + sum(settled));
    }),
    { numRuns: 60 },
  );
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(3);
});
