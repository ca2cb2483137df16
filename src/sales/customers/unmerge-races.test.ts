import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import type { TestAnswer } from '../../../test/support/signed-client.ts';

let books: SettlementBooks;
beforeAll(async () => {
  books = await openSettlementBooks();
});
afterAll(() => books.server.close());

/** By how many milliseconds the one call comes before the other: at either end it is over by then. */
const HEAD_STARTS = [200, 8, 4, 2, 0, 0, -2, -4, -8, -200];

interface Pair {
  readonly double: string;
  readonly invoice: string;
  /** Of the customer into whom the other is merged. */
  readonly kept: string;
  readonly payment: string;
  readonly memo: string;
}

async function makePair(name: string): Promise<Pair> {
  const { done, server, document, memo, pay } = books;
  const make = async (customer: string) => (await done(server.strict.post('/customers', { customer }))).uuid;
  const [kept, double] = [await make(`${name} kept`), await make(`${name} double`)];
  const invoice = (await document(50, { customerUuid: double })).uuid;
  const payment = (await pay(20, [], { customerUuid: kept })).uuid;
  const credit = (await memo(20, { customerUuid: kept })).uuid;
  await done(server.strict.post(`/customers/${double}/merge`, { intoUuid: kept }));
  return { double, invoice, kept, payment, memo: credit };
}

/** Each way in which something of the one settles what the other owes. */
const SETTLEMENTS: Readonly<Record<string, (pair: Pair) => Promise<TestAnswer>>> = {
  'applying a payment': ({ payment, invoice }) =>
    books.server.strict.patch(`/payments/${payment}/apply`, { invoices: [{ id: invoice, amount: 20 }] }),
  'a new payment': ({ kept, invoice }) =>
    books.server.strict.post('/payments', {
      ...{ customerUuid: kept, date: '2026-07-05', amount: 20 },
      invoices: [{ id: invoice, amount: 20 }],
    }),
  'applying a credit': ({ memo, invoice }) =>
    books.server.strict.patch(`/invoices/${invoice}/apply-multiple-credit-to-invoice`, {
      creditMemos: [{ id: memo, amount: 20 }],
    }),
};

describe.each(Object.keys(SETTLEMENTS))('telling customers apart at the same time as %s', (kind) => {
  it('lets one of the two win, and says so to the other', async () => {
    const won = { unmerged: 0, settled: 0 };
    for (const [round, headStart] of HEAD_STARTS.entries()) {
      const pair = await makePair(`${kind} ${round}`);
      const [unmerged, settled] = await Promise.all([
        sleep(Math.max(0, -headStart)).then(() =>
          books.server.strict.post(`/customers/${pair.double}/unmerge`, {}),
        ),
        sleep(Math.max(0, headStart)).then(() => SETTLEMENTS[kind]!(pair)),
      ]);
      const codes = [unmerged.body.code ?? unmerged.status, settled.body.code ?? settled.status];
      const invoice = await books.read(pair.invoice);
      const customer = await books.done(books.server.strict.get(`/customers/${pair.double}`));
      if (unmerged.status === 200) {
        won.unmerged += 1;
        expect(codes).toEqual([200, 'DIFFERENT_CUSTOMER']);
        expect([customer.mergedIntoUuid, invoice.amountDue]).toEqual([null, '50.00']);
      } else {
        won.settled += 1;
        expect([unmerged.status, unmerged.body.code]).toEqual([400, 'CANNOT_UNMERGE']);
        expect(unmerged.body.details.invoiceNumbers).toContain(invoice.invoiceNumber);
        expect(settled.status, JSON.stringify(settled.body)).toBeLessThan(300);
        expect([customer.mergedIntoUuid, invoice.amountDue]).toEqual([pair.kept, '30.00']);
      }
    }
    expect(won.unmerged).toBeGreaterThan(0);
    expect(won.settled).toBeGreaterThan(0);
    await books.verify();
  });
});
