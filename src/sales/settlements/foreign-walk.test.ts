import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSettlementBooks, type SettlementBooks } from '../../../test/support/settlement-books.ts';
import { createRandom } from '../../demo/random.ts';

let books: SettlementBooks;
let client: SettlementBooks['server']['strict'];
beforeAll(async () => {
  books = await openSettlementBooks();
  client = books.server.strict;
});
afterAll(() => books.server.close());

const STEPS = 120;
const PROVED_EVERY = 30;

it('whatever is settled and undone at random in another currency, the books hold, and all undone leaves nothing', async () => {
  const seed = Number(process.env.SETTLEMENT_SEED ?? randomInt(1_000_000));
  console.info(`SETTLEMENT_SEED=${seed}`);
  const random = createRandom(seed);
  // Rates near the cents, where everything is rounded, and some far off.
  const exchangeRate = () => random.pick(['1.0837', '1.1234567891', '0.0371', '3.333', '0.9', '123.456']);
  const amount = () => random.between(1, 400) / 100;
  const date = () => `2026-07-${String(random.between(6, 28)).padStart(2, '0')}`;
  const lines = () =>
    Array.from({ length: random.between(1, 3) }, () => ({
      productUuid: books.fixtures.productUuid,
      quantity: 1,
      price: random.between(1, 700) / 100,
      taxes: random.chance(0.5) ? [books.fixtures.taxUuid] : [],
    }));
  const documents = async (count: number, invoiceType: string) => {
    const made: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const body = { invoiceType, currency: 'EUR', exchangeRate: exchangeRate(), products: lines() };
      made.push((await books.document(0, body)).uuid);
    }
    return made;
  };
  const invoices = await documents(5, 'invoice');
  const memos = await documents(2, 'memo');
  const payments: string[] = [];
  const some = (ids: readonly string[]) =>
    [...new Set([random.pick(ids), random.pick(ids)])].map((id) => ({ id, amount: amount() }));
  const acts: (() => ReturnType<typeof client.patch>)[] = [
    () =>
      client.post('/payments', {
        customerUuid: books.fixtures.customerUuid,
        date: '2026-07-05',
        currency: 'EUR',
        exchangeRate: exchangeRate(),
        amount: 8,
        bankFee: random.chance(0.3) ? 0.37 : 0,
        invoices: random.chance(0.7) ? some(invoices) : [],
      }),
    () =>
      client.patch(`/payments/${random.pick(payments)}/apply`, { invoices: some(invoices), date: date() }),
    () => client.patch(`/payments/${random.pick(payments)}/unapply`, {}),
    () => client.delete(`/payments/${random.pick(payments)}`),
    () =>
      client.patch(`/invoices/${random.pick(invoices)}/apply-multiple-credit-to-invoice`, {
        creditMemos: some(memos),
        date: date(),
      }),
    () => client.patch(`/invoices/${random.pick(invoices)}/remove-credit`, { memoId: random.pick(memos) }),
    () =>
      client.patch(`/invoices/${random.pick(invoices)}/remove-transaction`, {
        transactionId: random.pick(payments),
      }),
    () => client.patch(`/invoices/${random.pick(invoices)}/write-off`, { amount: amount(), date: date() }),
    () =>
      client.post('/refunds', {
        ...(random.chance(0.5) ? { memoUuid: random.pick(memos) } : { paymentUuid: random.pick(payments) }),
        date: date(),
        amount: amount(),
        exchangeRate: exchangeRate(),
      }),
  ];
  let done = 0;
  for (let step = 1; step <= STEPS; step += 1) {
    const { status, body } = await (payments.length === 0 ? acts[0]! : random.pick(acts))();
    expect([200, 201, 400, 404]).toContain(status);
    if (status < 300) done += 1;
    if (status === 201) payments.push(body.data.uuid);
    if (step % PROVED_EVERY === 0) await books.verify();
  }
  expect(done).toBeGreaterThan(STEPS / 6);
  await undoAll();
  expect([await books.balances('accrual'), await books.balances('cash')]).toEqual([{}, {}]);
  await books.verify();
  const { rows } = await books.server.owner.query(
    `SELECT l.open_item_id, sum(l.base_amount)::int AS base FROM journal_line l
      WHERE l.open_item_id IS NOT NULL GROUP BY l.open_item_id, l.basis, l.account_id HAVING sum(l.base_amount) <> 0`,
  );
  expect(rows).toEqual([]);

  /** Refunds before the payments that they pay back, then the credits, then the documents. */
  async function undoAll(): Promise<void> {
    const query = { limit: '100' };
    for (const kind of ['refund', 'write_off', 'payment']) {
      const listed = await books.done(client.get('/payments', { ...query, kind }));
      for (const { uuid } of listed.payments) await books.done(client.delete(`/payments/${uuid}`));
    }
    for (const id of invoices) {
      const { credits } = await books.read(id);
      for (const memoId of new Set(credits.map(({ uuid }: { uuid: string }) => uuid)))
        await books.done(client.patch(`/invoices/${id}/remove-credit`, { memoId }));
    }
    for (const id of [...invoices, ...memos]) await books.done(client.patch(`/invoices/${id}/void`, {}));
  }
}, 60_000);
